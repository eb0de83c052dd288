import type { STSClient } from "@aws-sdk/client-sts";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { OperatorError } from "../../model/problem";
import { checkAccount } from "../account";
import { VerdictError } from "../exit-status";
import { withLock } from "../lock-file";
import { readStack, type S3Backend, type SynthesizedStack } from "../stack";
import type { ChangeCounts } from "../terraform/events";
import type { ApplyProgress } from "../terraform/progress";
import { renderChanges } from "../terraform/render";
import { Terraform } from "../terraform/terraform";
import type { Providers } from "../terraform/types";
import type { PlanResult } from "../terraform/types";
import { findUnlisted, renderImports, type AdoptClients } from "./adopt";
import { missingFrom, readBucketState, readLocalState, removeLocalState, resourcesIn } from "./state-files";

/** The AWS APIs that the bootstrap reads. */
export interface BootstrapClients extends AdoptClients {
  readonly sts: STSClient;
}

/** What the operator is asked to agree to. */
export interface Proposal {
  readonly stack: string;
  readonly plan: PlanResult;
  /** Where the state moves to; undefined when it lies there already. */
  readonly movesTo: string | undefined;
}

/** What to bring up and how. */
export interface BootstrapOptions {
  /** The folder of the synthesized state stack. */
  readonly directory: string;
  /** Where the state lies until it has moved: a folder that outlives this run, so that a later one can resume. */
  readonly localStateDirectory: string;
  readonly cacheDirectory: string;
  /** The whole environment of Terraform, credentials included. */
  readonly env: NodeJS.ProcessEnv;
  readonly clients: BootstrapClients;
  /** Whether a proposal may be carried out. Not asked when there is nothing to do. */
  readonly approve: (proposal: Proposal) => Promise<boolean>;
  /** Told each step as it begins, in a few words. */
  readonly onStep: (step: string) => void;
  readonly onProgress?: (progress: ApplyProgress) => void;
  readonly logFile?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Seconds that an interrupted Terraform may take to end before it is killed. @default 300 */
  readonly killAfterSeconds?: number;
  /** @default Terraform starts the provider for each command, and ends it */
  readonly providers?: Providers | undefined;
}

/** What a bootstrap did. */
export interface BootstrapResult {
  /** Where the state lies now. */
  readonly location: string;
  /** Whether it moved there in this run. */
  readonly moved: boolean;
  /** What was applied; all zero when everything was as it should be. */
  readonly applied: ChangeCounts;
}

/** The operator did not agree to a proposal. */
export class NotApprovedError extends VerdictError {
  override readonly name = "NotApprovedError";

  constructor() {
    super("Not approved: nothing was applied.");
  }
}

const BACKEND_FILE = "bootstrap_backend_override.tf.json";
const IMPORT_FILE = "bootstrap_import.tf.json";
const PLAN_FILE = "bootstrap.tfplan";
const NOTHING: ChangeCounts = { add: 0, change: 0, destroy: 0, import: 0 };

/**
 * Brings up the stack that holds every state, its own among them. The first time it begins on a local state, which then
 * moves into the bucket it has made. Can be repeated at any time, also after it was interrupted at any point: it looks
 * at what is there and goes on from that.
 *
 * @throws Error with a sentence for the operator, TerraformError, LockedError or NotApprovedError.
 */
export async function bootstrap(options: BootstrapOptions): Promise<BootstrapResult> {
  const stack = await readStack(options.directory);
  const backend = requireS3Backend(stack);
  await checkAccount(options.clients.sts, stack);
  const lock = join(options.localStateDirectory, `${backend.bucket}.tfstate.lock`);
  return withLock(lock, { waitSeconds: 0, signal: options.signal }, async () => {
    const run = new Bootstrap(options, stack, backend, await Terraform.open(options));
    return run.execute();
  });
}

function requireS3Backend({ name, s3Backend }: SynthesizedStack): S3Backend {
  if (s3Backend !== undefined) return s3Backend;
  throw new OperatorError(`${name} does not keep its state in S3: there is no bucket to move it to.`);
}

class Bootstrap {
  private readonly localState: string;
  private readonly location: string;

  constructor(
    private readonly options: BootstrapOptions,
    private readonly stack: SynthesizedStack,
    private readonly backend: S3Backend,
    private readonly terraform: Terraform,
  ) {
    this.localState = join(options.localStateDirectory, `${backend.bucket}.tfstate`);
    this.location = `s3://${backend.bucket}/${backend.key}`;
  }

