import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../src/ops/process";
import { launcher, projectDirectory } from "../helpers/directories";
import { copyProject } from "../helpers/project-copy";
import { runApp } from "../helpers/run-app";
import { temporaryDirectory } from "../helpers/temporary";

// Each test runs a program, on a machine that may be busy.
jest.setTimeout(60_000);

const directory = temporaryDirectory();
const filesIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();

/** Runs a program where no file can be larger than so many blocks of 512 or 1024 bytes: a disk that fills up under it. */
async function withoutRoom(blocks: number, program: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  const command = [`ulimit -f ${blocks}; exec "$@"`, "sh", process.execPath, ...program];
  return await run("sh", ["-c", ...command], { cwd: projectDirectory, env: { ...process.env, ...variables } });
}

test("stacks for which there is no room are not written, and those before stay whole", async () => {
  const variables = { CDKTF_OUTDIR: directory.path("out"), KELMAH_ONLY_ENVIRONMENT: "dev" };
  expect(await runApp(variables)).toMatchObject({ status: 0, stderr: "" });
  const network = directory.path("out/stacks/kelmah-dev-network/cdk.tf.json");
  writeFileSync(network, "as it was before");
  const before = filesIn(directory.path("out"));

  const { status, stdout, stderr } = await withoutRoom(8, [launcher, "main.ts"], variables);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(
    /^\S+\/out\/stacks\/kelmah-[a-z-]+\/cdk\.tf\.json cannot be written: it would be larger than .*\. Nothing was written: what \S+\/out holds is as it was\. .*\n$/,
  );
  expect(filesIn(directory.path("out"))).toEqual(before);
  expect(readFileSync(network, "utf8")).toBe("as it was before");
});

test("an inventory for which there is no room stays what it was", async () => {
  const file = await directory.write("prod.json", "{}\n");
  const script = await directory.write(
    "replace.ts",
    `import { replaceFile } from ${JSON.stringify(join(projectDirectory, "src/files/replace-file.ts"))};
    replaceFile(${JSON.stringify(file)}, "x".repeat(100_000)).catch((error: Error) => process.stdout.write(error.message));`,
  );
  const { stdout, stderr } = await withoutRoom(8, ["--import", "tsx", script]);
  expect({ stdout, stderr }).toEqual({
    stdout: expect.stringMatching(/^\S+\/prod\.json cannot be written: .* It is as it was: .*\.$/) as unknown,
    stderr: "",
  });
  expect(readFileSync(file, "utf8")).toBe("{}\n");
  expect(filesIn(directory.path())).toEqual(["prod.json", "replace.ts"]);
});

test("a log for which there is no room ends the command with a sentence, after what it has to clean up", async () => {
  const script = await directory.write(
    "command.ts",
    `import { appendFileSync } from "node:fs";
    import { runCommand } from ${JSON.stringify(join(projectDirectory, "src/ops/command.ts"))};
    void runCommand(async (signal) => {
      setTimeout(() => appendFileSync(${JSON.stringify(directory.path("command.ts/log"))}, "a line"), 10);
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    });`,
  );
  const ended = await run(process.execPath, ["--import", "tsx", script], { cwd: projectDirectory, env: process.env });
  expect(ended).toEqual({
    status: 2,
    stdout: "",
    stderr: `${directory.path("command.ts/log")} cannot be opened: a file is where a folder has to be.\n`,
  });
});

test("a checkout that cannot be written to is said in one sentence by what would install and log there", async () => {
  const project = await copyProject();
  try {
    rmSync(join(project, ".cache"), { recursive: true, force: true });
    writeFileSync(join(project, ".cache"), "no folder");
    const env = { ...process.env };
    for (const name of ["local", "bootstrap"]) {
      const ended = await run(process.execPath, ["bin/run.js", `src/ops/${name}/main.ts`], { cwd: project, env });
      expect(ended).toEqual({
        status: 2,
        stdout: "",
        stderr: expect.stringMatching(/^\S+\/\.cache\S* cannot be written: a file is where a folder has to be\.\n$/) as unknown, // prettier-ignore
      });
    }
    expect(readFileSync(join(project, ".cache"), "utf8")).toBe("no folder");
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
});
