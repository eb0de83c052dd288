import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../../src/ops/process";
import { projectDirectory } from "../helpers/directories";

/** Files of a small project that break the rules of who may import whom, each with the rule that must refuse it. */
const BREACHES: readonly (readonly [file: string, imports: string, rule: string])[] = [
  ["src/model/a.ts", "cdktf", "srcmodel-imports"],
  ["src/model/b.ts", "node:fs", "srcmodel-imports"],
  ["src/model/c.ts", "../constructs/ok", "srcmodel-imports"],
  ["src/environments/a.ts", "../stacks/ok", "srcenvironments-imports"],
  ["src/policies/a.ts", "../constructs/ok", "srcpolicies-imports"],
  ["src/constructs/a.ts", "../stacks/ok", "srcconstructs-imports"],
  ["src/constructs/b.ts", "@aws-sdk/client-ecs", "srcconstructs-imports"],
  ["src/constructs/c.ts", "@cdktf/provider-aws", "no-provider-barrel"],
  ["src/stacks/a.ts", "../ops/ok", "srcstacks-imports"],
  ["src/ops/a.ts", "../constructs/ok", "ops-imports"],
  ["src/ops/b.ts", "cdktf", "ops-imports"],
  ["main.ts", "./src/constructs/ok", "main-imports"],
];

test("imports against the design's directions are refused", async () => {
  const project = await mkdtemp(join(tmpdir(), "kelmah-imports-"));
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(project, file)), { recursive: true });
    await writeFile(join(project, file), text);
  };
  await symlink(join(projectDirectory, "node_modules"), join(project, "node_modules"));
  await write("tsconfig.json", "{}");
  for (const room of ["constructs", "stacks", "ops"]) await write(`src/${room}/ok.ts`, "export const ok = 1;\n");
  for (const [file, imports] of BREACHES) await write(file, `import * as it from "${imports}";\nexport default it;\n`);

  const config = join(projectDirectory, ".dependency-cruiser.js");
  const { stdout } = await run(
    "npx",
    ["--no-install", "depcruise", "--config", config, "-T", "json", "main.ts", "src"],
    {
      cwd: project,
      env: process.env,
    },
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  const found = summary.violations.map(({ from, rule }) => `${from} ${rule.name}`);
  for (const [file, , rule] of BREACHES) expect(found).toContain(`${file} ${rule}`);
  await rm(project, { recursive: true });
}, 30_000);
