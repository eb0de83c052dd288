import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../../src/ops/process";
import { copyProject } from "../../helpers/project-copy";

// It copies the project and starts processes in it, on a machine that may be busy.
jest.setTimeout(180_000);

let project: string;

beforeAll(async () => {
  project = await copyProject();
});

afterAll(async () => {
  await rm(project, { recursive: true });
});

const node = (...args: string[]) => run(process.execPath, args, { cwd: project, env: process.env });
const command = (...args: string[]) => node("bin/run.js", "src/ops/new-environment/main.ts", ...args);
const WISH = ["--name", "demo", "--account", "111122223333", "--region", "eu-west-1"];

/** Every file of the project with its text, but for what is kept from run to run. */
async function everyFile(): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(project, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(project, ".cache")))
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, "utf8")] as const)));
}

test("writes two files, with which the project is whole, and refuses to write them again", async () => {
  const before = await everyFile();
  expect(await command(...WISH)).toMatchObject({
    status: 0,
    stderr: "",
    stdout:
      "Written: src/environments/demo.ts\nWritten: src/environments/inventory/demo.json\n\n" +
      "The VPC is 10.40.0.0/16. Read both files, and go on as docs/new-environment.md says.\n",
  });
  const after = await everyFile();
  const paths = ["src/environments/demo.ts", "src/environments/inventory/demo.json"].map((file) => join(project, file));
  expect([...after.keys()].filter((file) => after.get(file) !== before.get(file)).sort()).toEqual(paths);
  expect(after.get(paths[1] ?? "")).toBe('{\n  "account": "111122223333",\n  "region": "eu-west-1"\n}\n');

  const list = 'console.log(require("./src/environments").environments().map((one) => one.name).join(" "))';
  expect((await node("--import", "tsx", "-e", list)).stdout).toBe("demo dev staging prod\n");

  // Nothing else in the folder of the inventories is called like it, whatever it is called.
  expect(await command("--name", "phases", ...WISH.slice(2))).toMatchObject({ status: 0, stderr: "" });
  expect((await node("--import", "tsx", "-e", list)).stdout).toBe("demo dev phases staging prod\n");
  for (const file of ["phases.ts", "inventory/phases.json"]) await rm(join(project, "src/environments", file));

  const again = await command(...WISH);
  expect(again).toMatchObject({ status: 1, stdout: "" });
  expect(again.stderr).toBe(`There already: ${paths.join(" and ")}. Nothing was written. Choose another --name.\n`);
  expect(await everyFile()).toEqual(after);
});

test("refuses what cannot be, with its status and no trace", async () => {
  const before = await everyFile();
  // A file of the code's own is no name either.
  for (const [name, status] of [
    ["Demo", 2],
    ["catalogue", 1],
  ] as const) {
    // prettier-ignore
    const wish = ["--name", name, "--account", "111122223333", "--region", "eu-west-1"];
    expect(await command(...wish)).toMatchObject({ status, stdout: "" });
  }
  expect(await everyFile()).toEqual(before);
});

test("half an environment is said by its name, by every command and by the app", async () => {
  await writeFile(join(project, "src/environments/alone.ts"), "export default () => ({ name: 'alone' });\n");
  await writeFile(join(project, "src/environments/inventory/orphan.json"), "{}\n");
  const { status, stderr } = await node("bin/run.js", "main.ts");
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `Environments are two files each, and one is not there:
  src/environments/alone.ts is an environment, and src/environments/inventory/alone.json is missing
  src/environments/inventory/orphan.json is an inventory, and no src/environments/orphan.ts has a default export that takes it

Nothing was written. Write the missing file, or delete the other: docs/new-environment.md.
`,
  });
  await rm(join(project, "src/environments/inventory/orphan.json"));
  await writeFile(join(project, "src/environments/inventory/alone.json"), '{ "account": "1", "region": "x" }\n');
  await writeFile(join(project, "src/environments/alone.ts"), "export default () => ({ name: 'other' });\n");
  expect((await node("bin/run.js", "main.ts")).stderr).toMatch(
    /^Environment 'alone' has \d+ problems:\n {2}name: 'other': an environment is called like its file: write 'alone'\n/,
  );
});
