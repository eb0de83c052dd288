import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { join, resolve } from "node:path";
import { requestHandler } from "../aws/clients";
import { runCommand, withRunFolder } from "../command";
import { environments } from "../../environments";
import { checkPrerequisites, nodeCheck, terraformCheck } from "../prerequisites";
import { readStack } from "../stack";
import { stackFolder, synthesize } from "../synthesize";
import { renderProgress } from "../terraform/progress";
import { renderApplied } from "../terraform/render";
import { chooseStateStack, HELP, parseArguments } from "./arguments";
import { approver } from "./approve";
import { bootstrap } from "./bootstrap";

const project = resolve(__dirname, "../../..");

async function main(signal: AbortSignal): Promise<void> {
  const { help, autoApprove, ...chosen } = parseArguments(process.argv.slice(2), process.env);
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const { env } = process;
  // Node 20 is fine for the pinned version of the SDK; the warning is about versions to come.
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const started = Date.now();
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const name = chooseStateStack(chosen, environments(env.KELMAH_INVENTORY_DIR));
  await checkPrerequisites([nodeCheck(process.versions.node), terraformCheck(env)]);

  await withRunFolder(join(project, ".cache/bootstrap"), signal, async (folder) => {
    // Not the user's cdktf.out: what is written there while it runs must not be found there by anyone else.
    const stacks = await synthesize({ project, outdir: join(folder, "out"), env, signal });
    const directory = stackFolder(stacks, name);
    const { region } = (await readStack(directory)).provider;
    const result = await bootstrap({
      directory,
      localStateDirectory: join(project, ".bootstrap"),
      cacheDirectory: join(project, ".cache/terraform"),
      env,
      clients: {
        s3: new S3Client({ region, requestHandler: requestHandler(env) }),
        dynamodb: new DynamoDBClient({ region, requestHandler: requestHandler(env) }),
        sts: new STSClient({ region, requestHandler: requestHandler(env) }),
      },
      approve: approver({ autoApprove, input: process.stdin, output: process.stdout, signal }),
      onStep: (step) => say(`${seconds(started)}  ${step}`),
      onProgress: everyTenSeconds((progress) => say(`${seconds(started)}    ${renderProgress(progress)}`)),
      logFile: join(folder, "logs/terraform.log"),
      signal,
    });
    const { moved, applied, location } = result;
    say(
      `${seconds(started)}  done: ${renderApplied(applied)}; the state ${moved ? "has moved to" : "is in"} ${location}`,
    );
  });
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1).padStart(6)} s`;
}

function everyTenSeconds<T>(action: (value: T) => void): (value: T) => void {
  let next = Date.now() + 10_000;
  return (value) => {
    if (Date.now() < next) return;
    next = Date.now() + 10_000;
    action(value);
  };
}

void runCommand(main);
