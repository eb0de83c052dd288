import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { App } from "cdktf";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { environments } from "../../src/environments";
import type { Inventory } from "../../src/model/environment";
import { stateKey } from "../../src/model/names";
import { validate } from "../../src/model/validate";
import type { Emulator } from "../../src/ops/emulator";
import { clientConfig } from "../../src/ops/emulator/client-config";
import { type Plan, parsePlan } from "../../src/ops/guard/plan";
import { run, start, type ProcessResult } from "../../src/ops/process";
import { withCliConfig } from "../../src/ops/terraform/cli-config";
import { readRequiredProviders } from "../../src/ops/terraform/required-providers";
import { Terraform } from "../../src/ops/terraform/terraform";
import { synthesize } from "../../src/stacks/app";
import { AWS_PROVIDER } from "./aws-provider";
import { cacheDirectory, launcher, projectDirectory } from "./directories";
import { makeStateStorage } from "../../src/ops/rehearse/production/state";
import { type Production, type Sections, writeInventory } from "../../src/ops/rehearse/production/production";
import { copyProduction } from "./production";
import { productionClients } from "../../src/ops/rehearse/production/account";

/** One of the two stacks of an environment. */
export type Part = "network" | "services";

/** What was planned: as Terraform wrote it, as JSON, and what the guard says to it. */
export interface Planned {
  readonly terraform: Terraform;
  readonly plan: Plan;
  /** The whole of the JSON, to look for what must not be in it. */
  readonly text: string;
  readonly guard: ProcessResult;
}

/** An engineer's place of work: a folder with an inventory, and production's credentials. */
export class Adoption {
  /** Everything that was said by the commands so far. */
  readonly said: string[] = [];

  private constructor(
    readonly production: Production,
    readonly emulator: Emulator,
    /** The endpoint that commands are given; a proxy's, where calls are to go wrong. */
    public endpoint: string,
    readonly folder: string,
  ) {}

  /** Builds a starting point, with the state storage that `npm run bootstrap` makes, and writes what a person knows. */
  static async start(sections: Sections): Promise<Adoption> {
    const production = await copyProduction(sections);
    const { emulator } = production;
    try {
      await makeStateStorage(emulator);
      return await Adoption.at(emulator, production, production.given);
    } catch (error) {
      await emulator.stop();
      throw error;
    }
  }

  private static async at(emulator: Emulator, production: Production, inventory: Inventory): Promise<Adoption> {
    const folder = await mkdtemp(join(tmpdir(), "kelmah-adoption-"));
    const adoption = new Adoption(production, emulator, emulator.endpoint, folder);
    await writeInventory(adoption.inventories, inventory);
    return adoption;
  }

  /** The same place in a copy of the whole account. */
  async fork(): Promise<Adoption> {
    const emulator = await this.emulator.fork();
    const production = { ...this.production, emulator, clients: productionClients(emulator) };
    const copy = await Adoption.at(emulator, production, this.production.given);
    await cp(this.folder, copy.folder, { recursive: true, verbatimSymlinks: true });
    return copy;
  }

  /** The inventory folder. */
  get inventories(): string {
    return join(this.folder, "inventories");
  }

  get env(): NodeJS.ProcessEnv {
    return {
      ...this.emulator.environment,
      AWS_ENDPOINT_URL: this.endpoint,
      KELMAH_INVENTORY_DIR: this.inventories,
      NO_COLOR: "1",
      // Terraform and its provider live for seconds: collecting less garbage saves them a tenth of the processor.
      GOGC: "400",
    };
  }

  /** The inventory's text. */
  async inventory(): Promise<string> {
    return readFile(join(this.inventories, "prod.json"), "utf8");
  }

  /** Changes the inventory as a person would. */
  async editInventory(change: (inventory: Inventory) => Inventory): Promise<void> {
    await writeInventory(this.inventories, change(JSON.parse(await this.inventory()) as Inventory));
  }

  /** `npm run discover -- --env prod`, with more arguments. */
  async discover(...args: string[]): Promise<ProcessResult> {
    const lent = await this.emulator.providers.lend(AWS_PROVIDER);
    try {
      return await this.command("discover", ["--env", "prod", ...args], { TF_REATTACH_PROVIDERS: lent.reattach });
    } finally {
      await lent.giveBack(true);
    }
  }

