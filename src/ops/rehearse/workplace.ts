import { appendFileSync, existsSync } from "node:fs";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { environments } from "../../environments";
import { PHASES_FILE } from "../../environments/rehearsed-phases";
import type { Environment, Inventory } from "../../model/environment";
import { OperatorError } from "../../model/problem";
import { createClients, type Clients } from "../aws/clients";
import { discover } from "../discover/discover";
import { inventoryFile, renderInventory } from "../discover/inventory-file";
import { motoVersion, startEmulator, type Emulator } from "../emulator";
import { clientConfig } from "../emulator/client-config";
import { VerdictError } from "../exit-status";
import { seedImages } from "../local/seed";
import { stackFolder, synthesize } from "../synthesize";
import { Terraform } from "../terraform/terraform";
import { putSecrets } from "./production/account";
import { buildProduction } from "./production/production";
import { makeStateStorage } from "./production/state";
import type { ServicePhases } from "./walk";

/** Seconds that an interrupted Terraform may take: the emulator it works on is thrown away anyway. */
const KILL_AFTER_SECONDS = 2;

/** Where a rehearsal takes place. */
export interface WorkplaceOptions {
  /** The environment's name. */
  readonly name: string;
  readonly project: string;
  /** The project's folder for what is kept from run to run. */
  readonly cacheDirectory: string;
  /** This run's own folder. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** An engineer's place of work, with an emulated AWS account: inventory, synthesis, Terraform. */
export class Workplace {
  readonly clients: Clients;

  private constructor(
    private readonly options: WorkplaceOptions,
    readonly emulator: Emulator,
  ) {
    this.clients = createClients({ ...clientConfig(emulator), maxAttempts: 3 });
  }

  /** Starts the emulator; says what plays which account. */
  static async open(options: WorkplaceOptions, onProgress: (text: string) => void): Promise<Workplace> {
    const { env, cacheDirectory, folder, signal, name } = options;
    const inventory = environments().find((environment) => environment.name === name)?.inventory;
    if (inventory === undefined) throw new OperatorError(`There is no environment '${name}'.`);
    await mkdir(join(folder, "logs"), { recursive: true });
    const emulator = await startEmulator({
      account: inventory.account,
      region: inventory.region,
      env,
      cacheDirectory,
      signal,
      onProgress,
      log: (line) => {
        appendFileSync(join(folder, "logs/emulator.log"), `${line}\n`);
      },
    });
    return new Workplace(options, emulator);
  }

  /** What plays AWS. */
  get description(): string {
    return `moto ${motoVersion()} plays account ${this.emulator.account} at ${this.emulator.endpoint}`;
  }

  /** Builds production as it was made by hand, its missing secrets set by hand; says what a person knows of it. */
  async build(): Promise<string> {
    const production = await buildProduction(this.emulator, "full");
    await makeStateStorage(this.emulator);
    await mkdir(this.inventories, { recursive: true });
    await this.writeInventory(production.given);
    const secrets = await putSecrets(production.clients.ssm, production.secrets);
    return `six services behind a load balancer, beside the legacy; ${secrets} secrets`;
  }

  /** The environment as it is here: the file's, this account's, in these phases. */
  environment(): Environment {
    const found = environments(this.inventories).find(({ name }) => name === this.options.name);
    if (found === undefined) throw new OperatorError(`There is no environment '${this.options.name}'.`);
    return found;
  }

  /** Sets the phases that the next plan is to reach. */
  async setPhases(phases: ServicePhases): Promise<void> {
    await writeFile(join(this.inventories, PHASES_FILE), JSON.stringify({ [this.options.name]: phases }, null, 2));
  }

  /**
   * Discovers the account, and writes the inventory; returns how much there is to import.
   *
   * @throws VerdictError naming what has to be settled first.
   */
  async discover(): Promise<string> {
    const { project, folder, signal } = this.options;
    const { inventory, unsettled, matches } = await discover({
      project,
      folder: join(folder, "discover"),
      environment: this.environment(),
      clients: this.clients,
      env: this.env,
      journals: [],
      providers: this.emulator.providers,
      signal,
    });
    if (unsettled.length > 0) {
      const lines = unsettled.map(({ stack, address, message }) => `  ${stack}: ${address}: ${message}`);
      throw new VerdictError(`To be settled before production can be adopted:\n${lines.join("\n")}`);
    }
    await this.writeInventory(inventory);
    return `${matches.filter(({ outcome }) => outcome.kind === "found").length} to import`;
  }

  /** Terraform in a stack as it is synthesized now, connected to its state. */
  async terraform(stack: string): Promise<Terraform> {
    const { project, folder, cacheDirectory, signal } = this.options;
    const directory = join(folder, "stacks", stack);
    const outdir = join(folder, "out");
    await rm(outdir, { recursive: true, force: true });
    const stacks = await synthesize({ project, outdir, env: this.env, only: this.options.name, signal });
    await seedImages({ stacks: [stackFolder(stacks, stack)], config: clientConfig(this.emulator) });
    await mkdir(directory, { recursive: true });
    await copyFile(join(stackFolder(stacks, stack), "cdk.tf.json"), join(directory, "cdk.tf.json"));
    // What the emulator does not know it answers with an error, which the provider would retry for minutes.
    const override = JSON.stringify({ provider: { aws: { max_retries: 2 } } });
    await writeFile(join(directory, "rehearsal_override.tf.json"), override);
    const terraform = await Terraform.open({
      directory,
      env: this.env,
      cacheDirectory: join(cacheDirectory, "terraform"),
      providers: this.emulator.providers,
      logFile: join(folder, "logs", `${stack}.log`),
      signal,
      killAfterSeconds: KILL_AFTER_SECONDS,
    });
    if (!existsSync(join(directory, ".terraform"))) await terraform.init();
    return terraform;
  }

  /** Ends the emulator. */
  async stop(): Promise<void> {
    await this.emulator.stop();
  }

  private get inventories(): string {
    return join(this.options.folder, "inventories");
  }

  private get env(): NodeJS.ProcessEnv {
    return {
      ...this.emulator.environment,
      KELMAH_INVENTORY_DIR: this.inventories,
      KELMAH_AWS_S3_USE_PATH_STYLE: "true",
      SYNTH_HCL_OUTPUT: undefined,
    };
  }

  private async writeInventory(inventory: Inventory): Promise<void> {
    await writeFile(inventoryFile(this.inventories, this.options.name), renderInventory(inventory));
  }
}
