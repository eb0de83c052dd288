import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectDirectory } from "./directories";

describe("An end-to-end test on a machine without what it needs", () => {
  let bin: string;

  beforeAll(async () => {
    bin = await mkdtemp(join(tmpdir(), "kelmah-path-"));
    symlinkSync(process.execPath, join(bin, "node"));
  });

  afterAll(async () => {
    await rm(bin, { recursive: true });
  });

  /** Runs jest on the fixture with a PATH on which there is only Node.js. */
  function runFixture(env: NodeJS.ProcessEnv) {
    const jest = join(projectDirectory, "node_modules/jest/bin/jest.js");
    const args = ["--testMatch", "**/fixtures/needs-terraform.ts", "--reporters", "default"];
    const rest = { ...process.env };
    delete rest.CI;
    const { status, stderr } = spawnSync(process.execPath, [jest, ...args], {
      cwd: projectDirectory,
      env: { ...rest, PATH: bin, ...env },
      encoding: "utf8",
    });
    return { status, stderr };
  }

  test("is skipped, loudly, with the reason and what to do", () => {
    const { status, stderr } = runFixture({});
    expect(stderr).toContain("*** SKIPPED: something with Terraform ***");
    expect(stderr).toContain("Terraform >= 1.11 is needed: there is none on PATH.");
    expect(stderr).toContain("developer.hashicorp.com/terraform/install");
    expect(stderr).toContain("1 skipped");
    expect(status).toBe(0);
  }, 30_000);

  test("fails with the same reason when CI is true", () => {
    const { status, stderr } = runFixture({ CI: "true" });
    expect(stderr).toContain("Terraform >= 1.11 is needed: there is none on PATH.");
    expect(stderr).toContain("1 failed");
    expect(status).toBe(1);
  }, 30_000);
});
