import { parseArguments } from "../../../src/ops/discover/arguments";

test("an environment is named, and nothing is written unless told", () => {
  expect(parseArguments(["--env", "prod"])).toEqual({
    all: false,
    help: false,
    env: "prod",
    write: false,
    json: false,
    journals: [],
  });
  const all = ["--env", "dev", "--write", "--json", "--journal", "a", "--journal", "b"];
  expect(parseArguments(all)).toMatchObject({ write: true, json: true, journals: ["a", "b"] });
  expect(parseArguments(["--help"])).toMatchObject({ help: true });
});

test.each([
  [[], "Name an environment, such as: --env prod. See --help."],
  [["--env", "prod", "--wirte"], "Unknown option '--wirte'. See --help."],
  [["prod"], "Unexpected argument 'prod'. See --help."],
])("%p is refused", (args, message) => {
  expect(() => parseArguments(args)).toThrow(
    new RegExp(`^${message.replaceAll(/[.']/g, "\\$&").replace(" See", ".* ?See")}$`),
  );
});
