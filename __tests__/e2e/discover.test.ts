import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environments } from "../../src/environments";
import type { Emulator } from "../../src/ops/emulator";
import { createClients, watch, type CallCount } from "../../src/ops/aws/clients";
import { isAddedTag } from "../../src/ops/discover/adoption/differences";
import { discover, type Discovery } from "../../src/ops/discover/discover";
import { renderInventory } from "../../src/ops/discover/inventory-file";
import { discoveryJson, renderCalls, renderDiscovery } from "../../src/ops/discover/report";
import { createColors } from "picocolors";
import { projectDirectory } from "../helpers/directories";
import { clientConfig, startTestEmulator } from "../helpers/emulator";
import { describeWithEmulator } from "../helpers/prerequisites";
import { FaultProxy, type Fault } from "../helpers/fault-proxy";
import { type Production, withExtraServices, writeInventory } from "../../src/ops/rehearse/production/production";
import { productionClients } from "../../src/ops/rehearse/production/account";
import { copyProduction } from "../helpers/production";
import { temporaryDirectory } from "../helpers/temporary";

const BUCKET = "kelmah-terraform-state-992350137489";
const directory = temporaryDirectory();
let production: Production;

interface Run {
  readonly discovery: Discovery;
  readonly calls: CallCount;
  readonly seconds: number;
}

/** Discovers an environment in an emulator, or behind another endpoint. */
async function run(name: string, emulator: Emulator, endpoint = emulator.endpoint, maxAttempts = 6): Promise<Run> {
  await writeInventory(directory.path("inventory"), production.given);
  const environment = environments(directory.path("inventory")).find((candidate) => candidate.name === name);
  if (environment === undefined) throw new Error(`There is no ${name}`);
  const clients = createClients({ ...clientConfig(emulator), endpoint, maxAttempts });
  const calls = watch(clients);
  const started = Date.now();
  const folder = directory.path(`run-${started}`);
  const { providers } = emulator;
  const env = { ...emulator.environment, AWS_ENDPOINT_URL: endpoint };
  const options = { project: projectDirectory, folder, environment, clients, env, providers, journals: [] };
  const discovery = await discover(options);
  return { discovery, calls, seconds: (Date.now() - started) / 1000 };
}

/** What the person at the keyboard would see, and what would be written. */
function everythingSaid({ discovery, calls, seconds }: Run): string {
  return [
    renderDiscovery(discovery, createColors(false)),
    renderCalls(calls, seconds),
    JSON.stringify(discoveryJson(discovery, calls, seconds)),
    renderInventory(discovery.inventory),
  ].join("\n");
}

