import { DescribeAddressesCommand, DeleteNatGatewayCommand, ReleaseAddressCommand } from "@aws-sdk/client-ec2";
import { DescribeServicesCommand } from "@aws-sdk/client-ecs";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { rm } from "node:fs/promises";
import { guard } from "../../src/ops/guard/guard";
import { type ProcessResult, run } from "../../src/ops/process";
import { PRODUCTION } from "../../src/ops/rehearse/production/facts";
import { Adoption } from "../helpers/adoption";
import { projectDirectory } from "../helpers/directories";
import { clientConfig } from "../helpers/emulator";
import { Documented } from "../helpers/documented";
import { environments } from "../../src/environments";
import { describeEndToEnd } from "../helpers/prerequisites";
import { copyProject } from "../helpers/project-copy";

const ADOPT = "Production: adopt what exists";
const [DAMAGED, ROLL_BACK, NAT] = ["The state is damaged", "Roll back", "The NAT's address is gone"] as const;

describeEndToEnd("adopting and recovering as the runbook says", ["terraform", "emulator"], () => {
  const runbook = new Documented("docs/runbook.md", ADOPT, DAMAGED, ROLL_BACK, NAT);
  let origin: Adoption;
  let place: Adoption;

  beforeAll(async () => {
    origin = await Adoption.start("half");
    await origin.discover("--write");
    const { terraform } = await origin.plan("network");
    await terraform.apply("plan");
  });

  beforeEach(async () => {
    place = await origin.fork();
  });

  afterEach(async () => {
    await place.stop();
  });

  afterAll(async () => {
    await origin.stop();
  });

  /** Types a command of the runbook: Terraform's in the stack's folder, npm's in the project's. */
  async function type(
    command: string,
    variables: NodeJS.ProcessEnv = {},
    change = (text: string) => text,
  ): Promise<ProcessResult> {
    const cwd = command.startsWith("npm ") ? projectDirectory : place.file("network", ".");
    const env = { ...(await place.terraformEnvironment("network")), ...variables };
    return await run("sh", ["-c", change(runbook.type(command))], { cwd, env });
  }

  const succeeded = expect.objectContaining({ status: 0 }) as unknown;

  test("what exists is looked for, recorded, planned, judged and applied by one script", async () => {
    const project = await copyProject();
    // Nobody is there to type a secret when it is asked for: it comes through a pipe.
    const piped = (command: string) =>
      command.startsWith("npm run secret ") ? `printf %s "$INTERNAL_API_KEY" | ${command}` : command;
    const script = runbook.of(ADOPT).map((command) => piped(runbook.type(command)));
    const env = { ...(await place.terraformEnvironment("network")), INTERNAL_API_KEY: "set by hand" };
    const result = await run("sh", ["-e", "-c", script.join("\n")], { cwd: project, env });
    expect(result).toEqual(succeeded);
    expect(result.stdout).toContain("Passed: nothing in it is refused.");
    expect(result.stdout).toContain("Apply complete!");
    await rm(project, { recursive: true });
  });

  test("a damaged state is restored from a version of it, whatever the damage is", async () => {
    const [list = "", copy = "", forget = "", plan = "", ...rest] = runbook.of(DAMAGED);
    expect(rest).toEqual([]);
    const [, Bucket = "", Key = ""] = /--bucket (\S+) --key (\S+)/.exec(copy) ?? [];
    const s3 = new S3Client({ ...clientConfig(place.emulator), forcePathStyle: true });
    const { stdout: good } = await place.raw("network", ["state", "pull"]);
    const put = (Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: Body.length }));
    const lose = ["state", "rm", "aws_eip.nat_a", "aws_nat_gateway.nat_a", "aws_subnet.private_a"];
    const damages: [string, () => Promise<unknown>][] = [
      ["resources are lost", () => place.raw("network", lose)],
      ["it is cut off", () => put(good.slice(0, good.length / 2))],
      ["it is empty", () => put("")],
      ["it is another file", () => put(JSON.stringify({ version: 4 }))],
      ["it is deleted", () => s3.send(new DeleteObjectCommand({ Bucket, Key }))],
    ];
    const versions = async () => (await type(list)).stdout.trim().split("\n").map((line) => line.split(/\s/)[0] ?? ""); // prettier-ignore
    // The newest of all is good, and stays the one to go back to.
    const [VERSION = ""] = await versions();
    const read = () => place.raw("network", ["state", "pull"]);
    for (const [damage, make] of damages) {
      await make();
      expect({ damage, read: await read() }).not.toMatchObject({ read: { status: 0, stdout: good } });
      expect(await versions()).toContain(VERSION);
      expect(await type(copy, { VERSION })).toEqual(succeeded);
      expect(await type(forget)).toEqual(succeeded);
      expect({ damage, read: await read() }).toMatchObject({ read: { status: 0, stdout: good } });
    }
    const planned = await type(plan, {}, (text) => `${text} -detailed-exitcode -no-color`);
    expect(planned).toMatchObject({ status: 0, stdout: expect.stringContaining("No changes.") as unknown });
    // Terraform goes on with it: what it writes next has a checksum of its own again.
    expect(await place.raw("network", ["state", "mv", "aws_eip.nat_a", "aws_eip.other"])).toEqual(succeeded);
    expect(await read()).toMatchObject({ status: 0, stdout: expect.stringContaining('"other"') as unknown });
  });

  test("the gateway goes back to a revision it ran before, without Terraform", async () => {
    const [list = "", update = "", ...rest] = runbook.of(ROLL_BACK);
    expect(rest).toEqual([]);
    const { taskDefinitionArns = [] } = JSON.parse((await type(list)).stdout) as { taskDefinitionArns?: string[] };
    const before = /:(\d+)$/.exec(taskDefinitionArns[1] ?? "")?.[1] ?? "";
    // The document's number is an example.
    expect(update).toMatch(/api-gateway-task:\d+$/);
    expect(await type(update, {}, (text) => text.replace(/\d+$/, before))).toEqual(succeeded);
    const { services = [] } = await place.production.clients.ecs.send(
      new DescribeServicesCommand({ cluster: PRODUCTION.cluster, services: [PRODUCTION.gatewayService] }),
    );
    expect(services[0]?.taskDefinition).toBe(taskDefinitionArns[1]);
  });

  test("the NAT's address is had again, and adopted", async () => {
    const [allocate = "", forget = "", discover = "", ...rest] = runbook.of(NAT);
    expect(rest).toEqual([]);
    const { ec2 } = place.production.clients;
    const nat = /nat-[0-9a-f]+/.exec(
      (await place.raw("network", ["state", "show", "aws_nat_gateway.nat_a"])).stdout,
    )?.[0];
    const addresses = async () => (await ec2.send(new DescribeAddressesCommand({}))).Addresses ?? [];
    const [{ AllocationId } = {}] = await addresses();
    await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: nat }));
    await ec2.send(new ReleaseAddressCommand({ AllocationId }));

    expect(await type(allocate)).toEqual(succeeded);
    expect((await addresses()).map(({ PublicIp }) => PublicIp)).toEqual([PRODUCTION.natEip]);
    expect(await type(forget)).toEqual(succeeded);
    expect(await type(discover)).toEqual(succeeded);

    const { terraform, plan } = await place.plan("network");
    const environment = environments(place.inventories).find(({ name }) => name === "prod");
    const { counts, findings } = guard(plan, { environment, accepted: [] });
    expect({ findings, ...counts }).toMatchObject({ findings: [], destroy: 0 });
    await terraform.apply("plan");
    expect((await addresses()).map(({ PublicIp }) => PublicIp)).toEqual([PRODUCTION.natEip]);
    expect(await terraform.plan()).toMatchObject({ changed: false });
  });

  runbook.testThatAllAreTyped();
});
