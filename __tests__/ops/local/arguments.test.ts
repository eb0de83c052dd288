import { environments } from "../../../src/environments";
import { parseArguments, requireCreatable } from "../../../src/ops/local/arguments";

test.each([
  [[], { help: false, keep: false, env: "dev" }],
  [["--keep"], { help: false, keep: true, env: "dev" }],
  [["--env", "staging"], { help: false, keep: false, env: "staging" }],
  [["--env=staging", "--help"], { help: true, keep: false, env: "staging" }],
])("understands %j", (args, expected) => {
  expect(parseArguments(args)).toEqual(expected);
});

test.each([
  [["--kep"], "Unknown option '--kep'. See --help."],
  [["dev"], "Unexpected argument 'dev'. See --help."],
  [["--env"], "Option '--env <value>' argument missing. See --help."],
  [["--keep=yes"], "Option '--keep' does not take an argument. See --help."],
])("refuses %j", (args, message) => {
  expect(() => parseArguments(args)).toThrow(message);
});

test.each(["dev", "staging"])("%s can be brought up from nothing", (name) => {
  expect(() => {
    requireCreatable(name, environments());
  }).not.toThrow();
});

test.each([
  ["test", "--env test: there is no such environment. Choose dev or staging. See --help."],
  [
    "prod",
    "--env prod: its VPC exists already and would have to be found, and an empty emulator has none. Choose dev or staging. See --help.",
  ],
])("%s cannot", (name, message) => {
  expect(() => {
    requireCreatable(name, environments());
  }).toThrow(message);
});
