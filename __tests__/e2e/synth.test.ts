import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { run, runOrThrow } from "../../src/ops/process";
import { withCliConfig } from "../../src/ops/terraform/cli-config";
import { readRequiredProviders } from "../../src/ops/terraform/required-providers";
import { cacheDirectory, projectDirectory } from "../helpers/directories";
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

  test("installs the provider of the committed lock file, which stays as it is, and no other", async () => {
    const stack = join(folder, "json/stacks/kelmah-state");
    const lock = join(stack, ".terraform.lock.hcl");
    const committed = await readFile(join(projectDirectory, ".terraform.lock.hcl"), "utf8");
    const configured = await withCliConfig({
      env,
      home: homedir(),
      cacheDirectory: join(cacheDirectory, "terraform"),
      providers: await readRequiredProviders(stack),
    });
    const init = () =>
      run("terraform", ["init", "-backend=false", "-lockfile=readonly", "-no-color"], { cwd: stack, env: configured });
    expect(await init()).toMatchObject({ status: 0, stderr: "" });
    expect(await readFile(lock, "utf8")).toBe(committed);

    // No package of the release has these.
    const another = committed.replaceAll(
      /"(h1|zh):(.)/g,
      (_, kind: string, first: string) => `"${kind}:${first === "0" ? "1" : "0"}`,
    );
    await writeFile(lock, another);
    await rm(join(stack, ".terraform"), { recursive: true });
    const { status, stderr } = await init();
    expect(status).toBe(1);
    expect(stderr).toMatch(/checksums/);
  });
});
