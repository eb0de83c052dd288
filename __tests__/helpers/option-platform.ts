import { App } from "cdktf";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stateOf } from "../../src/environments/defaults";
import type { Environment } from "../../src/model/environment";
import type { StackPart } from "../../src/model/names";
import { validate } from "../../src/model/validate";
import type { Emulator } from "../../src/ops/emulator";
import { seedImages } from "../../src/ops/local/seed";
import { makeStateStorage } from "../../src/ops/rehearse/production/state";
import { Terraform } from "../../src/ops/terraform/terraform";
import type { PlanResult } from "../../src/ops/terraform/types";
import { addStacks, synthesize } from "../../src/stacks/app";
import { cacheDirectory } from "./directories";
import { clientConfig, startTestEmulator } from "./emulator";
import { type Example, example } from "./example";
import { copyOf, type World } from "./worlds";

/** What an apply did. */
export interface Applied extends PlanResult {
  /** Addresses in the order in which Terraform was done with them. */
  readonly done: readonly string[];
  /** The plan as JSON, as the guard reads it; Terraform is asked for it only then, which takes its time. */
  readonly plan: () => Promise<unknown>;
}

/** The example, with its state where {@link OptionPlatform} keeps it. */
export function optionExample(): Example {
  const environment = example();
  return { ...environment, state: stateOf(environment.inventory) };
}

const APPLIED_EXAMPLE: World<void> = {
  name: "example-applied",
  account: example().inventory.account,
  sources: ["src/constructs", "src/environments", "src/model", "src/stacks", "__tests__/helpers/example.ts"],
  build: (emulator) => OptionPlatform.applyTo(emulator),
};

/** One environment, whatever its options, in an emulated AWS, changed as often as a test likes. */
export class OptionPlatform {
  private constructor(
    readonly emulator: Emulator,
    private readonly folder: string,
  ) {}

  /** An AWS that has the states' bucket, and nothing of the environment. */
  static async start(): Promise<OptionPlatform> {
    const emulator = await startTestEmulator({ account: example().inventory.account });
    await makeStateStorage(emulator);
    return new OptionPlatform(emulator, await mkdtemp(join(tmpdir(), "kelmah-option-")));
  }

  /** An AWS in which the example as it is has been applied: a copy of one that the whole run shares. */
  static async applied(): Promise<OptionPlatform> {
    const { emulator } = await copyOf(APPLIED_EXAMPLE);
    return new OptionPlatform(emulator, await mkdtemp(join(tmpdir(), "kelmah-option-")));
  }

  /** Applies the example in an AWS that has nothing in it. */
  static async applyTo(emulator: Emulator): Promise<void> {
    await makeStateStorage(emulator);
    const folder = await mkdtemp(join(tmpdir(), "kelmah-option-"));
    await new OptionPlatform(emulator, folder).apply(optionExample());
    await rm(folder, { recursive: true, force: true });
  }

  /** The same in a copy of this AWS. */
  async fork(): Promise<OptionPlatform> {
    return new OptionPlatform(await this.emulator.fork(), await mkdtemp(join(tmpdir(), "kelmah-option-")));
  }

  /** Plans and applies the environment as it is now, its network first, and makes the images that it reads. */
  async apply(environment: Environment): Promise<Readonly<Record<"network" | "services", Applied>>> {
    const network = await this.applyPart(environment, "network");
    return { network, services: await this.applyPart(environment, "services") };
  }

  /** Plans and applies one stack. */
  async applyPart(environment: Environment, part: StackPart): Promise<Applied> {
    const terraform = await this.terraform(environment, part);
    const planned = await terraform.plan({ out: "plan" });
    const done: string[] = [];
    await terraform.apply("plan", undefined, (event) => {
      if (event.type === "done") done.push(event.address);
    });
    return { ...planned, plan: () => terraform.show("plan"), done };
  }

  /**
   * What a plan would do, from JSON or from the same stack written as HCL. The plan from HCL compares with the state alone:
   * that this is what there is, the one from JSON has seen.
   */
  async plan(environment: Environment, part: StackPart, format: "json" | "hcl" = "json"): Promise<PlanResult> {
    return (await this.terraform(environment, part, format)).plan({ refresh: format === "json" });
  }

  /** Terraform in a folder of its own, initialized. */
  async terraform(environment: Environment, part: StackPart, format: "json" | "hcl" = "json"): Promise<Terraform> {
    validate([environment]);
    const outdir = await mkdtemp(join(this.folder, "synth-"));
    const app = new App({ outdir, stackTraces: false });
    synthesize(app, [environment], { s3UsePathStyle: true });
    const name = `kelmah-${environment.name}-${part}`;
    const directory = join(outdir, "run", name);
    await mkdir(join(outdir, "run"));
    await cp(join(outdir, "stacks", name), directory, { recursive: true });
    await seedImages({ stacks: [directory], config: clientConfig(this.emulator) });
    const { environment: env, providers } = this.emulator;
    const terraform = await Terraform.open({
      directory,
      env,
      providers,
      cacheDirectory: join(cacheDirectory, "terraform"),
    });
    await terraform.init();
    if (format === "hcl") {
      await rm(join(directory, "cdk.tf.json"));
      await writeFile(join(directory, "cdk.tf"), hclOf(environment, part, join(outdir, "hcl")));
    }
    return terraform;
  }

  async stop(): Promise<void> {
    await this.emulator.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** One stack of an environment, written as HCL. */
function hclOf(environment: Environment, part: StackPart, outdir: string): string {
  const app = new App({ outdir, stackTraces: false });
  const added = addStacks(app, [environment], { s3UsePathStyle: true }).find(({ stack }) =>
    stack.node.id.endsWith(`-${part}`),
  );
  if (added === undefined) throw new Error(`There is no ${part} stack`);
  added.stack.prepareStack();
  return added.stack.toHclTerraform().hcl;
}
