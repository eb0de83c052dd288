import { environments } from "../../src/environments";
import { type Environment, secretsOf } from "../../src/model/environment";
import { defined } from "../../src/ops/rehearse/production/defined";
import { differencesBetween } from "../helpers/differences";
import "../helpers/matchers";
import { blockAt, blocksOf, type StackJson, synthesizeStacks } from "../helpers/synth";
import { ALARMS, CHANGED_NETWORK, CHANGED_SERVICES, FLOW_LOGS, OPTIONS, OWN_VPC } from "./beside-production";

const [dev, staging, prod] = environments() as [Environment, Environment, Environment];
const SERVICES = Object.keys(dev.services);
const TASKS = [...SERVICES, "gateway"];
const all = synthesizeStacks();
const stackOf = ({ name }: Environment, part: "network" | "services"): StackJson => all[`kelmah-${name}-${part}`] ?? {};
const ofKind = (json: StackJson, kind: string) => [...blocksOf(json)].filter(([address]) => address.startsWith(kind));

test.each([
  [dev, [], []],
  [staging, FLOW_LOGS, ALARMS],
])("$name is production, but for its own VPC and what its options change", (environment, network, services) => {
  const from = (part: "network" | "services") =>
    differencesBetween(stackOf(environment, part), stackOf(prod, part), SERVICES);
  expect(from("network")).toEqual({
    missing: ["a", "b", "c"].map((zone) => `data.aws_subnet.private_${zone}`),
    added: [...OWN_VPC, ...network].sort(),
    changed: CHANGED_NETWORK,
  });
  const cluster = CHANGED_SERVICES["aws_ecs_cluster.main"].concat(environment.containerInsights ? "setting.value" : []);
  expect(from("services")).toEqual({
    missing: ["data.aws_lb_target_group.gateway"],
    added: [...OPTIONS, ...services].sort(),
    changed: { ...CHANGED_SERVICES, "aws_ecs_cluster.main": cluster.sort() },
  });
});

