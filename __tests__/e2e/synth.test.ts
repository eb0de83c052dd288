import { cp, mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { run, runOrThrow } from "../../src/ops/process";
import { withCliConfig } from "../../src/ops/terraform/cli-config";
import { readRequiredProviders } from "../../src/ops/terraform/required-providers";
import { cacheDirectory, projectDirectory } from "../helpers/directories";
import { describeEndToEnd } from "../helpers/prerequisites";

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

  test("passes terraform validate without a warning, as JSON and as HCL", async () => {
    const initialized = join(folder, "json", "stacks", "kelmah-state");
    const terraformEnv = await withCliConfig({
      env,
      home: homedir(),
      cacheDirectory: join(cacheDirectory, "terraform"),
      providers: await readRequiredProviders(initialized),
    });
    const terraform = (cwd: string, ...args: string[]) => run("terraform", args, { cwd, env: terraformEnv });
    // Every stack requires the same provider: it is installed once, and linked from the others' folders.
    expect(await terraform(initialized, "init", "-backend=false")).toMatchObject({ status: 0 });

    const results: Record<string, unknown> = {};
    for (const directory of ["json", "hcl"].flatMap((format) => STACKS.map((s) => join(folder, format, "stacks", s)))) {
      for (const file of [".terraform", ".terraform.lock.hcl"]) {
        if (directory === initialized) continue;
        await cp(join(initialized, file), join(directory, file), { recursive: true, verbatimSymlinks: true });
      }
      const { stdout } = await terraform(directory, "validate", "-json");
      const { diagnostics } = JSON.parse(stdout) as { diagnostics: { summary: string }[] };
      results[`${directory.includes("/hcl/") ? "hcl" : "json"} ${basename(directory)}`] = diagnostics;
    }
    const expected = ["json", "hcl"].flatMap((format) => STACKS.map((stack) => [`${format} ${stack}`, []]));
    expect(results).toEqual(Object.fromEntries(expected));
  });
});
