import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emulator } from "../../src/ops/emulator";
import { withLock } from "../../src/ops/lock-file";
import { stackFolder, synthesize } from "../../src/ops/synthesize";
import type { InFlight } from "../../src/ops/terraform/progress";
import { Terraform } from "../../src/ops/terraform/terraform";
import { BootstrapCheckout, type BootstrapRun } from "../helpers/bootstrap-run";
import { cacheDirectory, projectDirectory } from "../helpers/directories";
import { startTestEmulator } from "../helpers/emulator";
import { describeEndToEnd } from "../helpers/prerequisites";
import { copyProject } from "../helpers/project-copy";

const LOCATION = "s3://kelmah-terraform-state-992350137489/kelmah-state/terraform.tfstate";
const LIFECYCLE_RULE = "aws_s3_bucket_lifecycle_configuration.state";
const RESOURCES = [
  "aws_dynamodb_table.locks",
  "aws_s3_bucket.state",
  LIFECYCLE_RULE,
  "aws_s3_bucket_policy.state",
  "aws_s3_bucket_public_access_block.state",
  "aws_s3_bucket_server_side_encryption_configuration.state",
  "aws_s3_bucket_versioning.state",
];
const NOTHING = { add: 0, change: 0, destroy: 0, import: 0 };

describeEndToEnd("Bootstrapping the state stack", ["terraform", "emulator"], () => {
  let folder: string;
  let stack: string;
  let emulator: Emulator;
  let first: BootstrapRun;
  let resumed: BootstrapRun;
  let lost: BootstrapRun;
  let leftOver: BootstrapRun;
  let refused: { readonly message: string; readonly written: readonly string[] };
  let interrupted: { readonly left: readonly string[]; readonly again: BootstrapRun };

  /** Runs the bootstrap on a copy of what AWS is like at this moment, with what an earlier run left of its local state. */
  async function runOnCopy(from: BootstrapCheckout, left: "all" | "tainted" | "nothing"): Promise<BootstrapRun> {
    const state = readFileSync(from.localState, "utf8");
    const copy = BootstrapCheckout.make(folder, await from.emulator.fork(), stack);
    if (left === "all") copy.leaveBehind(state);
    if (left === "tainted") copy.leaveBehind(taint(state, "aws_s3_bucket"));
    return copy.run();
  }

  /** Interrupts a first run while the provider waits for the bucket's lifecycle rule, then runs again. */
  async function interrupt(): Promise<typeof interrupted> {
    const checkout = BootstrapCheckout.make(folder, await emulator.fork(), stack);
    const controller = new AbortController();
    const reason = new Error("Interrupted");
    const run = checkout.run({
      signal: controller.signal,
      onProgress: ({ inFlight }) => {
        const waits = ({ address, seconds }: InFlight) => address === LIFECYCLE_RULE && seconds >= 3;
        if (inFlight.some(waits)) controller.abort(reason);
      },
    });
    await expect(run).rejects.toBe(reason);
    const left = [...(await readdir(checkout.stackDirectory)), ...(await readdir(checkout.stateDirectory))];
    return { left, again: await checkout.run() };
  }

  /** Two runs to which the operator says no: what the second says, and what they wrote to AWS. */
  async function refuse(): Promise<typeof refused> {
    const checkout = BootstrapCheckout.make(folder, await emulator.fork(), stack);
    const run = () => checkout.run({ approve: () => Promise.resolve(false) }).catch((reason: unknown) => reason);
    await run();
    const error = await run();
    const calls = await checkout.emulator.calls();
    const written = calls.map(({ action }) => action).filter((action) => !/^(Get|Describe|List|HEAD|GET)/.test(action));
    return { message: (error as Error).message, written };
  }

  // The provider waits 55 s for the bucket's lifecycle rule; everything else is done in that time or starts from it.
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kelmah-bootstrap-"));
    const env = { ...process.env, KELMAH_AWS_S3_USE_PATH_STYLE: "true" };
    stack = stackFolder(
      await synthesize({ project: projectDirectory, outdir: join(folder, "out"), env }),
      "kelmah-state",
    );
    emulator = await startTestEmulator();
    const meanwhile = Promise.all([interrupt(), refuse()]);

    const checkout = BootstrapCheckout.make(folder, emulator, stack);
    const copies: Promise<BootstrapRun>[] = [];
    first = await checkout.run({
      onStep: (step) => {
        if (step.startsWith("moving")) {
          copies.push(runOnCopy(checkout, "tainted"), runOnCopy(checkout, "nothing"));
        }
        if (step.startsWith("checking")) copies.push(runOnCopy(checkout, "all"));
      },
    });
    [resumed, lost, leftOver] = (await Promise.all(copies)) as [BootstrapRun, BootstrapRun, BootstrapRun];
    [interrupted, refused] = await meanwhile;
  });

  afterAll(async () => {
    await emulator.stop();
    await rm(folder, { recursive: true });
  });

  test("begins on a local state and moves it into the bucket it has made", () => {
    expect(first.proposed).toEqual(RESOURCES.map((address) => `create ${address}`));
    expect(first.result).toEqual({ location: LOCATION, moved: true, applied: { ...NOTHING, add: RESOURCES.length } });
    expect(first.localStateIsLeft).toBe(false);
  });

  test("leaves a stack that plain Terraform goes on with", async () => {
    const checkout = BootstrapCheckout.make(folder, emulator, stack);
    const terraform = await Terraform.open({
      directory: checkout.stackDirectory,
      env: emulator.environment,
      providers: emulator.providers,
      cacheDirectory: join(cacheDirectory, "terraform"),
    });
    await terraform.init();
    expect((await terraform.stateList()).sort()).toEqual(RESOURCES);
    expect(await terraform.plan()).toMatchObject({ changed: false });
  });

  test("changes nothing when it is repeated, and does not ask", async () => {
    const checkout = BootstrapCheckout.make(folder, emulator, stack);
    const approve = jest.fn();
    const { result } = await checkout.run({ approve });
    expect(result).toEqual({ location: LOCATION, moved: false, applied: NOTHING });
    expect(approve).not.toHaveBeenCalled();
  });

  // Terraform would replace a bucket whose creation was cut off, and the stack forbids to destroy it.
  test("goes on from the local state when it was interrupted before the move", () => {
    expect(resumed).toEqual({
      result: { location: LOCATION, moved: true, applied: NOTHING },
      proposed: [],
      localStateIsLeft: false,
    });
  });

  test("imports what exists, by name, when the local state was lost before the move", () => {
    expect(lost).toEqual({
      result: { location: LOCATION, moved: true, applied: { ...NOTHING, import: RESOURCES.length } },
      proposed: RESOURCES.map((address) => `import ${address}`),
      localStateIsLeft: false,
    });
  });

  test("removes the local state that is left when it was interrupted after the move", () => {
    expect(leftOver).toEqual({
      result: { location: LOCATION, moved: false, applied: NOTHING },
      proposed: [],
      localStateIsLeft: false,
    });
  });

  test("leaves no lock, override or plan when it is interrupted while it applies, and loses nothing", () => {
    expect(interrupted.left.filter((name) => !name.startsWith(".terraform")).sort()).toEqual([
      "cdk.tf.json",
      "kelmah-terraform-state-992350137489.tfstate",
    ]);
    expect(interrupted.again.proposed).toEqual([`import ${LIFECYCLE_RULE}`]);
    expect(interrupted.again.result).toEqual({ location: LOCATION, moved: true, applied: { ...NOTHING, import: 1 } });
  });

  test("refuses when the local state lists what the one in the bucket lacks, and touches neither", async () => {
    const checkout = BootstrapCheckout.make(folder, emulator, stack);
    const instances = [{ attributes: { id: "another-bucket" } }];
    const resources = [{ mode: "managed", type: "aws_s3_bucket", name: "state", instances }];
    const text = JSON.stringify({ version: 4, serial: 99, lineage: "another", resources });
    checkout.leaveBehind(text);
    await expect(checkout.run()).rejects.toThrow(
      `There are two states of kelmah-state: the one in ${LOCATION}, and ${checkout.localState}, ` +
        "which lists what is missing in the first: aws_s3_bucket.state another-bucket. " +
        "Nothing was changed. Import that into the first or delete the second, then run this again.",
    );
    expect(await readFile(checkout.localState, "utf8")).toBe(text);
  });

  test("refuses while another run is under way", async () => {
    const checkout = BootstrapCheckout.make(folder, emulator, stack);
    await withLock(`${checkout.localState}.lock`, {}, async () => {
      await expect(checkout.run()).rejects.toThrow(`is held by process ${process.pid}.`);
    });
  });

  test("applies nothing that is not approved", () => {
    expect(refused).toEqual({ message: "Not approved: nothing was applied.", written: [] });
  });

  test("does nothing in an account that is not the stack's", async () => {
    const other = await startTestEmulator({ account: "111122223333" });
    const checkout = BootstrapCheckout.make(folder, other, stack);
    await expect(checkout.run()).rejects.toThrow(
      "The AWS credentials are account 111122223333's, but kelmah-state belongs to 992350137489.",
    );
    expect((await other.calls()).map(({ action }) => action)).toEqual(["GetCallerIdentity"]);
    await other.stop();
  });

  test("as a command, asks for a flag where there is no terminal, without a stack trace", async () => {
    const [fresh, project] = await Promise.all([startTestEmulator(), copyProject()]);
    const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "bootstrap"], {
      cwd: project,
      env: fresh.environment,
      encoding: "utf8",
    });
    const left = await readdir(join(project, ".bootstrap"));
    await Promise.all([fresh.stop(), rm(project, { recursive: true })]);
    expect(stdout).toContain(`Plan for kelmah-state: ${RESOURCES.length} to add, 0 to change, 0 to destroy\n`);
    expect(stdout).toContain(`Then its state moves to ${LOCATION}\n`);
    expect(stderr).toContain(
      "There is no terminal to ask for approval at. Read the plan above, then add --auto-approve.",
    );
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(2);
    expect(left).toEqual([]);
  });
});

/** A state in which the creation of the resources of a type was cut off. */
function taint(state: string, type: string): string {
  const parsed = JSON.parse(state) as { resources: { type: string; instances: object[] }[] };
  for (const resource of parsed.resources.filter((candidate) => candidate.type === type)) {
    resource.instances = resource.instances.map((instance) => ({ ...instance, status: "tainted" }));
  }
  return JSON.stringify(parsed);
}
