import { environments } from "../../src/environments";
import { chooseEnvironment, parseOptions } from "../../src/ops/arguments";

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

test("an environment is chosen by its name", () => {
  expect(chooseEnvironment("prod", environments()).name).toBe("prod");
});

test("an environment that does not exist is refused with the one that was meant, and all that there are", () => {
  expect(() => chooseEnvironment("prdo", environments())).toThrow(
    "--env prdo: there is no such environment. Did you mean prod? There are dev, staging, prod. See --help.",
  );
});
