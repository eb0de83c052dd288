import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { join, resolve } from "node:path";
import { parseOptions } from "../arguments";
import { runCommand, withRunFolder } from "../command";
import { EXIT_HELP } from "../exit-status";
import { environments } from "../../environments";
import { requireStateStorage } from "../s3-state";
import { checkPrerequisites, nodeCheck, terraformCheck } from "../prerequisites";
import { readStack } from "../stack";
import { stackFolder, synthesize } from "../synthesize";
import { renderProgress } from "../terraform/progress";
import { renderApplied } from "../terraform/render";
import { approver } from "./approve";
import { bootstrap } from "./bootstrap";

const STACK = "kelmah-state";

const HELP = `npm run bootstrap [-- --auto-approve]

Brings up ${STACK}: the bucket and lock table that hold the state of every stack, its own among them. The first time
it begins on a local state, which then moves into the bucket. Run it again at any time, also after it was interrupted:
it goes on from what is there, and changes nothing when all is well. Afterwards ${STACK} is a stack like any other.

  --auto-approve   do not ask before applying; a plan that destroys something is refused all the same
  --help           show this

It acts on the account of the AWS credentials at hand (AWS_PROFILE, aws sso login) and refuses any other account than
the stack's own.

Exit status:
  0  the state storage is there, and holds its own state
  1  the plan was not approved or would destroy something, an apply failed, or there are two states to choose from
${EXIT_HELP}`;

const project = resolve(__dirname, "../../..");

async function main(signal: AbortSignal): Promise<void> {
  const { help, "auto-approve": autoApprove } = parseOptions(process.argv.slice(2), {
    help: { type: "boolean", default: false },
    "auto-approve": { type: "boolean", default: false },
  });
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const { env } = process;
  // Node 20 is fine for the pinned version of the SDK; the warning is about versions to come.
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const started = Date.now();
  const say = (text: string) => process.stdout.write(`${text}\n`);
  requireStateStorage(environments(env.KELMAH_INVENTORY_DIR));
  await checkPrerequisites([nodeCheck(process.versions.node), terraformCheck(env)]);

  await withRunFolder(join(project, ".cache/bootstrap"), signal, async (folder) => {
    // Not the user's cdktf.out: what is written there while it runs must not be found there by anyone else.
    const stacks = await synthesize({ project, outdir: join(folder, "out"), env, signal });
    const directory = stackFolder(stacks, STACK);
    const { region } = (await readStack(directory)).provider;
    const result = await bootstrap({
      directory,
      localStateDirectory: join(project, ".bootstrap"),
      cacheDirectory: join(project, ".cache/terraform"),
      env,
      clients: {
        s3: new S3Client({ region }),
        dynamodb: new DynamoDBClient({ region }),
        sts: new STSClient({ region }),
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
