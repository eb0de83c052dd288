import { appendFileSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { withLock } from "../lock-file";
import { run, type ProcessResult } from "../process";
import { withCliConfig } from "./cli-config";
import { TerraformError } from "./error";
import {
  parseDiagnostic,
  parseEvent,
  type ChangeCounts,
  type Diagnostic,
  type PlannedChange,
  type RawDiagnostic,
  type TerraformEvent,
} from "./events";
import { readRequiredProviders, type RequiredProvider } from "./required-providers";
import { ProgressTracker, type ApplyProgress } from "./progress";
import type { Output, PlanOptions, PlanResult, TerraformOptions } from "./types";

const NOTHING: ChangeCounts = { add: 0, change: 0, destroy: 0, import: 0 };

/** Real Terraform in a stack's folder. Every method throws TerraformError when it fails, or the abort signal's reason. */
export class Terraform {
  /** The stack's name. */
  readonly stack: string;
  /** The stack's folder. */
  readonly directory: string;

  private constructor(
    private readonly options: TerraformOptions,
    private readonly env: NodeJS.ProcessEnv,
    private readonly provider: RequiredProvider | undefined,
  ) {
    this.stack = basename(options.directory);
    this.directory = options.directory;
  }

  /** Prepares Terraform's environment for a stack; nothing runs yet. */
  static async open(options: TerraformOptions): Promise<Terraform> {
    const providers = await readRequiredProviders(options.directory);
    const { cacheDirectory } = options;
    const env: NodeJS.ProcessEnv = { ...options.env, TF_IN_AUTOMATION: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1" };
    // Each stack has a folder and a state of its own: one data folder or workspace for all of them would mix them up.
    delete env.TF_DATA_DIR;
    delete env.TF_WORKSPACE;
    const configured = await withCliConfig({ env, home: homedir(), cacheDirectory, providers });
    return new Terraform(options, configured, providers[0]);
  }

  /**
   * Installs the providers and connects to the backend, whatever backend the folder was connected to before.
   *
   * @param overridden Whether an override file replaces the stack's backend: the arguments in TF_CLI_ARGS_init are for
   * the stack's own and are left out then.
   */
  async init({ overridden = false }: { overridden?: boolean } = {}): Promise<void> {
    const env = overridden ? { ...this.env, TF_CLI_ARGS_init: "" } : this.env;
    const { cacheDirectory, signal, providers } = this.options;
    const init = () => this.events("init", ["-reconfigure"], () => undefined, env);
    if (providers !== undefined && this.provider !== undefined) {
      await providers.prepare(this.directory, this.provider);
      await init();
      return;
    }
    // Terraform does not guard its plugin cache against a second init that writes to it.
    await withLock(join(cacheDirectory, "init.lock"), { signal }, init);
  }

  /** Installs the providers that the lock file names, and no others. The backend is left alone, and no state can be read. */
  async installProviders(): Promise<void> {
    const { cacheDirectory, signal } = this.options;
    const args = ["-backend=false", "-lockfile=readonly"];
    const install = () => this.events("init", args, () => undefined, { ...this.env, TF_CLI_ARGS_init: "" });
    await withLock(join(cacheDirectory, "init.lock"), { signal }, install);
  }

  /** Checks the configuration; returns the warnings. */
  async validate(): Promise<Diagnostic[]> {
    const result = await this.run(["validate", "-json"]);
    const parsed = readDiagnostics(result.stdout);
    if (result.status !== 0) throw this.failure("validate", result, parsed);
    return parsed;
  }

  /** Plans, and writes the plan to a file where one is named. */
  async plan({ out, destroy = false, refresh = true }: PlanOptions = {}): Promise<PlanResult> {
    const changes: PlannedChange[] = [];
    const drift: string[] = [];
    const warnings: Diagnostic[] = [];
    let counts = NOTHING;
    const args = [
      "-detailed-exitcode",
      ...(destroy ? ["-destroy"] : []),
      ...(refresh ? [] : ["-refresh=false"]),
      ...(out === undefined ? [] : [`-out=${out}`]),
    ];
    const { status } = await this.events("plan", args, (event) => {
      if (event.type === "planned") changes.push(event.change);
      if (event.type === "drift") drift.push(event.address);
      if (event.type === "diagnostic") warnings.push(event.diagnostic);
      if (event.type === "summary") counts = event.counts;
    });
    return { changed: status === 2, counts, changes, drift, warnings };
  }

  /** The plan in a file, as Terraform's JSON plan representation. */
  async show(planFile: string): Promise<unknown> {
    return JSON.parse(await this.quiet("show", ["show", "-json", planFile]));
  }

  /** Applies a plan from a file. */
  async apply(
    planFile: string,
    onProgress?: (progress: ApplyProgress) => void,
    onEvent?: (event: TerraformEvent) => void,
  ): Promise<ChangeCounts> {
    return this.change("apply", [planFile], onProgress, onEvent);
  }

  /** Destroys everything in the stack, without asking. */
  async destroy(onProgress?: (progress: ApplyProgress) => void): Promise<ChangeCounts> {
    return this.change("destroy", ["-auto-approve"], onProgress);
  }

  /** The stack's outputs. */
  async output(): Promise<Record<string, Output>> {
    return JSON.parse(await this.quiet("output", ["output", "-json"])) as Record<string, Output>;
  }

  /** Addresses of what is in the state. */
  async stateList(): Promise<string[]> {
    // `state list` calls it an error when there is no state yet.
    if ((await this.statePull()) === "") return [];
    const listed = await this.quiet("state list", ["state", "list"]);
    return listed.split("\n").filter((line) => line !== "");
  }

  /** The whole state as it is stored; empty when there is none yet. */
  async statePull(): Promise<string> {
    return this.quiet("state pull", ["state", "pull"]);
  }

  /** Takes back that a resource is to be replaced, as Terraform marks those whose creation was cut off. */
  async untaint(address: string): Promise<void> {
    await this.quiet("untaint", ["untaint", address]);
  }

  /** Stores a state from a file; Terraform refuses when there is one of another lineage, or a newer one. */
  async statePush(file: string): Promise<void> {
    await this.quiet("state push", ["state", "push", file]);
  }

  private async change(
    command: string,
    args: string[],
    onProgress: (progress: ApplyProgress) => void = () => undefined,
    onEvent: (event: TerraformEvent) => void = () => undefined,
  ): Promise<ChangeCounts> {
    const tracker = new ProgressTracker();
    let counts = NOTHING;
    const report = () => {
      onProgress(tracker.progress);
    };
    const everySecond = setInterval(report, 1000);
    try {
      await this.events(command, args, (event) => {
        tracker.add(event);
        if (event.type === "summary") counts = event.counts;
        onEvent(event);
        report();
      });
    } finally {
      clearInterval(everySecond);
    }
    return counts;
  }

  /** Runs a command that writes events. Status 2 is `-detailed-exitcode`'s "there are changes". */
  private async events(
    command: string,
    args: string[],
    onEvent: (event: TerraformEvent) => void,
    env: NodeJS.ProcessEnv = this.env,
  ): Promise<ProcessResult> {
    const diagnostics: Diagnostic[] = [];
    const onLine = (line: string) => {
      this.log(line);
      const event = parseEvent(line);
      if (event?.type === "diagnostic") diagnostics.push(event.diagnostic);
      if (event !== undefined) onEvent(event);
    };
    const result = await this.run([command, "-json", "-input=false", ...args], onLine, env);
    if (result.status !== 0 && result.status !== 2) throw this.failure(command, result, diagnostics);
    return result;
  }

  /** Runs a command whose output is data, and keeps that out of the log. */
  private async quiet(command: string, args: string[]): Promise<string> {
    const result = await this.run(args);
    if (result.status !== 0) throw this.failure(command, result, []);
    return result.stdout;
  }

  private async run(args: string[], onLine?: (line: string) => void, env = this.env): Promise<ProcessResult> {
    const { directory: cwd, signal, killAfterSeconds = 300, providers } = this.options;
    signal?.throwIfAborted();
    this.log(`$ terraform ${args.join(" ")}`);
    // Those that ask nothing of a provider too: they would look whether the one that is installed is whole, all 700 MB.
    const lent = this.provider && (await providers?.lend(this.provider, cwd));
    let result: ProcessResult | undefined;
    try {
      result = await run("terraform", args, {
        cwd,
        env: lent === undefined ? env : { ...env, TF_REATTACH_PROVIDERS: lent.reattach },
        killAfterSeconds,
        ...(onLine !== undefined && { onLine }),
        ...(signal !== undefined && { signal }),
      });
    } finally {
      await lent?.giveBack(result !== undefined && signal?.aborted !== true);
    }
    if (result.stderr !== "") this.log(result.stderr.trimEnd());
    signal?.throwIfAborted();
    return result;
  }

  private failure(command: string, { stderr }: ProcessResult, diagnostics: readonly Diagnostic[]): TerraformError {
    const { logFile } = this.options;
    return new TerraformError({ command: `terraform ${command}`, stack: this.stack, diagnostics, stderr, logFile });
  }

  private log(line: string): void {
    const { logFile } = this.options;
    if (logFile === undefined) return;
    mkdirSync(dirname(logFile), { recursive: true });
    appendFileSync(logFile, `${line}\n`);
  }
}

/** The diagnostics in the output of `validate -json`; none when Terraform broke before it could write any. */
function readDiagnostics(output: string): Diagnostic[] {
  try {
    const { diagnostics = [] } = JSON.parse(output) as { diagnostics?: RawDiagnostic[] };
    return diagnostics.map(parseDiagnostic);
  } catch {
    return [];
  }
}
