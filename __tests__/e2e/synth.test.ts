import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { run, runOrThrow } from "../../src/ops/process";
import { projectDirectory } from "../helpers/directories";
import { describeEndToEnd } from "../helpers/prerequisites";
import { withStandingProvider } from "../helpers/standing-provider";

const STACKS = [
  "kelmah-dev-network",
  "kelmah-dev-services",
  "kelmah-prod-network",
  "kelmah-prod-services",
  "kelmah-staging-network",
  "kelmah-staging-services",
  "kelmah-state",
];

describeEndToEnd("synthesis through the cdktf CLI", ["terraform"], () => {
  let folder: string;
  const env: NodeJS.ProcessEnv = { ...process.env, CI: "1", CHECKPOINT_DISABLE: "1" };
  const cdktf = (...args: string[]) =>
    runOrThrow("npx", ["--no-install", "cdktf", ...args], { cwd: projectDirectory, env });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kelmah-synth-"));
    await cdktf("synth", "--output", join(folder, "json"));
    await cdktf("synth", "--hcl", "--output", join(folder, "hcl"));
    await runOrThrow("terraform", ["fmt", "-recursive", join(folder, "hcl")], { env });
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test("lists the stacks", async () => {
    const { stdout } = await cdktf("list", "--output", join(folder, "list"));
    expect(stdout.match(/^kelmah-[\w-]+/gm)).toEqual(STACKS);
  });

  test("says what is wrong with an environment once, and fails", async () => {
    const inventories = join(folder, "inventories");
    await mkdir(inventories);
    await writeFile(join(inventories, "prod.json"), JSON.stringify({ account: "992350137489", region: "nowhere" }));
    const { status, stdout, stderr } = await run(
      "npx",
      ["--no-install", "cdktf", "synth", "--output", join(folder, "wrong")],
      { cwd: projectDirectory, env: { ...env, KELMAH_INVENTORY_DIR: inventories } },
    );
    expect(status).not.toBe(0);
    expect(`${stdout}${stderr}`.match(/inventory\.region: 'nowhere'/g)).toHaveLength(1);
  });

  test("passes terraform validate without a warning, as JSON and as HCL", async () => {
    const directories = ["json", "hcl"].flatMap((format) => STACKS.map((s) => join(folder, format, "stacks", s)));
    const results: Record<string, unknown> = {};
    await withStandingProvider(env, directories, async (terraformEnv) => {
      const terraform = (cwd: string, ...args: string[]) => run("terraform", args, { cwd, env: terraformEnv });
      for (const directory of directories) {
        const { stdout } = await terraform(directory, "validate", "-json");
        const { diagnostics } = JSON.parse(stdout) as { diagnostics: { summary: string }[] };
        results[`${directory.includes("/hcl/") ? "hcl" : "json"} ${basename(directory)}`] = diagnostics;
      }
    });
    const expected = ["json", "hcl"].flatMap((format) => STACKS.map((stack) => [`${format} ${stack}`, []]));
    expect(results).toEqual(Object.fromEntries(expected));
  });
});
