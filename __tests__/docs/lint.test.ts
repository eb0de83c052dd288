import { copyFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../src/ops/process";
import { projectDirectory } from "../helpers/directories";
import { temporaryDirectory } from "../helpers/temporary";

const project = temporaryDirectory();

/** Files of a small project, each with the rule it breaks: some rules need types, some do not, some are this project's. */
// prettier-ignore
const FILES: Readonly<Record<string, readonly [text: string, rule?: string]>> = {
  "__tests__/floating.ts": ["Promise.resolve(1);", "typescript(no-floating-promises)"],
  "__tests__/misused.ts": ["[1].forEach(async () => { await Promise.resolve(1); });", "typescript(no-misused-promises)"],
  "__tests__/unsafe.ts": [`export const it: string = JSON.parse("1");`, "typescript(no-unsafe-assignment)"],
  "__tests__/template.ts": ["export const it = (a: string[]) => `${a}`;", "typescript(restrict-template-expressions)"],
  "__tests__/number.ts": ["export const it = (a: number) => `${a}`;"],
  "__tests__/plus.ts": [`export const it = (a: number) => a + "s";`, "typescript(restrict-plus-operands)"],
  "__tests__/always.ts": ["export const it = (a: object) => (a ? 1 : 2);", "typescript(no-unnecessary-condition)"],
  "__tests__/or.ts": [`export const it = (a?: string) => a || "b";`, "typescript(prefer-nullish-coalescing)"],
  "__tests__/await.ts": ["export const it = async () => 1;", "typescript(require-await)"],
  "__tests__/switch.ts": [`export function it(a: "b" | "c") { switch (a) { case "b": return 1; } return 2; }`, "typescript(switch-exhaustiveness-check)"],
  "__tests__/any.ts": ["export type It = any;", "typescript(no-explicit-any)"],
  "__tests__/unused.ts": ["export function it() { const _unused = 1; }", "eslint(no-unused-vars)"],
  "__tests__/console.ts": [`console.log("a");`, "eslint(no-console)"],
  "__tests__/disabled.ts": [`// oxlint-disable-next-line no-console\nconsole.log("a");`],
  "__tests__/needless.ts": ["// oxlint-disable-next-line no-console\nexport const it = 1;", "Unused oxlint-disable directive (no problems were reported)."],
  "src/ops/guard/render.ts": ["/** It. */\nexport const it = () => process.env;", "eslint(no-restricted-properties)"],
  "src/ops/guard/main.ts": ["/** It. */\n// A word on how.\nexport const it = () => process.env;"],
  "src/undocumented.ts": ["/** Of the file. */\n\nexport const it = () => 1;", "docstrings(required)"],
  "src/listed.ts": ["// Not one.\ninterface It { a: 1 }\nexport type { It };", "docstrings(required)"],
  "src/default.ts": ["class It { a = 1; }\nexport default It;", "docstrings(required)"],
  "src/inner.ts": ["const hidden = () => 1;\n\nexport const it = { of: hidden() };"],
  "bin/global.js": ["it();", "eslint(no-undef)"],
  "bin/node.js": [`console.log(require("node:fs"), process.env);`],
};

/** The names of the rules that the linter finds broken in a file of the project, or what else it says. */
async function lint(): Promise<(file: string) => string[]> {
  const linter = join(projectDirectory, "node_modules", "oxlint", "dist", "cli.js");
  const { stdout } = await run(process.execPath, [linter, "--format", "json"], {
    cwd: project.path(),
    env: process.env,
  });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code?: string; message: string; filename: string }[];
  };
  return (file) => diagnostics.filter(({ filename }) => filename === file).map(({ code, message }) => code ?? message);
}

test("what breaks a rule is found, with types or without, and nothing else", async () => {
  for (const name of [".oxlintrc.json", ".oxlint-docstrings.js", "tsconfig.json"]) {
    await copyFile(join(projectDirectory, name), project.path(name));
  }
  await symlink(join(projectDirectory, "node_modules"), project.path("node_modules"));
  for (const [file, [text]] of Object.entries(FILES)) await project.write(file, `${text}\n`);

  const brokenIn = await lint();

  const found = Object.keys(FILES).map((file) => [file, ...brokenIn(file)]);
  expect(found).toEqual(Object.entries(FILES).map(([file, [, ...rules]]) => [file, ...rules]));
});
