import type { ChangeCounts, Diagnostic, PlannedChange } from "./events";
import type { RequiredProvider } from "./required-providers";

/** A provider that runs already, for one Terraform command. */
export interface ProviderLease {
  /** What `TF_REATTACH_PROVIDERS` is to say. */
  readonly reattach: string;
  /** Takes it back. @param whole whether the command ended by itself. */
  readonly giveBack: (whole: boolean) => Promise<void>;
}

/** Providers that stay up between Terraform commands. */
export interface Providers {
  /** Gives a stack's folder what `terraform init` would install, so that Terraform can start the provider there too. */
  prepare(directory: string, required: RequiredProvider): Promise<void>;
  /** Lends one to a command in a stack's folder, or to commands in several. */
  lend(required: RequiredProvider, ...directories: readonly string[]): Promise<ProviderLease>;
}

/** Where and how Terraform runs. */
export interface TerraformOptions {
  /** The folder of a synthesized stack. */
  readonly directory: string;
  /** The whole environment, credentials included. */
  readonly env: NodeJS.ProcessEnv;
  /** The project's folder for what Terraform may keep from run to run. */
  readonly cacheDirectory: string;
  /** A file to which everything Terraform says is appended, but for states and outputs: they may hold secrets. */
  readonly logFile?: string | undefined;
  /** Interrupts the running command once: Terraform then writes its state and releases its lock. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds that an interrupted command may take to end before it is killed. @default 300 */
  readonly killAfterSeconds?: number;
  /** Providers that stay up between commands. @default Terraform starts the provider for each, and ends it */
  readonly providers?: Providers | undefined;
}

/** What a plan would do. */
export interface PlanResult {
  /** Whether there is anything to apply; a change of outputs alone counts. */
  readonly changed: boolean;
  readonly counts: ChangeCounts;
  readonly changes: readonly PlannedChange[];
  /** Addresses of resources that were changed outside of Terraform. */
  readonly drift: readonly string[];
  readonly warnings: readonly Diagnostic[];
}

/** How to plan. */
export interface PlanOptions {
  /** File name of the plan, in the stack's folder. */
  readonly out?: string;
  /** Plan to destroy everything. @default false */
  readonly destroy?: boolean;
  /** Look at what is there first, and not only at the state. @default true */
  readonly refresh?: boolean;
}

/** An output of a stack. */
export interface Output {
  readonly value: unknown;
  readonly sensitive: boolean;
}
