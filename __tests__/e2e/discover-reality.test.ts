import * as ecs from "@aws-sdk/client-ecs";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import { createColors } from "picocolors";
import { environments } from "../../src/environments";
import type { Inventory } from "../../src/model/environment";
import { createClients, watch } from "../../src/ops/aws/clients";
import { discover, type Discovery } from "../../src/ops/discover/discover";
import { discoveryJson, renderDiscovery } from "../../src/ops/discover/report";
import { productionClients } from "../../src/ops/rehearse/production/account";
import { defined } from "../../src/ops/rehearse/production/defined";
import { GATEWAY, leaks, PRODUCTION } from "../../src/ops/rehearse/production/facts";
import { buildProduction, type Production, writeInventory } from "../../src/ops/rehearse/production/production";
import { projectDirectory } from "../helpers/directories";
import { clientConfig, startTestEmulator } from "../helpers/emulator";
import { describeWithEmulator } from "../helpers/prerequisites";
import { temporaryDirectory } from "../helpers/temporary";

const { cluster } = PRODUCTION;
const directory = temporaryDirectory();

/** Discovers prod with an inventory, in the account of an emulator. */
async function discoverProd({ emulator }: Pick<Production, "emulator">, inventory: Inventory, name: string) {
  await writeInventory(directory.path(name), inventory);
  const environment = defined(environments(directory.path(name)).find((candidate) => candidate.name === "prod"));
  const clients = createClients(clientConfig(emulator));
  const calls = watch(clients);
  const folder = directory.path(`${name}-run`);
  const { providers, environment: env } = emulator;
  const discovery = await discover({
    project: projectDirectory, folder, environment, clients, env, providers, journals: [],
  }); // prettier-ignore
  const text = renderDiscovery(discovery, createColors(false));
  return { discovery, text, json: JSON.stringify(discoveryJson(discovery, calls, 1)) };
}

const found = ({ notOurs }: Discovery) => notOurs.map(({ kind, name, detail }) => `${kind} ${name}: ${detail}`);

type Definition = Omit<ecs.RegisterTaskDefinitionCommandInput, "family">;

/** Lets an ECS service run its task definition with something else in it. */
async function runOtherwise(client: ecs.ECSClient, service: string, change: (definition: ecs.TaskDefinition) => Definition) {
  const { services } = await client.send(new ecs.DescribeServicesCommand({ cluster, services: [service] }));
  const arn = defined(services?.[0]?.taskDefinition);
  const { taskDefinition } = await client.send(new ecs.DescribeTaskDefinitionCommand({ taskDefinition: arn }));
  const { family, cpu, memory, networkMode, requiresCompatibilities, executionRoleArn, taskRoleArn } = defined(taskDefinition);
  const before = { cpu, memory, networkMode, requiresCompatibilities, executionRoleArn, taskRoleArn };
  const registered = await client.send(
    new ecs.RegisterTaskDefinitionCommand({ family, ...before, ...change(defined(taskDefinition)) }),
  );
  const revision = defined(registered.taskDefinition?.taskDefinitionArn);
  await client.send(new ecs.UpdateServiceCommand({ cluster, service, taskDefinition: revision }));
} // prettier-ignore