  async execute(): Promise<BootstrapResult> {
    this.options.onStep(`looking for the state in ${this.location}`);
    if (await this.isMoved()) {
      await this.terraform.init();
      const applied = await this.planAndApply(undefined);
      return { location: this.location, moved: false, applied };
    }
    const applied = await this.beginLocally();
    await this.move();
    return { location: this.location, moved: true, applied };
  }

  /** Whether the state lies in the bucket. A local state that was left behind by an interrupted move is removed. */
  private async isMoved(): Promise<boolean> {
    const [inBucket, local] = await Promise.all([
      readBucketState(this.options.clients.s3, this.backend),
      readLocalState(this.localState),
    ]);
    if (inBucket === undefined) return false;
    if (local === undefined) return true;
    const lost = missingFrom(local, inBucket);
    if (lost.length > 0) {
      throw new VerdictError(
        `There are two states of ${this.stack.name}: the one in ${this.location}, and ${this.localState}, ` +
          `which lists what is missing in the first: ${lost.join(", ")}. ` +
          "Nothing was changed. Import that into the first or delete the second, then run this again.",
      );
    }
    await removeLocalState(this.localState);
    return true;
  }

  private async beginLocally(): Promise<ChangeCounts> {
    const { directory, localStateDirectory } = this.options;
    await mkdir(localStateDirectory, { recursive: true });
    const override = join(directory, BACKEND_FILE);
    const path = relative(directory, this.localState);
    await writeFile(override, JSON.stringify({ terraform: { backend: { local: { path } } } }));
    try {
      await this.terraform.init({ overridden: true });
      return await this.planAndApply(this.location);
    } finally {
      await rm(override, { force: true });
      // Terraform leaves an empty file when it has locked a state that it then did not write.
      if ((await readLocalState(this.localState)) === undefined) await removeLocalState(this.localState);
    }
  }

  /**
   * Moves the local state into the bucket. `state push` and not `init -migrate-state -force-copy`, which overwrites
   * whatever it finds there: a push takes the lock and refuses when there is a state already.
   */
  private async move(): Promise<void> {
    const { onStep, clients } = this.options;
    onStep(`moving the state to ${this.location}`);
    await this.terraform.init();
    await this.terraform.statePush(this.localState);

    onStep("checking the state in the bucket");
    // The move gives the state a new lineage: what it lists is what can be compared.
    const local = (await readLocalState(this.localState)) ?? [];
    const lost = missingFrom(local, (await readBucketState(clients.s3, this.backend)) ?? []);
    const { changed, changes } = await this.terraform.plan();
    if (lost.length > 0 || changed) {
      throw new VerdictError(
        [
          `The state in ${this.location} does not describe what exists; the local one is kept as ${this.localState}.`,
          ...(lost.length > 0 ? [`The first lacks ${lost.join(", ")}.`] : []),
          ...(changed ? ["A plan would change:", renderChanges(changes)] : []),
        ].join("\n"),
      );
    }
    // Kept, it would be a second truth that grows old; the bucket keeps every version of the moved one.
    await removeLocalState(this.localState);
  }

  /**
   * What the state lists. What was being created when a run was interrupted is marked to be replaced, and nothing here is
   * to be: the bucket and the table must not be destroyed, and a plan completes what is unfinished in place.
   */
  private async untaintedAddresses(): Promise<string[]> {
    const resources = resourcesIn(await this.terraform.statePull());
    for (const { address } of resources.filter(({ tainted }) => tainted)) await this.terraform.untaint(address);
    return resources.map(({ address }) => address);
  }

  private async planAndApply(movesTo: string | undefined): Promise<ChangeCounts> {
    const { directory, clients, approve, onStep, onProgress } = this.options;
    const imports = join(directory, IMPORT_FILE);
    try {
      const unlisted = await findUnlisted(this.stack, await this.untaintedAddresses(), clients);
      if (unlisted.length > 0) await writeFile(imports, renderImports(unlisted));
      onStep("planning");
      const plan = await this.terraform.plan({ out: PLAN_FILE });
      if (!plan.changed && movesTo === undefined) return NOTHING;
      if (!(await approve({ stack: this.stack.name, plan, movesTo }))) throw new NotApprovedError();
      if (!plan.changed) return NOTHING;
      onStep("applying");
      return await this.terraform.apply(PLAN_FILE, onProgress);
    } finally {
      await Promise.all([imports, join(directory, PLAN_FILE)].map((path) => rm(path, { force: true })));
    }
  }
}
