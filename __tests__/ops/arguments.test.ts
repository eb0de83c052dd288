import { environments } from "../../src/environments";
import { chooseEnvironment, parseOptions, parseWords } from "../../src/ops/arguments";

test("options have their values and defaults", () => {
  const options = { env: { type: "string", default: "prod" }, json: { type: "boolean", default: false } } as const;
  expect(parseOptions([], options)).toEqual({ env: "prod", json: false });
  expect(parseOptions(["--env", "dev", "--json"], options)).toEqual({ env: "dev", json: true });
});

test.each([
  [["--jsn"], "Unknown option '--jsn'. See --help."],
  [["prod"], "Unexpected argument 'prod'. See --help."],
  [["--env"], "Option '--env <value>' argument missing. See --help."],
])("%j is refused in one sentence", (args, message) => {
  expect(() => parseOptions(args, { env: { type: "string" } })).toThrow(new Error(message));
});

describe("options that PowerShell has taken the -- from, and npm for its own", () => {
  const options = { env: { type: "string" }, "from-file": { type: "string" }, write: { type: "boolean" }, json: { type: "boolean" } } as const;
  const hint = "In PowerShell write '--' in quotes: npm run discover '--' --";
  test.each([
    [["prod"], { npm_config_env: "true" }, `--env did not arrive. ${hint}env ... See --help.`],
    [[], { npm_config_from_file: "x" }, `--from-file did not arrive. ${hint}from-file ... See --help.`],
    [["prod"], { npm_config_env: "true", npm_config_write: "true" }, `--env and --write did not arrive. ${hint}env ... See --help.`],
  ])("%j %j", (args, env, message) => {
    const all = { ...env, npm_lifecycle_event: "discover" };
    expect(() => parseOptions(args, options, all)).toThrow(new Error(message));
    expect(() => parseWords(args, options, all)).toThrow(new Error(message));
  });

  test("are none where some have arrived, or where npm has been told of its own", () => {
    expect(parseOptions(["--env", "dev"], options, { npm_config_env: "true" })).toEqual({ env: "dev" });
    expect(parseOptions([], options, { npm_config_json: "true" })).toEqual({});
  });
}); // prettier-ignore

test("an environment is chosen by its name", () => {
  expect(chooseEnvironment("prod", environments()).name).toBe("prod");
});

test("an environment that does not exist is refused with the one that was meant, and all that there are", () => {
  expect(() => chooseEnvironment("prdo", environments())).toThrow(
    "--env prdo: there is no such environment. Did you mean prod? There are dev, staging, prod. See --help.",
  );
});
