import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ecr from "@aws-sdk/client-ecr";
import * as ecs from "@aws-sdk/client-ecs";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import * as iam from "@aws-sdk/client-iam";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { runOrThrow } from "../../src/ops/process";
import type { Terraform } from "../../src/ops/terraform/terraform";
import { projectDirectory } from "../helpers/directories";
import { Documented } from "../helpers/documented";
import { clientConfig } from "../helpers/emulator";
import { mayDo, type PolicyJson } from "../helpers/iam";
import { listEverything } from "../helpers/inventory";
import { type Format, Platform } from "../helpers/platform";
import { describeEndToEnd } from "../helpers/prerequisites";

const NOTHING = { add: 0, change: 0, destroy: 0, import: 0 };

/** What a plan would do, without what only says how the configuration was written. */
async function planned(terraform: Terraform): Promise<unknown> {
  await terraform.plan({ out: "plan" });
  const { resource_changes, output_changes } = (await terraform.show("plan")) as Record<string, unknown>;
  return { resource_changes, output_changes };
}

const DIFF = "npx cdktf diff kelmah-dev-services";
const DEPLOY = "npx cdktf deploy 'kelmah-dev-*'";
const SET_SECRET = "npm run secret -- --env dev MONGODB_URI";

describeEndToEnd("the development platform", ["emulator", "terraform"], () => {
  const [readme, runbook] = [
    new Documented("README.md", DIFF, DEPLOY),
    new Documented("docs/runbook.md", DIFF, DEPLOY, SET_SECRET),
  ];
  /** What a command that both documents have gives to cdktf. */
  const wordsOf = (command: string) => {
    const [, , ...words] = runbook.type(readme.type(command)).replaceAll("'", "").split(" ");
    return words;
  };
  let platform: Platform;

  beforeAll(async () => {
    platform = await Platform.build();
  });

  afterAll(async () => {
    await platform.stop();
  });

  test.each(["network", "services"] as const)("plans no change to the applied %s, in JSON and in HCL", async (part) => {
    for (const format of ["json", "hcl"] satisfies Format[]) {
      const terraform = await platform.terraform(platform.applied, part, format);
      expect(await terraform.plan()).toMatchObject({ changed: false, counts: NOTHING, changes: [] });
    }
  });

  test.each(["network", "services"] as const)("plans the same %s from JSON and from HCL", async (part) => {
    const before = await platform.before[part].fork();
    const [json, hcl] = [
      await planned(await platform.terraform(before, part, "json")),
      await planned(await platform.terraform(before, part, "hcl")),
    ];
    expect((json as { resource_changes: unknown[] }).resource_changes.length).toBeGreaterThan(20);
    expect(hcl).toEqual(json);
  });

  test("runs every service behind its listener, and points the gateway at them", async () => {
    const config = clientConfig(platform.applied);
    const balancing = new elbv2.ElasticLoadBalancingV2Client(config);
    const { LoadBalancers: [balancer] = [] } = await balancing.send(new elbv2.DescribeLoadBalancersCommand({}));
    const { Listeners = [] } = await balancing.send(
      new elbv2.DescribeListenersCommand({ LoadBalancerArn: balancer?.LoadBalancerArn }),
    );
    const targets = await Promise.all(
      Listeners.map(async ({ Port, DefaultActions }) => {
        const { TargetHealthDescriptions } = await balancing.send(
          new elbv2.DescribeTargetHealthCommand({ TargetGroupArn: DefaultActions?.[0]?.TargetGroupArn }),
        );
        return [Port, TargetHealthDescriptions?.map(({ Target }) => Target?.Port)];
      }),
    );
    const ports = [3002, 3003, 3004, 5001, 5003, 5006];
    expect(targets.sort()).toEqual(ports.map((port) => [port, [port]]));

    const containers = new ecs.ECSClient(config);
    const { taskDefinition } = await containers.send(
      new ecs.DescribeTaskDefinitionCommand({ taskDefinition: "kelmah-gateway-dev" }),
    );
    const urls = taskDefinition?.containerDefinitions?.[0]?.environment?.filter(({ name }) => name?.endsWith("_URL"));
    const at = (port: number) => `http://${balancer?.DNSName ?? ""}:${port}`;
    expect(Object.fromEntries(urls?.map(({ name, value }) => [name, value]) ?? [])).toEqual({
      AUTH_SERVICE_URL: at(5001),
      FRONTEND_URL: "http://localhost:5173",
      JOB_SERVICE_URL: at(5003),
      MESSAGING_SERVICE_URL: at(3003),
      NOTIFICATION_SERVICE_URL: at(3003),
      PAYMENT_SERVICE_URL: at(3004),
      REVIEW_SERVICE_URL: at(5006),
      USER_SERVICE_URL: at(3002),
    });
  });

  test("keeps a secret's value out of the output, the plan file and the state", async () => {
    const planted = "planted-7f3c9a51";
    const fork = await platform.applied.fork();
    const env = { ...fork.environment, MONGODB_URI: planted };
    const pipe = 'printf "%s" "$MONGODB_URI" | "$0" "$@"';
    const words = [process.execPath, ...runbook.typeToNode(SET_SECRET)];
    await runOrThrow("sh", ["-c", pipe, ...words], { cwd: projectDirectory, env });

    const terraform = await platform.terraform(fork, "services");
    const plan = await terraform.plan({ out: "plan" });
    expect(plan).toMatchObject({ changed: false });
    await terraform.apply("plan");
    // A plan file is a zip archive: its members hold what it says.
    const { directory } = terraform;
    await runOrThrow("python3", ["-m", "zipfile", "-e", "plan", "plan-members"], { cwd: directory, env: process.env });
    const files = await readdir(directory, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files
        .filter((file) => file.isFile() && !file.parentPath.includes(".terraform/providers"))
        .map((file) => readFile(join(file.parentPath, file.name), "latin1")),
    );
    const everything = [...texts, await terraform.statePull(), JSON.stringify(await terraform.show("plan"))];
    expect(everything.length).toBeGreaterThan(4);
    expect(everything.join()).toContain("/kelmah/dev/MONGODB_URI");
    expect(everything.join()).not.toContain(planted);
    await fork.stop();
  });

  test("fails the plan when an image's tag does not exist", async () => {
    const fork = await platform.applied.fork();
    const image = { repositoryName: "kelmah-auth-service", imageIds: [{ imageTag: "project-fix" }] };
    await new ecr.ECRClient(clientConfig(fork)).send(new ecr.BatchDeleteImageCommand(image));
    const terraform = await platform.terraform(fork, "services");
    await expect(terraform.plan()).rejects.toThrow(/reading ECR Images: couldn't find resource/);
    await fork.stop();
  });

  test("lets a service's execution role do what the applied policies say, and nothing beside", async () => {
    const client = new iam.IAMClient(clientConfig(platform.applied));
    const RoleName = "kelmah-payment-dev-execution";
    const { PolicyNames = [] } = await client.send(new iam.ListRolePoliciesCommand({ RoleName }));
    const { AttachedPolicies } = await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName }));
    expect({ PolicyNames, AttachedPolicies }).toEqual({ PolicyNames: ["start-tasks"], AttachedPolicies: [] });
    const { PolicyDocument = "" } = await client.send(
      new iam.GetRolePolicyCommand({ RoleName, PolicyName: "start-tasks" }),
    );
    const policies = [JSON.parse(decodeURIComponent(PolicyDocument)) as PolicyJson];
    const may = (action: string, resource: string) =>
      mayDo(`arn:aws:iam::992350137489:role/${RoleName}`, policies, { action, resource });
    const parameter = (name: string) => `arn:aws:ssm:eu-north-1:992350137489:parameter/kelmah/${name}`;
    const repository = (name: string) => `arn:aws:ecr:eu-north-1:992350137489:repository/${name}`;

    expect(await may("ssm:GetParameters", parameter("dev/PAYSTACK_SECRET_KEY"))).toBe(true);
    expect(await may("ecr:BatchGetImage", repository("kelmah-payment-service"))).toBe(true);
    expect(await may("ssm:GetParameters", parameter("dev/SMTP_PASS"))).toBe(false);
    expect(await may("ssm:GetParameters", parameter("prod/PAYSTACK_SECRET_KEY"))).toBe(false);
    expect(await may("ssm:PutParameter", parameter("dev/PAYSTACK_SECRET_KEY"))).toBe(false);
    expect(await may("ecr:BatchGetImage", repository("kelmah-auth-service"))).toBe(false);
  });

  test("shows what drifted and mends it through the cdktf CLI", async () => {
    const fork = await platform.applied.fork();
    const logGroupName = "/ecs/kelmah-auth-dev";
    const cloudWatch = new logs.CloudWatchLogsClient(clientConfig(fork));
    await cloudWatch.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));

    const diff = await platform.cdktf(fork, ...wordsOf(DIFF));
    expect(diff).toMatch(/retention_in_days\s+= 1 -> 7/);
    expect(diff).toContain("Plan: 0 to add, 1 to change, 0 to destroy.");
    const deploy = await platform.cdktf(fork, ...wordsOf(DEPLOY), "--auto-approve");
    expect(deploy).toContain("Apply complete! Resources: 0 added, 1 changed, 0 destroyed.");
    const { logGroups } = await cloudWatch.send(
      new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }),
    );
    expect(logGroups).toMatchObject([{ retentionInDays: 7 }]);
    await fork.stop();
  });

  test("lets one of two applies at once through, and loses nothing", async () => {
    const fork = await platform.before.network.fork();
    const both = [await platform.terraform(fork, "network"), await platform.terraform(fork, "network")] as const;
    for (const terraform of both) await terraform.plan({ out: "plan" });
    const results = await Promise.allSettled(both.map((terraform) => terraform.apply("plan")));

    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = results.find((result) => result.status === "rejected");
    expect(String(refused?.reason)).toContain("Error acquiring the state lock");
    expect(await both[0].plan()).toMatchObject({ changed: false });
    const found = await listEverything(fork);
    expect(found.vpcs).toHaveLength(2); // The account's default VPC, and ours.
    expect(found.addresses).toHaveLength(1);
    await fork.stop();
  });

  test("destroys development whole, and leaves nothing behind", async () => {
    const fork = await platform.applied.fork();
    const before = await listEverything(platform.before.network);
    expect(await listEverything(fork)).not.toEqual(before);
    for (const part of ["services", "network"] as const) {
      const terraform = await platform.terraform(fork, part);
      await terraform.destroy();
      expect(await terraform.stateList()).toEqual([]);
    }
    expect(await listEverything(fork)).toEqual(before);
    await fork.stop();
  });

  test("asks nothing of the emulator that it cannot answer", async () => {
    expect(await platform.applied.unimplemented()).toEqual([]);
  });

  readme.testThatAllAreTyped();
  runbook.testThatAllAreTyped();
});
