import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  bootstrap,
  type BootstrapOptions,
  type BootstrapResult,
  type Proposal,
} from "../../src/ops/bootstrap/bootstrap";
import type { Emulator } from "../../src/ops/emulator";
import { cacheDirectory } from "./directories";
import { clientConfig } from "./emulator";

/** What came of one run of the bootstrap. */
export interface BootstrapRun {
  readonly result: BootstrapResult;
  /** What was to be approved, in Terraform's words for each resource. */
  readonly proposed: readonly string[];
  /** Whether a local state is left. */
  readonly localStateIsLeft: boolean;
}

/** One operator's checkout: a synthesized state stack, and what an earlier run left beside it. */
export class BootstrapCheckout {
  private constructor(
    readonly emulator: Emulator,
    readonly stackDirectory: string,
    readonly stateDirectory: string,
  ) {}

  /**
   * Makes a checkout in a folder.
   *
   * @param stack the synthesized state stack, of which it gets a copy.
   */
  static make(folder: string, emulator: Emulator, stack: string): BootstrapCheckout {
    const own = mkdtempSync(join(folder, "checkout-"));
    cpSync(join(stack, "cdk.tf.json"), join(own, "kelmah-state/cdk.tf.json"));
    return new BootstrapCheckout(emulator, join(own, "kelmah-state"), join(own, "states"));
  }

  /** The file in which the state lies until it has moved. */
  get localState(): string {
    return join(this.stateDirectory, "kelmah-terraform-state-992350137489.tfstate");
  }

  /** Puts a local state there, as an earlier run would have left it. */
  leaveBehind(state: string | Uint8Array): void {
    mkdirSync(this.stateDirectory, { recursive: true });
    writeFileSync(this.localState, state);
  }

  /** Runs the bootstrap, approving whatever it proposes. */
  async run(options: Partial<BootstrapOptions> = {}): Promise<BootstrapRun> {
    const proposed: string[] = [];
    const aws = clientConfig(this.emulator);
    const result = await bootstrap({
      directory: this.stackDirectory,
      localStateDirectory: this.stateDirectory,
      cacheDirectory: join(cacheDirectory, "terraform"),
      env: this.emulator.environment,
      providers: this.emulator.providers,
      clients: { s3: new S3Client(aws), dynamodb: new DynamoDBClient(aws), sts: new STSClient(aws) },
      approve: ({ plan }: Proposal) => {
        proposed.push(...plan.changes.map(({ action, address }) => `${action} ${address}`));
        return Promise.resolve(true);
      },
      onStep: () => undefined,
      ...options,
    });
    return { result, proposed: proposed.sort(), localStateIsLeft: existsSync(this.localState) };
  }
}
