import {
  checkPrerequisites,
  isAtLeast,
  MissingPrerequisitesError,
  nodeCheck,
  terraformCheck,
} from "../../src/ops/prerequisites";
import { temporaryDirectory } from "../helpers/temporary";

const folder = temporaryDirectory();

test.each([
  ["1.11.0", "1.11.0", true],
  ["1.11.4", "1.11.0", true],
  ["1.9.9", "1.11.0", false],
  ["2.0.0", "1.11.0", true],
  ["0.15.5", "1.11.0", false],
  ["v20.9.0", "20.9.0", true],
  ["20.8.1", "20.9.0", false],
  ["1.11.0-rc1", "1.11.0", false],
  ["1.12.0-beta1", "1.11.0", true],
  ["1.11", "1.11.0", true],
  ["unknown", "1.11.0", false],
])("%s is at least %s: %s", (version, minimum, expected) => {
  expect(isAtLeast(version, minimum)).toBe(expected);
});

test("an old Node.js is named with how to get another", async () => {
  await expect(nodeCheck("18.20.0")()).resolves.toEqual({
    what: "Node.js >= 20.9",
    found: "this is 18.20.0",
    how: "Install it from https://nodejs.org, or with nvm: nvm install",
  });
});

test("this Node.js will do", async () => {
  await expect(nodeCheck(process.versions.node)()).resolves.toBeUndefined();
});

describe("Terraform", () => {
  const check = terraformCheckIn(() => folder.path("bin"));
  const terraform = (output: string) => folder.write("bin/terraform", `#!/bin/sh\necho '${output}'\n`, 0o755);

  test("will do in the smallest version", async () => {
    await terraform('{"terraform_version": "1.11.0"}');
    await expect(check()).resolves.toBeUndefined();
  });

  test("is too old", async () => {
    await terraform('{"terraform_version": "1.5.7"}');
    await expect(check()).resolves.toMatchObject({ what: "Terraform >= 1.11", found: "the one on PATH is 1.5.7" });
  });

  test("is not there", async () => {
    await expect(check()).resolves.toMatchObject({ found: "there is none on PATH" });
  });

  test("is something else of that name", async () => {
    await terraform("hello");
    await expect(check()).resolves.toMatchObject({ found: "there is none on PATH" });
  });
});

function terraformCheckIn(path: () => string) {
  return () => terraformCheck({ PATH: path() })();
}

test("everything that is missing is in one error", async () => {
  const missing = (what: string) => () => Promise.resolve({ what, found: "there is none", how: `Install ${what}` });
  const check = checkPrerequisites([missing("A"), () => Promise.resolve(undefined), missing("B")]);
  await expect(check).rejects.toThrow(MissingPrerequisitesError);
  await expect(check).rejects.toThrow(
    "This machine lacks what the command needs:\n" +
      "  A is needed: there is none.\n    Install A\n  B is needed: there is none.\n    Install B",
  );
});