describe.each([
  { environment: dev, cidr: "10.20", retention: 7, web: "http://localhost:5173", logLevel: "debug" },
  { environment: staging, cidr: "10.30", retention: 14, web: "https://staging.kelmah.com", logLevel: "info" },
])("$environment.name", ({ environment, cidr, retention, web, logLevel }) => {
  const { name } = environment;
  const [network, services] = [stackOf(environment, "network"), stackOf(environment, "services")];

  test("has a VPC of its own, with a public and a private subnet in each zone and one NAT gateway", () => {
    expect(network).toHaveResourceAt("aws_vpc.main", {
      cidr_block: `${cidr}.0.0/16`,
      tags: { Name: `kelmah-${name}` },
    });
    ["a", "b", "c"].forEach((zone, index) => {
      for (const [kind, first] of [["public", 0], ["private", 128]] as const) {
        expect(network).toHaveResourceAt(`aws_subnet.${kind}_${zone}`, {
          vpc_id: "${aws_vpc.main.id}",
          cidr_block: `${cidr}.${first + 16 * index}.0/20`,
          availability_zone: `eu-north-1${zone}`,
          tags: { Name: `kelmah-${kind}-${zone}-${name}` },
        });
      }
    }); // prettier-ignore
    expect(ofKind(network, "aws_nat_gateway.").map(([address]) => address)).toEqual(["aws_nat_gateway.nat_a"]);
    expect(network).toHaveResourceAt("aws_nat_gateway.nat_a", { subnet_id: "${aws_subnet.public_a.id}" });
    expect(network).toHaveResourceAt("output.vpc_id", { value: "${aws_vpc.main.id}" });
    for (const group of ["services", "gateway"]) {
      expect(network).toHaveResourceAt(`aws_security_group.${group}`, { name: `kelmah-${group}-${name}` });
      expect(network).toHaveResourceAt(`output.${group}_security_group_id`, {
        value: `\${aws_security_group.${group}.id}`,
      });
    }
  });

  test("calls everything after itself, and nothing as production does", () => {
    for (const task of TASKS) {
      const own = `kelmah-${task}-${name}`;
      expect(services).toHaveResourceAt(`aws_ecs_service.${task}`, { name: own });
      expect(services).toHaveResourceAt(`aws_ecs_task_definition.${task}`, { family: own });
      expect(services).toHaveResourceAt(`aws_cloudwatch_log_group.${task}`, { name: `/ecs/${own}` });
      expect(services).toHaveResourceAt(`aws_iam_role.${task}_execution`, { name: `${own}-execution` });
      expect(services).toHaveResourceAt(`aws_iam_role.${task}_task`, { name: `${own}-task` });
    }
    for (const service of SERVICES) {
      expect(services).toHaveResourceAt(`aws_lb_target_group.${service}`, { name: `kelmah-${service}-${name}` });
    }
    expect(services).toHaveResourceAt("aws_ecs_cluster.main", { name: `kelmah-${name}` });
    expect(services).toHaveResourceAt("aws_lb.internal", { name: `kelmah-services-${name}` });
    const namesOf = (json: StackJson) =>
      [...blocksOf(json)].flatMap(([address, { name: called }]) =>
        address.startsWith("aws_") && typeof called === "string" ? [`${address.split(".")[0] ?? ""} ${called}`] : [],
      );
    // An inline policy is called by what it is for: its role is another.
    const shared = namesOf(services).filter((one) => namesOf(stackOf(prod, "services")).includes(one));
    expect(new Set(shared)).toEqual(new Set(["aws_iam_role_policy start-tasks"]));
  });

  test("can be destroyed whole", () => {
    for (const [address, { lifecycle, enable_deletion_protection }] of [...blocksOf(network), ...blocksOf(services)]) {
      expect({ address, ...(lifecycle as object) }).not.toHaveProperty("prevent_destroy");
      expect({ address, enable_deletion_protection }).not.toMatchObject({ enable_deletion_protection: true });
    }
  });

  test("runs one task of each on Spot, whose shells are logged under a key", () => {
    for (const task of TASKS) {
      expect(services).toHaveResourceAt(`aws_ecs_service.${task}`, {
        desired_count: 1,
        launch_type: undefined,
        capacity_provider_strategy: [{ capacity_provider: "FARGATE_SPOT", weight: 100 }],
        enable_execute_command: true,
      });
      expect(blockAt(services, `aws_ecs_task_definition.${task}`).container_definitions).toMatchObject([
        { linuxParameters: { initProcessEnabled: true } },
      ]);
      expect(JSON.stringify(blockAt(services, `aws_iam_role_policy.${task}_task`).policy)).toContain(
        `log-group:/ecs/exec/kelmah-${name}"`,
      );
    }
    expect(services).toHaveResourceAt("aws_ecs_cluster_capacity_providers.main", {
      capacity_providers: expect.arrayContaining(["FARGATE_SPOT"]) as unknown,
    });
    expect(services).toHaveResourceAt("aws_ecs_cluster.main", {
      setting: [{ name: "containerInsights", value: name === "staging" ? "enabled" : "disabled" }],
      configuration: {
        execute_command_configuration: {
          logging: "OVERRIDE",
          kms_key_id: "${aws_kms_key.exec_sessions.arn}",
          log_configuration: {
            cloud_watch_encryption_enabled: true,
            cloud_watch_log_group_name: "${aws_cloudwatch_log_group.exec_sessions.name}",
          },
        },
      },
    });
    expect(services).toHaveResourceAt("aws_cloudwatch_log_group.exec_sessions", {
      name: `/ecs/exec/kelmah-${name}`,
      retention_in_days: 90,
      kms_key_id: "${aws_kms_key.exec_sessions.arn}",
    });
    expect(services).toHaveResourceAt("aws_kms_key.exec_sessions", { enable_key_rotation: true });
  });

  test("keeps logs for days that are its own, and balances across zones", () => {
    for (const task of TASKS) {
      expect(services).toHaveResourceAt(`aws_cloudwatch_log_group.${task}`, { retention_in_days: retention });
    }
    expect(services).toHaveResourceAt("aws_lb.internal", { enable_cross_zone_load_balancing: true });
  });

  test("lets everybody call the gateway's port, the gateway the load balancer, the load balancer the services", () => {
    const rules = ofKind(services, "aws_vpc_security_group_ingress_rule.");
    expect(rules).toHaveLength(2 * SERVICES.length + 1);
    expect(services).toHaveResourceAt("aws_vpc_security_group_ingress_rule.gateway_callers_0_0_0_0_0", {
      from_port: 3000,
      to_port: 3000,
      cidr_ipv4: "0.0.0.0/0",
    });
    expect(services).toHaveResourceAt("aws_ecs_service.gateway", {
      load_balancer: undefined,
      network_configuration: expect.objectContaining({ assign_public_ip: true }) as unknown,
    });
    const balancer = "${aws_security_group.internal.id}";
    const outputs = "${data.terraform_remote_state.network.outputs";
    expect(services).toHaveResourceAt("aws_lb.internal", { security_groups: [balancer] });
    for (const service of SERVICES) {
      const { port } = environment.services[service] ?? {};
      const rule = (to: string, from: string) => ({ security_group_id: to, referenced_security_group_id: from, from_port: port, to_port: port, cidr_ipv4: undefined }); // prettier-ignore
      const own = `${outputs}.services_security_group_id}`;
      expect(services).toHaveResourceAt(`aws_vpc_security_group_ingress_rule.${service}`, rule(own, balancer));
      expect(services).toHaveResourceAt(
        `aws_vpc_security_group_ingress_rule.${service}_load_balancer`,
        rule(balancer, `${outputs}.gateway_security_group_id}`),
      );
      expect(services).toHaveResourceAt(
        `aws_vpc_security_group_egress_rule.${service}_load_balancer`,
        rule(balancer, own),
      );
    }
  });

  const containerOf = (json: StackJson, task: string) => {
    const { container_definitions: [container] = [] } = blockAt(json, `aws_ecs_task_definition.${task}`) as {
      container_definitions?: { environment: { name: string; value: string }[]; secrets: object[] }[];
    };
    return container ?? { environment: [], secrets: [] };
  };

  test.each(TASKS)("%s is configured as in production, for this environment", (task) => {
    const own: Readonly<Record<string, string>> = {
      LOG_LEVEL: logLevel,
      FRONTEND_URL: web,
      CORS_ORIGIN: web,
      CORS_ALLOWLIST: web,
      EMAIL_FROM: `no-reply@${name}.kelmah.com`,
    };
    const { environment: written } = task === "gateway" ? environment.gateway : defined(environment.services[task]);
    const expected = containerOf(stackOf(prod, "services"), task).environment.map(({ name: variable, value }) => ({
      name: variable,
      value:
        own[variable] ??
        // What production takes from what runs is written here.
        (value === "not-discovered"
          ? written[variable]
          : value.replace(/[a-z]+\.not-discovered\.invalid/, "${aws_lb.internal.dns_name}")),
    }));
    expect(containerOf(services, task).environment).toEqual(expected);
  });

  test.each(TASKS)("%s reads its own secrets, and its role what production's does, of this environment", (task) => {
    const moved = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll("/kelmah/prod/", `/kelmah/${name}/`));
    const production = stackOf(prod, "services");
    expect(containerOf(services, task).secrets).toEqual(moved(containerOf(production, task).secrets));
    const { Statement } = blockAt(services, `aws_iam_role_policy.${task}_execution`).policy as { Statement: object[] };
    const { policy } = blockAt(production, `aws_iam_role_policy.${task}_execution`) as { policy: { Statement: object[] } };
    const [pull, image, , ...reads] = moved(policy.Statement) as object[];
    const log = `arn:aws:logs:eu-north-1:992350137489:log-group:/ecs/kelmah-${task}-${name}:log-stream:*`;
    expect(Statement).toEqual([pull, image, expect.objectContaining({ Resource: [log] }), ...reads]);
  }); // prettier-ignore

  test("makes every secret's parameter, which each task waits for, and what else it needs", () => {
    const parameters = ofKind(services, "aws_ssm_parameter.").map(([, block]) => block.name);
    expect(parameters).toEqual(secretsOf(environment).map((secret) => `/kelmah/${name}/${secret}`));
    const containers = { ...environment.services, gateway: environment.gateway };
    for (const [task, { secrets }] of Object.entries(containers)) {
      const { depends_on: earlier } = blockAt(services, `aws_ecs_service.${task}`);
      const way = [`aws_lb_listener.${task}`, `aws_vpc_security_group_ingress_rule.${task}`, ...["ingress", "egress"].map((rule) => `aws_vpc_security_group_${rule}_rule.${task}_load_balancer`)]; // prettier-ignore
      const calls = task === "gateway" ? SERVICES.map((service) => `aws_ecs_service.${service}`) : way;
      expect([...(earlier as string[])].sort()).toEqual(
        [
          "aws_ecs_cluster_capacity_providers.main",
          `aws_iam_role_policy.${task}_execution`,
          `aws_iam_role_policy.${task}_task`,
          ...secrets.map((secret) => `aws_ssm_parameter.${secret.toLowerCase()}`),
          ...calls,
        ].sort(),
      );
    }
  });

  test("has moved: the gateway calls every service behind the load balancer", () => {
    const phases = Object.fromEntries(SERVICES.map((service) => [service, "internal"]));
    expect(services).toHaveResourceAt("output.phases", { value: phases });
    expect(services).toHaveResourceAt("data.terraform_remote_state.network", {
      config: expect.objectContaining({ key: `kelmah-${name}-network/terraform.tfstate` }) as unknown,
    });
  });
});
