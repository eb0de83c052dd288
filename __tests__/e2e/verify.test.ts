import * as ec2 from "@aws-sdk/client-ec2";
import * as ecr from "@aws-sdk/client-ecr";
import * as ecs from "@aws-sdk/client-ecs";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import { DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { AttachRolePolicyCommand, CreatePolicyCommand } from "@aws-sdk/client-iam";
import { DeleteParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { environments } from "../../src/environments";
import type { Emulator } from "../../src/ops/emulator";
import { run, start } from "../../src/ops/process";
import { type ProductionClients, productionClients } from "../../src/ops/rehearse/production/account";
import { leaks, PRODUCTION } from "../../src/ops/rehearse/production/facts";
import { type Production, writeInventory } from "../../src/ops/rehearse/production/production";
import type { Verification } from "../../src/ops/verify/analyse";
import { HELP } from "../../src/ops/verify/arguments";
import { commandsOf } from "../../src/ops/verify/commands";
import type { Expected } from "../../src/ops/verify/expected";
import { expectedOf } from "../../src/ops/verify/expected-of";
import { Verifier } from "../../src/ops/verify/verify";
import { launcher, projectDirectory } from "../helpers/directories";
import { Documented } from "../helpers/documented";
import { clientConfig, startTestEmulator } from "../helpers/emulator";
import { FaultProxy } from "../helpers/fault-proxy";
import { changeTask, discovered, makeHealthy, pointGateway } from "../helpers/healthy";
import { mayDo } from "../helpers/iam";
import { copyProduction } from "../helpers/production";
import { describeWithEmulator } from "../helpers/prerequisites";

const WAIT = "npm run verify -- --env prod --wait 10m";
const ASK_GATEWAY = "npm run verify -- --env prod --url https://<gateway>";
const CHECK_SECRETS = "npm run verify -- --env prod --check-secrets";

describeWithEmulator("verify", () => {
  const runbook = new Documented("docs/runbook.md", WAIT, ASK_GATEWAY, CHECK_SECRETS);
  /** What a command of the runbook gives to the command's own file. */
  const wordsOf = (command: string) => {
    const words = runbook.typeToNode(command);
    return words.slice(words.indexOf("src/ops/verify/main.ts") + 1);
  };
  let production: Production;
  let folder: string;
  let expected: Expected;
  const said: string[] = [];

  const environment = () => {
    const found = environments(folder).find(({ name }) => name === "prod");
    if (found === undefined) throw new Error("There is no prod");
    return found;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kelmah-verify-"));
    production = await copyProduction("full");
    await writeInventory(folder, discovered(production));
    expected = expectedOf(environment());
    await makeHealthy(production, environment());
  });

  afterAll(async () => {
    await production.emulator.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const entry = join(projectDirectory, "src/ops/verify/main.ts");
  const env = ({ environment: variables }: Emulator, endpoint?: string): NodeJS.ProcessEnv => ({
    ...variables,
    ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
    NO_COLOR: "1",
    KELMAH_INVENTORY_DIR: folder,
  });

  /** Runs the command as npm does. */
  async function command(variables: NodeJS.ProcessEnv, ...args: string[]) {
    const result = await run(process.execPath, [launcher, entry, ...args], { cwd: projectDirectory, env: variables }); // prettier-ignore
    said.push(result.stdout, result.stderr);
    return result;
  }

  /** Looks in this process, which is quicker. */
  async function look(emulator: Emulator, endpoint = emulator.endpoint): Promise<Verification> {
    const verifier = new Verifier({ environment: environment(), config: { ...clientConfig(emulator), endpoint } });
    const verification = await verifier.look();
    said.push(JSON.stringify(verification));
    return verification;
  }

  async function targetGroup(clients: ProductionClients, name: string): Promise<elbv2.TargetGroup> {
    const { TargetGroups: [group = {}] = [] } = await clients.elbv2.send(new elbv2.DescribeTargetGroupsCommand({ Names: [name] })); // prettier-ignore
    return group;
  }

  test("a platform that is well takes one table, status 0, and a second or two", async () => {
    await production.emulator.clearCalls();
    const { status, stdout, stderr } = await command(env(production.emulator), "--env", "prod");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n").length).toBeLessThan(20);
    expect(stdout).toContain("13.62.68.130, as allowlisted");
    expect(stdout).toMatch(/\nAll is well\. \d+ calls to AWS, [\d.]+ s\.\n$/);
    expect((await production.emulator.calls()).length).toBeLessThan(50);
    expect(await production.emulator.unimplemented()).toEqual([]);
    const json = await command(env(production.emulator), ...wordsOf(WAIT), "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: "healthy", findings: [] });
  });

  type Fault = (clients: ProductionClients, emulator: Emulator) => Promise<unknown>;
  const cluster = PRODUCTION.cluster;

  test.each<[string, Fault, string]>([
    ["an image's tag", async ({ ecr: client }) => client.send(new ecr.BatchDeleteImageCommand({ repositoryName: "kelmah-auth-service", imageIds: [{ imageTag: "project-fix" }] })), "image-missing auth"],
    ["a roll-out", async (_, emulator) => emulator.setRollout({ cluster, service: PRODUCTION.gatewayService, outcome: { rolloutState: "FAILED", runningCount: 1, failedTasks: 3 } }), "rollout-failed gateway"],
    ["a target", async (clients, emulator) => {
      const { TargetGroupArn } = await targetGroup(clients, PRODUCTION.gatewayTargetGroup);
      const { TargetHealthDescriptions = [] } = await clients.elbv2.send(new elbv2.DescribeTargetHealthCommand({ TargetGroupArn }));
      await emulator.setTargetHealth({ target: TargetHealthDescriptions[0]?.Target?.Id ?? "", state: "unhealthy" });
    }, "targets-unhealthy gateway"],
    ["a listener", async (clients) => {
      const { LoadBalancerArns: [LoadBalancerArn] = [] } = await targetGroup(clients, "kelmah-payment-tg");
      const { Listeners = [] } = await clients.elbv2.send(new elbv2.DescribeListenersCommand({ LoadBalancerArn }));
      const ListenerArn = Listeners.find(({ Port }) => Port === 3004)?.ListenerArn;
      await clients.elbv2.send(new elbv2.DeleteListenerCommand({ ListenerArn }));
    }, "listener-missing payment"],
    ["a security group's rules", async ({ ec2: client }) => {
      const { SecurityGroupRules = [] } = await client.send(new ec2.DescribeSecurityGroupRulesCommand({}));
      const own = SecurityGroupRules.filter(({ FromPort, IsEgress }) => FromPort === 3003 && IsEgress === false);
      const SecurityGroupRuleIds = own.flatMap(({ SecurityGroupRuleId }) => SecurityGroupRuleId ?? []);
      await client.send(new ec2.RevokeSecurityGroupIngressCommand({ GroupId: PRODUCTION.servicesSecurityGroup, SecurityGroupRuleIds }));
    }, "ingress-missing messaging"],
    ["a parameter's value", async ({ ssm }) => {
      await ssm.send(new DeleteParameterCommand({ Name: "/kelmah/prod/SMTP_PASS" }));
      await ssm.send(new PutParameterCommand({ Name: "/kelmah/prod/SMTP_PASS", Type: "SecureString", Value: "pending" }));
    }, "parameter-pending prod"],
    ["a parameter's encryption", async ({ ssm }) => {
      await ssm.send(new DeleteParameterCommand({ Name: "/kelmah/prod/SMTP_PASS" }));
      await ssm.send(new PutParameterCommand({ Name: "/kelmah/prod/SMTP_PASS", Type: "String", Value: "unlike" }));
    }, "parameter-plain prod"],
    ["a parameter", async ({ ssm }) => ssm.send(new DeleteParameterCommand({ Name: "/kelmah/prod/MONGODB_URI" })), "parameter-missing prod"],
    ["a log group", async ({ logs }) => logs.send(new DeleteLogGroupCommand({ logGroupName: "/ecs/review-service" })), "log-group-missing review"],
    ["the allowlisted address", async ({ ec2: client }) => {
      const { RouteTables = [] } = await client.send(new ec2.DescribeRouteTablesCommand({ Filters: [{ Name: "association.subnet-id", Values: [PRODUCTION.privateSubnets[0]] }] }));
      const { AllocationId } = await client.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
      const { NatGateway } = await client.send(new ec2.CreateNatGatewayCommand({ SubnetId: PRODUCTION.publicSubnets[0], AllocationId }));
      await client.send(new ec2.ReplaceRouteCommand({ RouteTableId: RouteTables[0]?.RouteTableId, DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: NatGateway?.NatGatewayId }));
    }, "nat-address prod"],
    ["a NAT gateway that has been deleted, and is still listed,", async ({ ec2: client }) => {
      const { NatGateways: [gateway] = [] } = await client.send(new ec2.DescribeNatGatewaysCommand({}));
      await client.send(new ec2.DeleteNatGatewayCommand({ NatGatewayId: gateway?.NatGatewayId }));
    }, "no-way-out prod"],
    ["the gateway's URL", async (clients) => pointGateway({ clients }, expected, { JOB_SERVICE_URL: "http://elsewhere.example" }), "gateway-url gateway"],
    ["the gateway's port", async (clients) => changeTask({ clients }, cluster, PRODUCTION.gatewayService, "api-gateway-task", (container) => ({ ...container, portMappings: [{ containerPort: 80 }] })), "container-port gateway"],
    ["a service", async ({ ecs: client }) => client.send(new ecs.DeleteServiceCommand({ cluster, service: "job-service-nlb", force: true })), "service-missing job"],
  ])("%s that lacks or is wrong is found, and nothing else", async (_, spoil, found) => {
    const fork = await production.emulator.fork();
    await spoil(productionClients(fork), fork);
    const { verdict, findings } = await look(fork);
    expect(findings.map(({ code, subject }) => `${code} ${subject}`)).toEqual([found]);
    expect([verdict, findings[0]?.severity]).toEqual(["wrong", "wrong"]);
    await fork.stop();
  }); // prettier-ignore

  test("what is wrong is said with why and what to do, and is status 1", async () => {
    const fork = await production.emulator.fork();
    const { ssm } = productionClients(fork);
    await ssm.send(new DeleteParameterCommand({ Name: "/kelmah/prod/SMTP_PASS" }));
    await ssm.send(new PutParameterCommand({ Name: "/kelmah/prod/SMTP_PASS", Type: "SecureString", Value: "pending" }));
    const { status, stdout, stderr } = await command(env(fork), "--env", "prod", "--wait", "1h");
    expect([status, stderr]).toEqual([
      1,
      "Something is wrong with prod, see above. Waiting longer would not mend it.\n",
    ]);
    expect(stdout).toContain("\nWill fail at the next start or deployment\n");
    expect(stdout).toContain("\n  next    npm run secret -- --env prod SMTP_PASS\n");
    await fork.stop();
  });

  test("--wait ends when all is well, or when time runs out, or with Ctrl-C after the last picture", async () => {
    const fork = await production.emulator.fork();
    const service = PRODUCTION.gatewayService;
    const outcome = { rolloutState: "IN_PROGRESS", runningCount: 0 } as const;
    await fork.setRollout({ cluster, service, outcome });
    expect(await command(env(fork), "--env", "prod", "--wait", "1s")).toMatchObject({
      status: 1,
      stderr: "Something is wrong with prod, see above. Time has run out.\n",
    });
    const child = start(process.execPath, [launcher, entry, "--env", "prod", "--wait", "1h"], { cwd: projectDirectory, env: env(fork) }); // prettier-ignore
    let stdout = "";
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.stdout?.on("data", (data: Buffer) => {
      stdout += data.toString();
      if (stdout.includes("waiting:")) child.kill("SIGINT");
    });
    expect(await ended).toBe(130);
    expect(stdout).toMatch(/waiting: .* runs 0 of 1 task[\s\S]*service +phase[\s\S]*1 thing is wrong/);
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end(JSON.stringify({ services: { auth: { status: "healthy" } } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const waiting = command(env(fork), "--env", "prod", "--wait", "2m", "--url", url);
    setTimeout(() => void fork.setRollout({ cluster, service }), 20_000);
    expect(await waiting).toMatchObject({ status: 0, stderr: "" });
    // Three paths, at the first look and before it is said that all is well; not at each look between.
    expect(asked).toBe(6);
    server.close();
    await fork.stop();
  });

  test("a permission that lacks leaves the other findings, with status 2, or 1 when something is wrong", async () => {
    const fork = await production.emulator.fork();
    const proxy = await FaultProxy.start(fork.endpoint);
    proxy.setFaults({ action: "DescribeTargetHealth", kind: "denied" });
    const alone = await command(env(fork, proxy.endpoint), "--env", "prod");
    expect(alone.status).toBe(2);
    expect(alone.stdout).toContain("AWS denies elasticloadbalancing:DescribeTargetHealth to these credentials. The policy that verify needs is docs/verify-policy.json."); // prettier-ignore
    await productionClients(fork).ssm.send(new DeleteParameterCommand({ Name: "/kelmah/prod/JWT_SECRET" }));
    const { verdict, findings } = await look(fork, proxy.endpoint);
    expect([verdict, findings[0]?.code, findings[1]?.code]).toEqual(["wrong", "parameter-missing", "targets-unknown"]);
    await proxy.stop();
    await fork.stop();
  });

  test("what cannot be found out at all is one sentence and status 2", async () => {
    const { AWS_ACCESS_KEY_ID: id, ...without } = env(production.emulator);
    expect([id, await command(without, "--env", "prod")]).toMatchObject(["test", { status: 2, stdout: "", stderr: expect.stringMatching(/^There are no AWS credentials\./) as unknown }]); // prettier-ignore
    const other = await startTestEmulator({ account: "111122223333" });
    const { status, stderr } = await command(env(other), "--env", "prod");
    expect([status, stderr]).toEqual([2, "The AWS credentials are account 111122223333's, but environment prod belongs to 992350137489. Choose that account's credentials, for example with AWS_PROFILE.\n"]); // prettier-ignore
    await other.stop();
    expect(await command(process.env, "--help")).toEqual({ status: 0, stdout: HELP, stderr: "" });
    expect(await command(process.env, "--env", "prdo")).toMatchObject({ status: 2 });
  });

  test.each([
    [200, { services: [{ service: "auth", ok: true }] }, 0],
    [200, { services: { auth: { status: "unhealthy" } } }, 1],
    [503, {}, 1],
  ])("a gateway that answers %i and %j is status %i", async (answer, body, status) => {
    const server = createServer((_, response) => response.writeHead(answer).end(JSON.stringify(body)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const words = wordsOf(ASK_GATEWAY).map((word) => word.replace("https://<gateway>", url));
    const result = await command(env(production.emulator), ...words);
    expect(result.status).toBe(status);
    expect(result.stdout).toContain(`/api/health/aggregate ${answer} in `);
    server.close();
  }); // prettier-ignore

  test("AWS is asked for exactly what the committed policy allows, and of parameters only ours may be read", async () => {
    const fork = await production.emulator.fork();
    const clients = productionClients(fork);
    await clients.ssm.send(new DeleteParameterCommand({ Name: "/kelmah/prod/SMTP_PASS" }));
    await clients.ssm.send(new PutParameterCommand({ Name: "/kelmah/prod/SMTP_PASS", Type: "SecureString", Value: "unlike" })); // prettier-ignore
    // The gateway's task has stopped, so that it is asked why. The emulator lists the tasks of all services.
    const { taskArns } = await clients.ecs.send(new ecs.ListTasksCommand({ cluster }));
    const { tasks = [] } = await clients.ecs.send(new ecs.DescribeTasksCommand({ cluster, tasks: taskArns }));
    const task = tasks.find(({ group }) => group === `service:${PRODUCTION.gatewayService}`)?.taskArn;
    await clients.ecs.send(
      new ecs.StopTaskCommand({ cluster, task, reason: "CannotPullContainerError: it: not found" }),
    );
    const outcome = { runningCount: 1, rolloutState: "IN_PROGRESS", failedTasks: 1 } as const;
    await fork.setRollout({ cluster, service: PRODUCTION.gatewayService, outcome });
    await fork.clearCalls();
    const { findings } = await look(fork);
    // A value that is not `pending` is set, whatever its version.
    expect(findings.map(({ code, why = "" }) => [code, why.slice(0, 19)])).toEqual([["rolling-out", "CannotPullContainer"]]); // prettier-ignore
    const asked = new Set((await fork.calls()).map(({ service, action }) => `${service}:${action}`));
    const policy = JSON.parse(readFileSync(join(projectDirectory, "docs/verify-policy.json"), "utf8")) as {
      Statement: { Action: string | string[] }[];
    };
    const allowed = policy.Statement.flatMap(({ Action }) => Action);
    // What is asked only where options are on that production has off: public entrance, endpoints, peering, other store, own key.
    const ofOptions = [
      "ec2:DescribeVpcEndpoints",
      "ec2:DescribeVpcPeeringConnections",
      "elasticloadbalancing:DescribeRules",
      "iam:GetPolicy",
      "iam:GetPolicyVersion",
      "iam:GetRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
      "secretsmanager:DescribeSecret",
      "secretsmanager:ListSecretVersionIds",
    ];
    // Parameter Store asks KMS, on behalf of whoever reads a parameter under a key of the environment's own.
    const ofKms = ["kms:Decrypt"];
    expect([...asked, ...ofOptions, ...ofKms].sort()).toEqual([...allowed].sort());
    const changing = allowed.filter((action) => !/^[\w-]+:(Describe|List|Get)/.test(action));
    expect(changing).toEqual(ofKms);
    const role = "arn:aws:iam::992350137489:role/verify";
    const parameter = (name: string) => ({ action: "ssm:GetParameters", resource: `arn:aws:ssm:eu-north-1:992350137489:parameter${name}` }); // prettier-ignore
    const reads = (name: string) => mayDo(role, [policy], parameter(name));
    expect([await reads("/kelmah/prod/SMTP_PASS"), await reads("/other/SECRET")]).toEqual([true, false]);
    await fork.stop();
  });

  test("the commands that it prints are taken by AWS", async () => {
    const fork = await production.emulator.fork();
    const commands = commandsOf(expected);
    const service = "auth-service-nlb";
    const clients = productionClients(fork);
    const { services = [] } = await clients.ecs.send(new ecs.DescribeServicesCommand({ cluster, services: [service] }));
    const revision = services[0]?.taskDefinition?.replace(/^.*\//, "") ?? "";
    const group = await targetGroup(clients, "kelmah-auth-tg-tcp");
    for (const typed of [
      commands.events(service),
      commands.tags("kelmah-auth-service"),
      commands.targets(group.TargetGroupArn ?? ""),
      commands.rules(PRODUCTION.servicesSecurityGroup),
      commands.restart(service),
      commands.scale(service, 2),
      commands.useRevision(service, revision),
    ]) {
      const result = await run("sh", ["-c", typed], { cwd: projectDirectory, env: env(fork) });
      expect({ typed, ...result }).toMatchObject({ typed, status: 0 });
    }
    const { findings } = await look(fork);
    expect(findings.map(({ code, next }) => [code, next.at(-1)])).toEqual([
      ["desired-count", commands.scale(service, 1)],
    ]);
    await fork.stop();
  });

  test("tasks that are older than the secrets they read are said, and started again by the command that is printed", async () => {
    const fork = await production.emulator.fork();
    const clients = productionClients(fork);
    // One of the environment's own, and one that somebody keeps elsewhere.
    const [own, other] = ["/kelmah/prod/MONGODB_URI", "/shared/SENTRY_DSN"];
    await clients.ssm.send(new PutParameterCommand({ Name: other, Type: "SecureString", Value: "before" }));
    await changeTask({ clients }, cluster, "auth-service-nlb", "kelmah-auth-service", (container) => ({
      ...container,
      secrets: [
        { name: "MONGODB_URI", valueFrom: `arn:aws:ssm:eu-north-1:992350137489:parameter${own}` },
        { name: "SENTRY_DSN", valueFrom: other },
      ],
    }));
    expect((await look(fork)).findings).toEqual([]);
    // The emulator tells some times in whole seconds.
    await sleep(1100);
    const put = [own, other]
      .map((name) => `aws ssm put-parameter --name ${name} --value another --overwrite --region eu-north-1`)
      .join(" && ");
    const typed = (command: string) => run("sh", ["-c", command], { cwd: projectDirectory, env: env(fork) });
    expect(await typed(put)).toMatchObject({ status: 0 });
    const { verdict, findings } = await look(fork);
    expect([verdict, findings.map(({ code }) => code)]).toEqual(["healthy", ["tasks-older"]]);
    for (const name of [own, other]) expect(findings[0]?.what).toContain(`${name} was set at `);
    const next = findings[0]?.next.at(-1) ?? "";
    expect(next).toBe(commandsOf(expected).restart("auth-service-nlb"));
    await sleep(1100);
    expect(await typed(next)).toMatchObject({ status: 0 });
    expect((await look(fork)).findings).toEqual([]);
    await fork.stop();
  });

  test("a network ACL that denies what the chain needs is said, and let through by the commands that are printed", async () => {
    const fork = await production.emulator.fork();
    const { ec2: client } = productionClients(fork);
    const inGateway = [{ Name: "association.subnet-id", Values: [PRODUCTION.publicSubnets[0]] }];
    const { NetworkAcls: [acl] = [] } = await client.send(new ec2.DescribeNetworkAclsCommand({ Filters: inGateway }));
    const NetworkAclId = acl?.NetworkAclId ?? "";
    const denied = { NetworkAclId, RuleNumber: 90, Protocol: "6", RuleAction: "deny", Egress: false } as const;
    const PortRange = { From: 5001, To: 5001 };
    const { Subnets: [subnet] = [] } = await client.send(new ec2.DescribeSubnetsCommand({ SubnetIds: [PRODUCTION.publicSubnets[0]] })); // prettier-ignore
    await client.send(new ec2.CreateNetworkAclEntryCommand({ ...denied, CidrBlock: subnet?.CidrBlock, PortRange }));
    const { findings } = await look(fork);
    expect(findings.map(({ code, subject }) => `${code} ${subject}`)).toEqual(["network-acl auth"]);
    expect(findings[0]?.what).toMatch(new RegExp(`^network ACL ${NetworkAclId} of .* denies TCP 5001 inbound from .*, by rule 90$`)); // prettier-ignore
    for (const command of findings[0]?.next.filter((line) => line.startsWith("aws ")) ?? []) {
      expect(await run("sh", ["-c", command], { cwd: projectDirectory, env: env(fork) })).toMatchObject({ status: 0 });
    }
    expect((await look(fork)).findings).toEqual([]);
    await fork.stop();
  });

  test("a secret under a key that the role of its reader may not use is said, from the role's own policies", async () => {
    const fork = await production.emulator.fork();
    const clients = productionClients(fork);
    const Name = "/kelmah/prod/MONGODB_URI";
    await clients.ssm.send(new DeleteParameterCommand({ Name }));
    const another = { Type: "SecureString", Value: "another", KeyId: "alias/another" } as const;
    await clients.ssm.send(new PutParameterCommand({ Name, ...another }));
    await changeTask({ clients }, cluster, "auth-service-nlb", "kelmah-auth-service", (container) => ({
      ...container,
      secrets: [{ name: "MONGODB_URI", valueFrom: Name }],
    }));
    const found = async () => (await look(fork)).findings.map(({ code, what }) => `${code}: ${what}`);
    const says = `key-right: parameter ${Name} is under the key alias/another, which ${PRODUCTION.role} may not use by its policies`;
    expect(await found()).toEqual([says]);
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }],
    });
    const { Policy } = await clients.iam.send(new CreatePolicyCommand({ PolicyName: "decrypt", PolicyDocument }));
    await clients.iam.send(new AttachRolePolicyCommand({ RoleName: PRODUCTION.role, PolicyArn: Policy?.Arn }));
    expect(await found()).toEqual([]);
    await fork.stop();
  });

  test("--check-secrets reads them by a policy of its own, and says what it sees of their shapes", async () => {
    const fork = await production.emulator.fork();
    const { ssm } = productionClients(fork);
    const planted = "mongodb+srv://kelmah:planted-pa55word@cluster0.example.net/?w=majority";
    await ssm.send(new PutParameterCommand({ Name: "/kelmah/prod/MONGODB_URI", Value: planted, Overwrite: true }));
    await fork.clearCalls();
    const { status, stdout } = await command(env(fork), ...wordsOf(CHECK_SECRETS), "--json");
    const { findings } = JSON.parse(stdout) as Verification;
    expect([status, findings.find(({ code }) => code === "secret-no-database")?.what]).toEqual([
      1,
      "/kelmah/prod/MONGODB_URI is a connection string without a database's name",
    ]);
    expect(stdout).not.toContain("pa55word");
    const asked = (await fork.calls()).map(({ service, action }) => `${service}:${action}`);
    expect(asked.filter((action) => action === "ssm:GetParameter")).toHaveLength(expected.parameters.length);
    await fork.stop();
  });

  runbook.testThatAllAreTyped();

  test("no secret was said in any of this", () => {
    expect(production.secrets.size).toBeGreaterThan(5);
    expect(leaks(said.join("\n"), production.secrets)).toEqual([]);
  });
});
