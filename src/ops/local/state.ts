import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { setTimeout as sleep } from "node:timers/promises";
import { bootstrap, type BootstrapClients, type BootstrapOptions, type BootstrapResult } from "../bootstrap/bootstrap";
import { bucketExists } from "../bootstrap/state-files";
import type { S3Backend } from "../stack";
import { renderProgress } from "../terraform/progress";
import { renderApplied } from "../terraform/render";
import type { AwsConfig } from "./facts";
import type { StepReporter } from "../display/steps";

const SILENT: StepReporter = { phase: () => undefined, progress: () => undefined };

/** What the bootstrap of the state stack needs, but for what it tells and asks. */
export type StateOptions = Omit<BootstrapOptions, "approve" | "clients" | "onStep" | "onProgress">;

/**
 * The bootstrap of the state stack, in two steps with others in between: its bucket and lock table are there after some
 * seconds, and then the provider waits a minute for the bucket's lifecycle rule, for which the other stacks need not.
 */
export class StateInBackground {
  private readonly clients: BootstrapClients;
  private result: Promise<BootstrapResult> | undefined;
  private reporter = SILENT;

  constructor(
    private readonly options: StateOptions,
    aws: AwsConfig,
  ) {
    this.clients = {
      s3: new S3Client({ ...aws, forcePathStyle: true }),
      dynamodb: new DynamoDBClient(aws),
      sts: new STSClient(aws),
    };
  }

  /** Starts, and returns as soon as the bucket and the lock table of the backend exist. */
  async begin(backend: S3Backend | undefined, reporter: StepReporter): Promise<string> {
    this.reporter = reporter;
    this.result = bootstrap({
      ...this.options,
      clients: this.clients,
      approve: () => Promise.resolve(true),
      onStep: (step) => {
        this.reporter.phase(step);
      },
      onProgress: (progress) => {
        this.reporter.progress(renderProgress(progress));
      },
    });
    await Promise.race([this.result, this.exists(backend)]);
    this.reporter = SILENT;
    return "made, with its lock table";
  }

  /** Waits for the rest. */
  async end(reporter: StepReporter): Promise<string> {
    this.reporter = reporter;
    const result = await this.result;
    return result === undefined ? "" : `${renderApplied(result.applied)}; state moved to ${result.location}`;
  }

  /** Waits until nothing of it runs, whether it succeeded or not. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.result]);
  }

  private async exists({ bucket, dynamodb_table: table }: Partial<S3Backend> = {}): Promise<void> {
    const { s3, dynamodb } = this.clients;
    while (!(await bucketExists(s3, bucket ?? "")) || !(await isActive(dynamodb, table ?? ""))) {
      await sleep(500, undefined, { signal: this.options.signal });
    }
  }
}

async function isActive(dynamodb: DynamoDBClient, TableName: string): Promise<boolean> {
  try {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    return Table?.TableStatus === "ACTIVE";
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return false;
    throw error;
  }
}
