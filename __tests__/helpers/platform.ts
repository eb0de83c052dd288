import { cp, mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Emulator } from "../../src/ops/emulator";
import { stackFolder, synthesize, type StackFolders } from "../../src/ops/synthesize";
import { runOrThrow } from "../../src/ops/process";
import { withCliConfig } from "../../src/ops/terraform/cli-config";
import { readRequiredProviders } from "../../src/ops/terraform/required-providers";
import { Terraform } from "../../src/ops/terraform/terraform";
import { cacheDirectory, projectDirectory } from "./directories";
import { clientConfig } from "./emulator";
import { copyOf, type World } from "./worlds";
import { makeStateStorage } from "../../src/ops/rehearse/production/state";
import { seedImages } from "../../src/ops/local/seed";

const NETWORK = "kelmah-dev-network";
const SERVICES = "kelmah-dev-services";

/** Terraform JSON, or HCL. */
export type Format = "json" | "hcl";

const account = "992350137489";
const OF_CONSTRUCTS = ["src/constructs", "src/environments", "src/model", "src/stacks"];

/** An account with the states' bucket and the images, with the network of `dev` too, and with all of it. */
const SEEDED: World<void> = {
  name: "dev-seeded",
  account,
  sources: [...OF_CONSTRUCTS, "src/ops/local"],
  build: async (emulator) => {
    await makeStateStorage(emulator);
    await inStacks(async ({ json }) => {
      await seedImages({ stacks: [stackFolder(json, SERVICES)], config: clientConfig(emulator) });
    });
  },
};
const WITH_NETWORK: World<void> = {
  ...SEEDED,
  name: "dev-network",
  from: SEEDED,
  build: (emulator) => inStacks(({ json }) => apply(emulator, stackFolder(json, NETWORK))),
};
const APPLIED: World<void> = {
  ...SEEDED,
  name: "dev-applied",
  from: WITH_NETWORK,
  build: (emulator) => inStacks(({ json }) => apply(emulator, stackFolder(json, SERVICES))),
};

/** The development platform in an emulated AWS, with copies of that AWS from before each stack was applied. */
export class Platform {
  private constructor(
    readonly folder: string,
    private readonly stacks: Readonly<Record<Format, StackFolders>>,
    readonly applied: Emulator,
    readonly before: { readonly network: Emulator; readonly services: Emulator },
  ) {}

  /** Applies the network and services of `dev`, once for the whole run; takes the provider's own wait for a load balancer. */
  static async build(): Promise<Platform> {
    const folder = await mkdtemp(join(tmpdir(), "kelmah-platform-"));
    const stacks = await synthesizeIn(folder);
    const [network, services, applied] = [await copyOf(SEEDED), await copyOf(WITH_NETWORK), await copyOf(APPLIED)];
    return new Platform(folder, stacks, applied.emulator, { network: network.emulator, services: services.emulator });
  }

  /** Terraform in a copy of a stack's folder of its own, ready to plan. */
  async terraform(emulator: Emulator, part: "network" | "services", format: Format = "json"): Promise<Terraform> {
    const name = part === "network" ? NETWORK : SERVICES;
    const copy = join(await mkdtemp(join(this.folder, "run-")), name);
    await cp(stackFolder(this.stacks.json, name), copy, { recursive: true, verbatimSymlinks: true });
    const terraform = await open(emulator, copy);
    await terraform.init();
    if (format === "hcl") {
      await rm(join(copy, "cdk.tf.json"));
      await cp(join(stackFolder(this.stacks.hcl, name), "cdk.tf"), join(copy, "cdk.tf"));
    }
    return terraform;
  }

  /** What the cdktf CLI says, run as a user would run it but for the folder it writes to. */
  async cdktf(emulator: Emulator, ...args: string[]): Promise<string> {
    const providers = await readRequiredProviders(stackFolder(this.stacks.json, NETWORK));
    const env = await withCliConfig({
      env: { ...emulator.environment, CI: "1" },
      home: homedir(),
      cacheDirectory: join(cacheDirectory, "terraform"),
      providers,
    });
    const output = await mkdtemp(join(this.folder, "cdktf-"));
    // The lock is of no use in a folder that goes away, and making it needs the registry.
    const all = ["--no-install", "cdktf", ...args, "--output", output, "--skip-provider-lock"];
    return stripVTControlCharacters((await runOrThrow("npx", all, { cwd: projectDirectory, env })).stdout);
  }

  async stop(): Promise<void> {
    await Promise.all([this.applied, ...Object.values(this.before)].map((emulator) => emulator.stop()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function synthesizeIn(folder: string): Promise<Readonly<Record<Format, StackFolders>>> {
  const options = { project: projectDirectory, only: "dev" };
  const { env } = process;
  return {
    json: await synthesize({ ...options, outdir: join(folder, "json"), env }),
    hcl: await synthesize({ ...options, outdir: join(folder, "hcl"), env: { ...env, SYNTH_HCL_OUTPUT: "true" } }),
  };
}

/** Does something with stacks that are gone afterwards. */
async function inStacks(action: (stacks: Readonly<Record<Format, StackFolders>>) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "kelmah-platform-"));
  try {
    await action(await synthesizeIn(folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function open({ environment: env, providers }: Emulator, directory: string): Promise<Terraform> {
  return Terraform.open({ directory, env, providers, cacheDirectory: join(cacheDirectory, "terraform") });
}

async function apply(emulator: Emulator, directory: string): Promise<void> {
  const terraform = await open(emulator, directory);
  await terraform.init();
  await terraform.plan({ out: "plan" });
  await terraform.apply("plan");
}