  private async command(name: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
    const entry = join(projectDirectory, `src/ops/${name}/main.ts`);
    const options = { cwd: projectDirectory, env: { ...this.env, ...variables } };
    const result = await run(process.execPath, [launcher, entry, ...args], options);
    this.said.push(result.stdout, result.stderr);
    return result;
  }

  /** Terraform in a stack as it is synthesized now, connected to its state. */
  async terraform(part: Part): Promise<Terraform> {
    const directory = join(this.folder, "stacks", `kelmah-prod-${part}`);
    const outdir = await mkdtemp(join(this.folder, "out-"));
    // As main.ts does, without a process of its own.
    const all = environments(this.inventories);
    validate(all);
    synthesize(new App({ outdir, stackTraces: false }), all, { only: "prod" });
    // One folder for all syntheses: the second time it is initialized already.
    await cp(join(outdir, "stacks", `kelmah-prod-${part}`), directory, { recursive: true });
    await rm(outdir, { recursive: true });
    const terraform = await Terraform.open({
      directory,
      env: this.env,
      providers: this.emulator.providers,
      cacheDirectory: join(cacheDirectory, "terraform"),
    });
    if (!existsSync(join(directory, ".terraform"))) await terraform.init();
    return terraform;
  }

  /** What Terraform needs to find its providers, for commands that are typed. */
  async terraformEnvironment(part: Part): Promise<NodeJS.ProcessEnv> {
    return await withCliConfig({
      env: this.env,
      home: homedir(),
      cacheDirectory: join(cacheDirectory, "terraform"),
      providers: await readRequiredProviders(this.file(part, ".")),
    });
  }

  /** Any Terraform command in a stack's folder, with a provider that stays up. */
  async raw(part: Part, args: readonly string[]): Promise<ProcessResult> {
    const [provider] = await readRequiredProviders(this.file(part, "."));
    if (provider === undefined) throw new Error(`${part} requires no provider`);
    const lent = await this.emulator.providers.lend(provider, this.file(part, "."));
    try {
      return await this.alone(part, args, { TF_REATTACH_PROVIDERS: lent.reattach });
    } finally {
      await lent.giveBack(true);
    }
  }

  /** Any Terraform command in a stack's folder, as it is typed: it starts its provider, which can be killed with it. */
  async alone(
    part: Part,
    args: readonly string[],
    variables: NodeJS.ProcessEnv = {},
    onStart?: (child: ChildProcess) => void,
  ): Promise<ProcessResult> {
    const env = { ...(await this.terraformEnvironment(part)), ...variables };
    const child = start("terraform", args, { cwd: this.file(part, "."), env });
    onStart?.(child);
    let [stdout, stderr] = ["", ""];
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const [status] = (await once(child, "close")) as [number | null];
    return { status: status ?? -1, stdout, stderr };
  }

  /** The id of the lock on a stack's state, as Terraform keeps it in the table; `undefined` when nobody holds it. */
  async lockOf(part: Part): Promise<string | undefined> {
    const client = new DynamoDBClient(clientConfig(this.emulator));
    const LockID = { S: `kelmah-terraform-state-${this.emulator.account}/${stateKey(`kelmah-prod-${part}`)}` };
    const key = { TableName: "kelmah-terraform-locks", Key: { LockID }, ConsistentRead: true };
    const { Item } = await client.send(new GetItemCommand(key));
    return Item && (JSON.parse(Item.Info?.S ?? "{}") as { ID?: string }).ID;
  }

  /** A file in a stack's folder. */
  file(part: Part, name: string): string {
    return join(this.folder, "stacks", `kelmah-prod-${part}`, name);
  }

  /** What the guard says to a plan in a stack's folder. */
  async guard(part: Part, plan: string): Promise<ProcessResult> {
    return this.command("guard", ["--env", "prod", "--plan", this.file(part, plan)]);
  }

  /** Synthesizes, plans and asks the guard, as an engineer does before each apply. */
  async plan(part: Part): Promise<Planned> {
    const terraform = await this.terraform(part);
    await terraform.plan({ out: "plan" });
    const text = JSON.stringify(await terraform.show("plan"));
    await writeFile(this.file(part, "plan.json"), text);
    const guard = await this.guard(part, "plan.json");
    return { terraform, plan: parsePlan(text), text, guard };
  }

  async stop(): Promise<void> {
    await this.emulator.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