describeWithEmulator("discovering production", () => {
  beforeAll(async () => {
    production = await copyProduction("full");
  });

  afterAll(async () => {
    await production.emulator.stop();
  });

  test("production is found whole, twice the same, and none of its secrets is said", async () => {
    const first = await run("prod", production.emulator);
    const { discovery } = first;
    expect(discovery.unsettled).toEqual([]);
    expect(discovery.missingData).toEqual([]);
    const missing = discovery.matches.filter(({ outcome }) => outcome.kind === "missing").map(({ type }) => type);
    expect([...new Set(missing)].sort()).toEqual(["aws_iam_role", "aws_iam_role_policy", "aws_vpc_endpoint"]);
    const inPlace = discovery.differences.filter(
      (difference) =>
        difference.type !== "aws_ecs_service" &&
        difference.meaning !== "configuration" &&
        difference.fate !== "stays" &&
        !isAddedTag(difference),
    );
    expect(inPlace).toEqual([]);
    expect(discovery.inventory.existingParameters).toEqual(["JWT_SECRET", "MONGODB_URI"]);

    const second = await run("prod", production.emulator);
    expect(renderInventory(second.discovery.inventory)).toBe(renderInventory(discovery.inventory));

    const said = everythingSaid(first);
    expect(production.secrets.size).toBeGreaterThan(5);
    for (const [name, value] of production.secrets) expect([name, said.includes(value)]).toEqual([name, false]);
  });

  test("500 more services cost pages, not calls for each, and less than 30 seconds", async () => {
    const alone = await run("prod", production.emulator);
    const crowded = await production.emulator.fork();
    await withExtraServices({ ...production, clients: productionClients(crowded) }, 500);
    const among = await run("prod", crowded);
    expect(among.discovery.matches.map(({ address, outcome }) => [address, outcome.kind])).toEqual(
      alone.discovery.matches.map(({ address, outcome }) => [address, outcome.kind]),
    );
    // Ten pages of fifty log groups, five of a hundred services' names, and fifty times ten services (AWS takes no more).
    expect(among.calls.total - alone.calls.total).toBeLessThanOrEqual(66);
    expect(alone.calls.total).toBeLessThan(60);
    expect(among.seconds).toBeLessThan(30);
    process.stderr.write(`discovery: ${renderCalls(alone.calls, alone.seconds)}; with 500 more services: ${renderCalls(among.calls, among.seconds)}\n`); // prettier-ignore
    await crowded.stop();
  });

  test("AWS is asked for exactly what the committed policy allows", async () => {
    const emulator = await production.emulator.fork();
    const { iam } = productionClients(emulator);
    const role = { RoleName: "kelmah-auth-prod-execution", AssumeRolePolicyDocument: "{}" };
    const nothing = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: ["*"], Resource: ["*"] }] };
    await iam.send(new CreateRoleCommand(role));
    await iam.send(new PutRolePolicyCommand({ RoleName: role.RoleName, PolicyName: "start-tasks", PolicyDocument: JSON.stringify(nothing) })); // prettier-ignore
    const s3 = new S3Client({ ...clientConfig(emulator), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: "eu-north-1" } })); // prettier-ignore
    const lock = {
      ID: "1234",
      Who: "engineer@laptop",
      Created: "2026-01-02T03:04:05Z",
      Operation: "OperationTypeApply",
    };
    const Key = "kelmah-prod-services/terraform.tfstate";
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: '{"version":4,"resources":[]}' }));
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `${Key}.tflock`, Body: JSON.stringify(lock) }));
    await emulator.clearCalls();

    const { discovery, calls } = await run("prod", emulator);
    await run("dev", emulator);
    const asked = (await emulator.calls()).map(({ service, action }) => {
      if (service !== "s3") return `${service}:${action}`;
      return action.includes("list-type=2") ? "s3:ListBucket" : action.replace(/^GET .*/, "s3:GetObject");
    });
    const { Statement } = JSON.parse(readFileSync(join(projectDirectory, "docs/discover-policy.json"), "utf8")) as {
      Statement: { Action: string | string[] }[];
    };
    const allowed = Statement.flatMap(({ Action }) => Action);
    expect([...new Set(asked)].sort()).toEqual([...allowed].sort());
    for (const action of allowed) expect(action).toMatch(/^[\w-]+:(Describe|List|Get)/);
    // What is counted is what is asked.
    expect(Object.keys(calls.byAction).filter((action) => !allowed.includes(action))).toEqual([]);

    expect(renderDiscovery(discovery, createColors(false))).toContain(
      "kelmah-prod-services, by engineer@laptop at 2026-01-02T03:04:05Z (OperationTypeApply). If that does not run any " +
        "more: terraform force-unlock 1234, in cdktf.out/stacks/kelmah-prod-services",
    );
    const policy = discovery.matches.find(({ address }) => address === "aws_iam_role_policy.auth_execution");
    expect(policy?.outcome).toMatchObject({ existing: { importId: "kelmah-auth-prod-execution:start-tasks" } });
    await emulator.stop();
  });

  describe("calls that go wrong", () => {
    let proxy: FaultProxy;
    beforeAll(async () => {
      proxy = await FaultProxy.start(production.emulator.endpoint);
    });
    afterAll(async () => {
      await proxy.stop();
    });
    const behind = async (fault: Fault, maxAttempts?: number) => {
      proxy.setFaults(fault);
      return await run("prod", production.emulator, proxy.endpoint, maxAttempts);
    };

    test("are asked again when AWS throttles or fails for a while", async () => {
      const { discovery, calls } = await behind({ action: "*", kind: "throttled", times: 3 });
      expect(discovery.unsettled).toEqual([]);
      expect(calls.retried).toBe(3);
      const failed = await behind({ action: "DescribeRouteTables", kind: "error", times: 2 });
      expect(failed.calls.retried).toBe(2);
    });

    test.each<[Fault, RegExp]>([
    [{ action: "DescribeSubnets", kind: "denied" }, /^AWS denies ec2:DescribeSubnets to these credentials\. .*docs\/discover-policy\.json\. Nothing was written\.$/],
    [{ action: "DescribeListeners", kind: "expired" }, /^The AWS credentials have expired\. /],
    [{ action: "DescribeServices", kind: "throttled" }, /^AWS throttles ecs:DescribeServices \(asked 2 times\)\. /],
  ])("%p is one sentence", async (fault, sentence) => {
    await expect(behind(fault, 2)).rejects.toThrow(sentence);
  }); // prettier-ignore

    test("a state that may not be read is said to be so, and discovery goes on without", async () => {
      const { discovery } = await behind({ action: `GET /${BUCKET}/?list-type=2&prefix=kelmah-prod-`, kind: "denied" });
      expect(discovery.inventory.existingParameters).toEqual(["JWT_SECRET", "MONGODB_URI"]);
      expect(renderDiscovery(discovery, createColors(false))).toMatch(
        /State that cannot be read.*\n {2}kelmah-prod-network\n/,
      );
    });
  });

  test("another account than the inventory's is refused before anything else is asked", async () => {
    const other = await startTestEmulator({ account: "111122223333" });
    await expect(run("prod", other)).rejects.toThrow(
      "The AWS credentials are account 111122223333's, but the inventory of prod belongs to 992350137489.",
    );
    expect((await other.calls()).map(({ action }) => action)).toEqual(["GetCallerIdentity"]);
    await other.stop();
  });
});
