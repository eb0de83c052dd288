import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Emulator } from "../../src/ops/emulator";
import { Terraform } from "../../src/ops/terraform/terraform";
import { cacheDirectory, projectDirectory } from "../helpers/directories";
import { startTestEmulator } from "../helpers/emulator";
import { eventually } from "../helpers/eventually";
import { describeEndToEnd } from "../helpers/prerequisites";
import { temporaryDirectory } from "../helpers/temporary";

const ADDRESS = "registry.terraform.io/hashicorp/aws";

/** A stack that makes a VPC and, where a type is given, something else. */
async function stack(directory: string, type?: string): Promise<string> {
  const bindings = await readFile(join(projectDirectory, "node_modules/@cdktf/provider-aws/package.json"), "utf8");
  const { cdktf } = JSON.parse(bindings) as { cdktf: { provider: { version: string } } };
  const file = join(directory, "cdk.tf.json");
  const configuration = {
    terraform: { required_providers: { aws: { source: ADDRESS, version: cdktf.provider.version } } },
    provider: { aws: { region: "eu-north-1", max_retries: 2 } },
    resource: { aws_vpc: { one: { cidr_block: "10.9.0.0/24" } }, ...(type !== undefined && { [type]: { one: {} } }) },
  };
  await writeFile(file, JSON.stringify(configuration));
  return directory;
}

/** Whether a process runs; a zombie has ended, and nobody has asked for its status yet. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return !/^(Z.*)?$/.test(stdout.trim());
}

/** Waits for the end of a process. */
function ended(pid: number): Promise<void> {
  return eventually(async () => {
    await Promise.resolve();
    expect(isAlive(pid)).toBe(false);
  });
}

describeEndToEnd("providers that stay up", ["emulator", "terraform"], () => {
  const directory = temporaryDirectory();
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startTestEmulator();
  });

  afterAll(async () => {
    await emulator.stop();
  });

  const open = (where: string, { environment: env, providers } = emulator) =>
    Terraform.open({ directory: where, env, providers, cacheDirectory: join(cacheDirectory, "terraform") });

  /** Which process serves a command, as Terraform is told. */
  async function lend(of = emulator) {
    const lent = await of.providers.lend({ address: ADDRESS, version: "5.100.0" }, directory.path());
    const { [ADDRESS]: reattach } = JSON.parse(lent.reattach) as Record<string, { Pid: number }>;
    if (reattach === undefined) throw new Error("No provider was lent");
    return { ...lent, pid: reattach.Pid };
  }

  test("one serves command after command, each of two at once has its own, and a fork's talks to the fork", async () => {
    const first = await lend();
    const meanwhile = await lend();
    expect(meanwhile.pid).not.toBe(first.pid);
    await first.giveBack(true);
    const next = await lend();
    expect(next.pid).toBe(first.pid);
    await Promise.all([next.giveBack(true), meanwhile.giveBack(true)]);

    const fork = await emulator.fork();
    const terraform = await open(await stack(directory.path()), fork);
    await terraform.init();
    await terraform.plan({ out: "plan" });
    await terraform.apply("plan");
    expect(await terraform.plan()).toMatchObject({ changed: false });
    expect((await fork.calls()).map(({ action }) => action)).toContain("CreateVpc");
    expect((await emulator.calls()).map(({ action }) => action)).not.toContain("CreateVpc");
    const ofFork = await lend(fork);
    await fork.stop();
    await ended(ofFork.pid);
  });

  test("Terraform can start the provider in the same folder by itself", async () => {
    const where = await stack(directory.path());
    await (await open(where)).init();
    const { environment: env } = emulator;
    const alone = await Terraform.open({ directory: where, env, cacheDirectory: join(cacheDirectory, "terraform") });
    expect((await alone.plan()).counts).toMatchObject({ add: 1 });
  });

  test("a type that the project does not use is not known, and Terraform says so", async () => {
    const terraform = await open(await stack(directory.path(), "aws_sqs_queue"));
    await terraform.init();
    await expect(terraform.plan()).rejects.toThrow('does not support resource type "aws_sqs_queue"');
  });

  test("one whose command was cut off serves no other", async () => {
    const cutOff = await lend();
    await cutOff.giveBack(false);
    await ended(cutOff.pid);
    const next = await lend();
    expect(next.pid).not.toBe(cutOff.pid);
    await next.giveBack(true);
  });

  test("none is left when the process that started them is killed, nor the folder of its sockets", async () => {
    const script = join(projectDirectory, "__tests__/helpers/hold-emulator.ts");
    const holder = spawn(process.execPath, ["--import", "tsx", script, "provider"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [line] = (await once(holder.stdout, "data")) as [Buffer];
    const { provider, folder } = JSON.parse(line.toString()) as { provider: number; folder: string };
    expect(isAlive(provider)).toBe(true);
    expect(existsSync(folder)).toBe(true);
    holder.kill("SIGKILL");
    await ended(provider);
    await eventually(async () => {
      await Promise.resolve();
      expect(existsSync(folder)).toBe(false);
    });
  });
});
