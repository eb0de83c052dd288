import { appendFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { emulatorCheck, motoVersion, startEmulator, type Emulator } from "../emulator";
import { VerdictError } from "../exit-status";
import { checkPrerequisites, nodeCheck, terraformCheck, terraformVersion } from "../prerequisites";
import { readStack } from "../stack";
import { stackFolder, synthesize, type StackFolders } from "../synthesize";
import { renderProgress } from "../terraform/progress";
import { renderChanges, renderApplied, renderPlanned } from "../terraform/render";
import { Terraform } from "../terraform/terraform";
import { fetchFacts, type AwsConfig } from "./facts";
import { overview, shortcomings, type Overview } from "./overview";
import { seedImages } from "./seed";
import { StateInBackground } from "./state";
import type { Step, StepReporter } from "../display/steps";

const PLAN_FILE = "local.tfplan";
/** Seconds that an interrupted Terraform may take: the emulator it works on is thrown away anyway. */
const KILL_AFTER_SECONDS = 2;

/** What to bring up and where. */
export interface PlatformOptions {
  /** The environment's name. */
  readonly environment: string;
  /** The name of the stack that makes the bucket of its states. */
  readonly stateStack: string;
  readonly project: string;
  /** The project's folder for what is kept from run to run. */
  readonly cacheDirectory: string;
  /** This run's own folder. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** The whole platform on an emulator: the steps that bring it up, and what came of them. */
export class LocalPlatform {
  private stacks: StackFolders = new Map();
  private running: Emulator | undefined;
  private state: StateInBackground | undefined;
  private found: Overview | undefined;
  private readonly controller = new AbortController();
  private readonly signal: AbortSignal;

  constructor(private readonly options: PlatformOptions) {
    this.signal = AbortSignal.any([options.signal, this.controller.signal]);
  }

  /** The steps, in order; each needs those before it. */
  steps(): Step[] {
    const { network, services } = this;
    return [
      { title: "Prerequisites", run: () => this.checkPrerequisites() },
      { title: "Synthesis", run: () => this.synthesize() },
      { title: "AWS emulator", run: (reporter) => this.startEmulator(reporter) },
      { title: "State bucket", run: (reporter) => this.beginState(reporter) },
      { title: "Container images", run: () => this.seed() },
      { title: network, run: (reporter) => this.apply(network, reporter) },
      { title: services, run: (reporter) => this.apply(services, reporter) },
      { title: this.options.stateStack, run: async (reporter) => (await this.state?.end(reporter)) ?? "" },
      { title: "Second plan", run: () => this.planAgain() },
      { title: "Health", run: () => this.lookAtServices() },
    ];
  }

  /** The emulator, once its step is done. */
  get emulator(): Emulator {
    if (this.running === undefined) throw new Error("The emulator has not been started");
    return this.running;
  }

  /** What exists, once the last step is done. */
  get overview(): Overview {
    if (this.found === undefined) throw new Error("The platform has not been looked at");
    return this.found;
  }

  /** The folder of the services stack. */
  get servicesFolder(): string {
    return stackFolder(this.stacks, this.services);
  }

  /** The ECS cluster's name, as Terraform put it out. */
  async clusterName(): Promise<string> {
    const outputs = await (await this.terraform(this.services)).output();
    return String(outputs.cluster_name?.value);
  }

  /** Ends whatever still runs. */
  async stop(): Promise<void> {
    this.controller.abort();
    await this.state?.settled();
    await this.running?.stop();
  }

  private get network(): string {
    return `kelmah-${this.options.environment}-network`;
  }

  private get services(): string {
    return `kelmah-${this.options.environment}-services`;
  }

  private async checkPrerequisites(): Promise<string> {
    const { env, cacheDirectory } = this.options;
    const checks = [nodeCheck(process.versions.node), terraformCheck(env), emulatorCheck({ env, cacheDirectory })];
    await checkPrerequisites(checks);
    return `Node.js ${process.versions.node}, Terraform ${(await terraformVersion(env)) ?? ""}`;
  }

  private async synthesize(): Promise<string> {
    const { project, folder } = this.options;
    const env = { ...this.options.env, KELMAH_AWS_S3_USE_PATH_STYLE: "true" };
    this.stacks = await synthesize({
      project,
      outdir: join(folder, "out"),
      env,
      only: this.options.environment,
      signal: this.signal,
    });
    // What the emulator does not know it answers with an error, which the provider would retry for minutes.
    const override = JSON.stringify({ provider: { aws: { max_retries: 2 } } });
    for (const name of [this.options.stateStack, this.network, this.services]) {
      await writeFile(join(stackFolder(this.stacks, name), "local_override.tf.json"), override);
    }
    return `${this.stacks.size} stacks`;
  }

  private async startEmulator({ phase }: StepReporter): Promise<string> {
    const { env, cacheDirectory, folder } = this.options;
    const { provider } = await readStack(stackFolder(this.stacks, this.network));
    const [account = ""] = provider.accounts;
    await mkdir(join(folder, "logs"));
    this.running = await startEmulator({
      account,
      region: provider.region,
      env,
      cacheDirectory,
      signal: this.signal,
      onProgress: phase,
      log: (line) => {
        appendFileSync(join(folder, "logs/emulator.log"), `${line}\n`);
      },
    });
    return `moto ${motoVersion()} plays account ${account} at ${this.running.endpoint}`;
  }

  private async beginState(reporter: StepReporter): Promise<string> {
    const { cacheDirectory, folder } = this.options;
    const directory = stackFolder(this.stacks, this.options.stateStack);
    const { s3Backend } = await readStack(directory);
    this.state = new StateInBackground(
      {
        directory,
        localStateDirectory: join(folder, "state"),
        cacheDirectory: join(cacheDirectory, "terraform"),
        env: this.emulator.environment,
        providers: this.emulator.providers,
        logFile: this.logFile(this.options.stateStack),
        signal: this.signal,
        killAfterSeconds: KILL_AFTER_SECONDS,
      },
      { ...this.aws, ...(s3Backend && { region: s3Backend.region }) },
    );
    return this.state.begin(s3Backend, reporter);
  }

  private async seed(): Promise<string> {
    const stacks = [this.network, this.services].map((name) => stackFolder(this.stacks, name));
    const images = await seedImages({ stacks, config: this.aws });
    return `${images.length} in ECR`;
  }

  private async apply(stack: string, { phase, progress }: StepReporter): Promise<string> {
    const terraform = await this.terraform(stack);
    phase("connecting to the state");
    await terraform.init();
    phase("planning");
    const { counts } = await terraform.plan({ out: PLAN_FILE });
    phase(`applying: ${renderPlanned(counts)}`);
    const applied = await terraform.apply(PLAN_FILE, (state) => {
      progress(renderProgress(state));
    });
    return renderApplied(applied);
  }

  private async planAgain(): Promise<string> {
    const stacks = [this.options.stateStack, this.network, this.services];
    const plans = await Promise.all(stacks.map(async (stack) => (await this.terraform(stack)).plan()));
    const dirty = plans.flatMap(({ changed, changes }, index) =>
      changed ? [`The second plan of ${stacks[index] ?? ""} is not empty:\n${renderChanges(changes)}`] : [],
    );
    const unimplemented = (await this.emulator.unimplemented()).map(
      ({ service, action, reason }) => `The emulator does not know ${service} ${action}: ${reason}`,
    );
    if (dirty.length + unimplemented.length > 0) throw new VerdictError([...dirty, ...unimplemented].join("\n"));
    return `empty for ${stacks.length} stacks`;
  }

  private async lookAtServices(): Promise<string> {
    const parameterPath = `/kelmah/${this.options.environment}`;
    this.found = overview(await fetchFacts(this.aws, { cluster: await this.clusterName(), parameterPath }));
    const problems = shortcomings(this.found);
    if (problems.length > 0)
      throw new VerdictError(`Not all is well:\n${problems.map((line) => `  ${line}`).join("\n")}`);
    return `${this.found.services.length} services steady, all targets healthy`;
  }

  private get aws(): AwsConfig {
    const { endpoint, region } = this.emulator;
    return { endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  }

  private logFile(stack: string): string {
    return join(this.options.folder, "logs", `${stack}.log`);
  }

  private async terraform(stack: string): Promise<Terraform> {
    const { cacheDirectory } = this.options;
    return Terraform.open({
      directory: stackFolder(this.stacks, stack),
      env: this.emulator.environment,
      cacheDirectory: join(cacheDirectory, "terraform"),
      providers: this.emulator.providers,
      logFile: this.logFile(stack),
      signal: this.signal,
      killAfterSeconds: KILL_AFTER_SECONDS,
    });
  }
}
