import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../src/ops/process";
import { projectDirectory } from "../helpers/directories";
import { temporaryDirectory } from "../helpers/temporary";

// Each run is a process of its own, on a machine that may be busy.
jest.setTimeout(120_000);

const project = temporaryDirectory();

/** A project with a program of these files, beside this project's launcher. */
async function programs(files: Readonly<Record<string, string>>): Promise<void> {
  for (const name of ["bundle.js", "run.js"]) {
    await project.write(`bin/${name}`, await readFile(join(projectDirectory, "bin", name), "utf8"));
  }
  await project.write("package-lock.json", "{}");
  await project.write("tsconfig.json", "{}");
  for (const [name, text] of Object.entries(files)) await project.write(name, text);
  await symlink(join(projectDirectory, "node_modules"), project.path("node_modules")).catch(() => undefined);
}

const program = (...args: string[]) =>
  run(process.execPath, [project.path("bin/run.js"), ...args], { cwd: project.path(), env: process.env });
const kept = async () => (await readdir(project.path(".cache/programs"))).sort();

const GREETING = {
  "main.ts": `
    import { greet } from "./src/greet";
    process.stdout.write(greet(process.argv.slice(2) as readonly string[]) + "\\n");
  `,
  "src/greet.ts": `
    import { basename } from "node:path";
    export const greet = (names: readonly string[]) => "Hello " + names.join(" and ") + " from " + basename(__dirname);
  `,
};

test("a program gets its arguments, and each of its files knows its own folder", async () => {
  await programs(GREETING);
  const greeted = { status: 0, stdout: "Hello Ama and Kofi from src\n", stderr: "" };
  expect(await program("main.ts", "Ama", "Kofi")).toEqual(greeted);
  const [code, map, compiled, ...others] = await kept();
  expect(others).toEqual([]);
  expect([code, map, compiled]).toEqual([
    expect.stringMatching(/^main-ts\.[0-9a-f]{16}\.js$/),
    `${code}.map`,
    code?.replace(/js$/, "v8"),
  ]);
  expect(await program("main.ts", "Ama", "Kofi")).toEqual(greeted);
  expect(await kept()).toEqual([code, map, compiled]);
});

test.each([
  ["a source", "src/greet.ts", GREETING["src/greet.ts"].replace("Hello", "Good day")],
  ["the lock file", "package-lock.json", '{ "lockfileVersion": 3 }'],
])("a program is built anew when %s has changed, and what it was before is forgotten", async (_, file, text) => {
  await programs(GREETING);
  await program("main.ts", "Ama");
  const before = await kept();
  await writeFile(project.path(file), text);
  const greeting = text.includes("Good day") ? "Good day" : "Hello";
  expect(await program("main.ts", "Ama")).toMatchObject({ stdout: `${greeting} Ama from src\n`, stderr: "" });
  const after = await kept();
  expect(after).toHaveLength(3);
  expect(after.filter((name) => before.includes(name))).toEqual([]);
});

test("an error tells where in the sources it was made, the first time and the second", async () => {
  await programs({
    "main.ts": 'import { fail } from "./src/fail";\n\nfail();\n',
    "src/fail.ts":
      "interface Reason { readonly why: string }\n\nexport function fail(): never {\n  throw new Error('No');\n}\n",
  });
  for (let time = 1; time <= 2; time++) {
    const { status, stdout, stderr } = await program("main.ts");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    const [first, ...frames] = stderr.split("\n");
    expect(first).toBe("Error: No");
    expect(frames[0]).toBe(`    at fail (${project.path("src/fail.ts")}:4:9)`);
    expect(frames[1]).toContain(`${project.path("main.ts")}:3:1`);
  }
});

test("what cannot be read as TypeScript is said once, with its place, and nothing is kept", async () => {
  await programs({ "main.ts": "const = 1;\n" });
  const { status, stdout, stderr } = await program("main.ts");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr.match(/main\.ts:1:6/g)).toHaveLength(1);
  expect(stderr).not.toContain("node_modules");
});

test("where the packages are not installed, it says so in a line", async () => {
  await programs(GREETING);
  await rm(project.path("node_modules"));
  const { status, stdout, stderr } = await program("main.ts", "Ama");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toBe("Cannot find module 'esbuild'. Install the packages: npm ci\n");
});

test("where nothing can be kept, a program runs all the same", async () => {
  await programs(GREETING);
  // A file where the folder would be: it holds for root too, who may write to what nobody may.
  await mkdir(project.path(".cache"));
  await writeFile(project.path(".cache/programs"), "");
  await chmod(project.path(".cache"), 0o555);
  expect(await program("main.ts", "Ama")).toEqual({ status: 0, stdout: "Hello Ama from src\n", stderr: "" });
});