describeWithEmulator("production as it really is", () => {
  let production: Production;
  beforeAll(async () => {
    production = await buildProduction(await startTestEmulator(), "full");
  });
  afterAll(async () => {
    await production.emulator.stop();
  });

  test("as the runbook left it, everything starts, the phase matches, and only the public load balancer is not ours", async () => {
    const { discovery } = await discoverProd(production, production.given, "as-left");
    expect(discovery.unsettled).toEqual([]);
    expect(discovery.tasks.filter(({ meaning }) => meaning !== "changed" && meaning !== "harmless")).toEqual([]);
    expect(
      new Set(discovery.standings.map(({ calls, phase, written }) => `${calls} ${phase ?? ""} ${written}`)),
    ).toEqual(new Set(["legacy parallel parallel"]));
    expect(found(discovery)).toEqual([
      "load balancer kelmah-alb: internet-facing, in front of target group api-gateway-tg",
    ]);
  });

  test("what runs otherwise, where the gateway calls, and who else is there are found, and nothing secret is said", async () => {
    const emulator = await production.emulator.fork();
    const clients = productionClients(emulator);
    for (const service of ["user-service", "user-service-nlb"]) {
      await runOtherwise(clients.ecs, service, ({ containerDefinitions }) => ({
        cpu: "1024",
        memory: "3072",
        runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
        containerDefinitions: [
          ...defined(containerDefinitions),
          { name: "agent", image: "example/agent:1", essential: false },
        ],
      }));
    }
    const { LoadBalancers } = await clients.elbv2.send(
      new elbv2.DescribeLoadBalancersCommand({ Names: [PRODUCTION.loadBalancer] }),
    );
    const [balancer] = defined(LoadBalancers);
    await runOtherwise(clients.ecs, PRODUCTION.gatewayService, ({ containerDefinitions = [] }) => ({
      containerDefinitions: containerDefinitions.map((container) => ({
        ...container,
        environment: container.environment?.map(({ name = "", value = "" }) => ({
          name,
          value: value.replace(/[\w-]+\.kelmah\.example/, defined(balancer?.DNSName)),
        })),
      })),
    }));
    const { TargetGroups } = await clients.elbv2.send(
      new elbv2.DescribeTargetGroupsCommand({ Names: [PRODUCTION.gatewayTargetGroup] }),
    );
    const targetGroupArn = defined(TargetGroups?.[0]?.TargetGroupArn);
    await clients.ecs.send(
      new ecs.CreateServiceCommand({
        cluster,
        serviceName: "kelmah-api-gateway-alb",
        taskDefinition: GATEWAY.family,
        desiredCount: 1,
        launchType: "FARGATE",
        loadBalancers: [{ targetGroupArn, containerName: GATEWAY.container, containerPort: GATEWAY.port }],
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: [PRODUCTION.publicSubnets[1]],
            securityGroups: [PRODUCTION.gatewaySecurityGroup],
          },
        },
      }),
    );
    const Targets = [{ Id: "172.31.40.40", Port: GATEWAY.port }];
    await clients.elbv2.send(new elbv2.RegisterTargetsCommand({ TargetGroupArn: targetGroupArn, Targets }));
    const other = await clients.elbv2.send(
      new elbv2.CreateTargetGroupCommand({ Name: "metrics", Protocol: "TCP", Port: 9100, VpcId: PRODUCTION.vpc, TargetType: "ip" }),
    ); // prettier-ignore
    await clients.elbv2.send(
      new elbv2.CreateListenerCommand({
        LoadBalancerArn: balancer?.LoadBalancerArn,
        Protocol: "TCP",
        Port: 9100,
        DefaultActions: [{ Type: "forward", TargetGroupArn: other.TargetGroups?.[0]?.TargetGroupArn }],
      }),
    );

    const { discovery, text, json } = await discoverProd({ emulator }, production.given, "otherwise");
    await emulator.stop();
    expect(leaks(text + json, production.secrets)).toEqual([]);
    expect(discovery.unsettled.map(({ address, message }) => [address, message])).toEqual([
      ["aws_ecs_service.gateway", expect.stringMatching(/^auth, user, .*: 'parallel' is written, .*'internal'.* in src\/environments\/prod\.ts\.$/)],
      ["aws_ecs_task_definition.user", expect.stringMatching(/^would not start: runtimePlatform\.cpuArchitecture 'ARM64' -> 'X86_64' /)],
      ["aws_ecs_task_definition.user", expect.stringMatching(/^cpu of what user runs \(user-service-task:\d+\) is 1024 and would be 256\. /)],
      ["aws_ecs_task_definition.user", expect.stringMatching(/^memory of what user runs \(user-service-task:\d+\) is 3072 and would be 512\. /)],
      ["aws_ecs_task_definition.user", expect.stringMatching(/^containerDefinitions\.agent of what user runs \(user-service-task:\d+\) would be gone\. /)],
    ]); // prettier-ignore
    const ofUser = discovery.tasks.filter(({ service, meaning }) => service === "user" && meaning !== "harmless");
    expect(ofUser.map(({ meaning, field }) => `${meaning}: ${field}`)).toEqual([
      "would not start: runtimePlatform.cpuArchitecture",
      "less: cpu",
      "less: memory",
      "dropped: containerDefinitions.agent",
      "changed: taskRoleArn",
      "changed: executionRoleArn",
    ]);
    for (const standing of discovery.standings) {
      expect(standing).toMatchObject({ calls: "private", phase: "internal", written: "parallel" });
      expect(standing.noWayBack).toMatch(/nobody has written down where it was called/);
    }
    expect(found(discovery)).toEqual([
      expect.stringMatching(/^target 172\.31\.\S+: in target group api-gateway-tg: a task of kelmah-api-gateway-alb$/),
      "target 172.31.40.40: in target group api-gateway-tg: no task of the cluster; somebody has registered it",
      "listener port 9100: of kelmah-internal-svcs, to target group metrics",
      "ECS service kelmah-api-gateway-alb: 1 task, in target group api-gateway-tg as ours",
      "load balancer kelmah-alb: internet-facing, in front of target group api-gateway-tg",
      "target group metrics: TCP 9100",
    ]);
  });

  test("before the runbook's section 3, [] and an address that is not there are none yet", async () => {
    const before = await buildProduction(await startTestEmulator(), "legacy");
    const given = { ...before.given, privateSubnets: [], natEips: [PRODUCTION.natEip] };
    const { discovery, text } = await discoverProd(before, given, "none-yet");
    await before.emulator.stop();
    expect(discovery.unsettled).toEqual([]);
    const kinds = discovery.matches
      .filter(({ type }) => ["aws_subnet", "aws_eip", "aws_nat_gateway"].includes(type))
      .map(({ address, outcome }) => `${address} ${outcome.kind}`);
    expect(kinds.sort()).toEqual(
      ["aws_eip.nat_a", "aws_nat_gateway.nat_a", ...["a", "b", "c"].map((zone) => `aws_subnet.private_${zone}`)].map(
        (address) => `${address} missing`,
      ),
    );
    expect(text).toContain(
      "Not there yet:\n  natEips: this account has no 13.62.68.130, and no private subnets are given",
    );
  });
});
