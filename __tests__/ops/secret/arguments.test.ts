import { UsageError } from "../../../src/ops/command";
import { parseArguments } from "../../../src/ops/secret/arguments";

test("names an environment, a secret and maybe a file", () => {
  expect(parseArguments(["--env", "prod", "MONGODB_URI"])).toEqual({ help: false, env: "prod", secret: "MONGODB_URI" });
  expect(parseArguments(["MONGODB_URI", "--from-file", "value.txt", "--env", "dev"])).toEqual({
    help: false,
    env: "dev",
    secret: "MONGODB_URI",
    fromFile: "value.txt",
  });
  expect(parseArguments(["--help"])).toMatchObject({ help: true });
});

test.each([
  ["no environment", ["MONGODB_URI"], "Name an environment, such as: --env prod. See --help."],
  ["no secret", ["--env", "prod"], /^Give the secret's name alone, such as MONGODB_URI\. /],
  ["a file without a name", ["--env", "prod", "MONGODB_URI", "--from-file="], "--from-file needs a file. See --help."],
  ["an option that is not known", ["--env", "prod", "--form-file", "x"], /^Unknown option '--form-file'/],
])("%s", (_, args, message) => {
  expect(() => parseArguments(args)).toThrow(UsageError);
  expect(() => parseArguments(args)).toThrow(message);
});

test.each([
  [["--env", "prod", "MONGODB_URI", "hunter2-hunter2"]],
  [["--env", "prod", "MONGODB_URI=hunter2-hunter2"]],
  [["--env", "prod", "hunter2-hunter2"]],
  [["--env", "prod", "MONGODB_URI", "--value=hunter2-hunter2"]],
  [["--env", "prod", "MONGODB_URI", "--value", "hunter2-hunter2"]],
])("a value on the command line is refused and not repeated: %j", (args) => {
  expect(() => parseArguments(args)).toThrow(UsageError);
  expect(() => parseArguments(args)).not.toThrow(/hunter2/);
});

test("options that PowerShell has kept from it are missed, and no value is repeated", () => {
  expect(() => parseArguments(["prod", "hunter2"], { npm_config_env: "true" })).toThrow(/^--env did not arrive\. (?!.*hunter2)/);
}); // prettier-ignore
