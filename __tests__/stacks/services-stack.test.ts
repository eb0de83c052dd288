import { environments } from "../../src/environments";
import type { Environment, Service } from "../../src/model/environment";
import { type Example, example } from "../helpers/example";
import "../helpers/matchers";
import { blockAt, blocksOf, type StackJson, synthesizeStack } from "../helpers/synth";

const services = (environment: Environment) => synthesizeStack(environment, "services");

function changed(change: (environment: Example) => void): StackJson {
  const environment = example();
  change(environment);
  return services(environment);
}

const json = changed(() => undefined);
const NETWORK = "${data.terraform_remote_state.network.outputs";

/** The plain environment of the gateway's container. */
function gatewayVariables(stack: StackJson): Readonly<Record<string, string>> {
  const [definition] = blockAt(stack, "aws_ecs_task_definition.gateway").container_definitions as {
    environment: { name: string; value: string }[];
  }[];
  return Object.fromEntries(definition?.environment.map(({ name, value }) => [name, value]) ?? []);
}

test("reads the network's outputs from its state", () => {
  expect(json).toHaveResourceAt("data.terraform_remote_state.network", {
    backend: "s3",
    config: {
      bucket: "kelmah-terraform-state",
      region: "eu-north-1",
      key: "kelmah-test-network/terraform.tfstate",
    },
  });
  expect(json).toHaveResourceAt("aws_lb.internal", { subnets: `${NETWORK}.private_subnet_ids}` });
  expect(json).toHaveResourceAt("aws_lb_target_group.auth", { vpc_id: `${NETWORK}.vpc_id}` });
  expect(json).toHaveResourceAt("aws_vpc_security_group_ingress_rule.auth", {
    security_group_id: `${NETWORK}.services_security_group_id}`,
    cidr_ipv4: "10.0.0.0/16",
  });
});

describe("the environment's choices", () => {
  test("Container Insights", () => {
    const setting = (value: string) => ({ setting: [{ name: "containerInsights", value }] });
    expect(json).toHaveResourceAt("aws_ecs_cluster.main", { name: "kelmah-test", ...setting("disabled") });
    expect(changed((e) => (e.containerInsights = true))).toHaveResourceAt("aws_ecs_cluster.main", setting("enabled"));
  });

  test("cross-zone balancing", () => {
    expect(json).toHaveResourceAt("aws_lb.internal", { enable_cross_zone_load_balancing: false });
    const across = changed((e) => (e.crossZoneLoadBalancing = true));
    expect(across).toHaveResourceAt("aws_lb.internal", { enable_cross_zone_load_balancing: true });
  });

  test("protection of the cluster, the parameters and the load balancer", () => {
    const guard = { lifecycle: { prevent_destroy: true } };
    const guarded = changed((e) => (e.protected = true));
    for (const address of ["aws_ecs_cluster.main", "aws_ssm_parameter.jwt_secret"]) {
      expect(blockAt(guarded, address).lifecycle).toMatchObject(guard.lifecycle);
      expect(blockAt(json, address).lifecycle).not.toHaveProperty("prevent_destroy");
    }
    expect(guarded).toHaveResourceAt("aws_lb.internal", { ...guard, enable_deletion_protection: true });
    expect(json).toHaveResourceAt("aws_lb.internal", { lifecycle: undefined, enable_deletion_protection: false });
  });

  test("log retention, ECS Exec and the number of tasks", () => {
    const other = changed((e) => {
      e.logRetentionDays = 90;
      e.ecsExec = {};
      e.desiredCount = 0;
    });
    for (const name of ["auth", "user", "gateway"]) {
      expect(json).toHaveResourceAt(`aws_cloudwatch_log_group.${name}`, { retention_in_days: 7 });
      expect(json).toHaveResourceAt(`aws_ecs_service.${name}`, { enable_execute_command: false, desired_count: 1 });
      expect(other).toHaveResourceAt(`aws_cloudwatch_log_group.${name}`, { retention_in_days: 90 });
      expect(other).toHaveResourceAt(`aws_ecs_service.${name}`, { enable_execute_command: true, desired_count: 0 });
    }
  });

  test("which parameters are there already", () => {
    expect(json).toHaveResourceAt("aws_ssm_parameter.jwt_secret");
    const existing = changed((e) => (e.inventory.existingParameters = ["JWT_SECRET"]));
    expect(existing).not.toHaveResourceAt("aws_ssm_parameter.jwt_secret");
    expect(existing).toHaveResourceAt("aws_ssm_parameter.mongodb_uri");
  });

  test("which stores its tasks may read a secret from: both while it is in both, so that the way back works", () => {
    const statements = (secrets: Environment["secrets"]) => {
      const stack = changed((e) => Object.assign(e, { secrets }));
      const { policy } = blockAt(stack, "aws_iam_role_policy.auth_execution");
      const { Statement } = policy as { Statement: { Action: string[]; Resource: string[] }[] };
      return Statement.slice(3).flatMap(({ Action, Resource }) => Resource.map((arn) => `${Action.join()} ${arn}`));
    };
    const parameter = (name: string) =>
      `ssm:GetParameters arn:aws:ssm:eu-north-1:111122223333:parameter/kelmah/test/${name}`;
    const managed = "secretsmanager:GetSecretValue ${aws_secretsmanager_secret.jwt_secret.arn}";
    const all = [parameter("JWT_SECRET"), parameter("MONGODB_URI")];
    const inBothStores = ["JWT_SECRET"];
    const stores = { JWT_SECRET: "secretsmanager" } as const;
    expect(statements({})).toEqual(all);
    expect(statements({ inBothStores })).toEqual([...all, managed]);
    expect(statements({ inBothStores, stores })).toEqual([...all, managed]);
    expect(statements({ stores })).toEqual([parameter("MONGODB_URI"), managed]);
  });

  test.each([
    [true, "public_subnet_ids"],
    [false, "private_subnet_ids"],
  ])("whether the gateway has a public IP, and so in which subnets it runs: %s", (publicIp, subnets) => {
    expect(changed((e) => (e.gateway.publicIp = publicIp))).toHaveResourceAt("aws_ecs_service.gateway", {
      network_configuration: {
        subnets: `${NETWORK}.${subnets}}`,
        security_groups: [`${NETWORK}.gateway_security_group_id}`],
        assign_public_ip: publicIp,
      },
    });
  });
});

test("the gateway finds every service through the load balancer, on the service's port, and aliases too", () => {
  const aliased = changed((e) => (e.gateway.urlAliases = { notification: "user" }));
  expect(gatewayVariables(aliased)).toMatchObject({
    AUTH_SERVICE_URL: "http://${aws_lb.internal.dns_name}:5001",
    USER_SERVICE_URL: "http://${aws_lb.internal.dns_name}:3002",
    NOTIFICATION_SERVICE_URL: "http://${aws_lb.internal.dns_name}:3002",
  });
  expect(gatewayVariables(json)).not.toHaveProperty("NOTIFICATION_SERVICE_URL");
});

test("a service may be called what anything else in the stack is called", () => {
  const names = ["main", "network", "aws", "backend", "internal", "services", "cluster-name", "load-balancer-dns-name"];
  const stack = changed((e) => {
    names.forEach((name, index) => (e.services[name] = { ...e.services.auth, port: 6000 + index }));
  });
  for (const name of names) {
    expect(stack).toHaveResourceAt(`aws_ecs_service.${name.replaceAll("-", "_")}`, { name: `kelmah-${name}-test` });
  }
});

describe("adding a service to dev is one entry", () => {
  const notification: Service = {
    port: 5007,
    image: { repository: "kelmah-notification-service", tag: "1.0.0" },
    healthCheck: { protocol: "HTTP", path: "/health" },
    healthCommand: "curl",
    environment: {},
    secrets: ["MONGODB_URI", "PUSH_KEY"],
  };
  const [dev] = environments() as [Environment];
  const before = blocksOf(services(dev));
  const after = blocksOf(services({ ...dev, services: { ...dev.services, notification } }));

  test("from which everything that belongs to it follows", () => {
    expect([...after.keys()].filter((address) => !before.has(address))).toEqual([
      "aws_cloudwatch_log_group.notification",
      "aws_ecs_service.notification",
      "aws_ecs_task_definition.notification",
      "aws_iam_role.notification_execution",
      "aws_iam_role.notification_task",
      "aws_iam_role_policy.notification_execution",
      "aws_iam_role_policy.notification_task",
      "aws_lb_listener.notification",
      "aws_lb_target_group.notification",
      "aws_ssm_parameter.push_key",
      "aws_vpc_security_group_egress_rule.notification_load_balancer",
      "aws_vpc_security_group_ingress_rule.notification",
      "aws_vpc_security_group_ingress_rule.notification_load_balancer",
      "data.aws_ecr_image.notification",
    ]);
    expect(after.get("aws_lb_listener.notification")).toMatchObject({ port: 5007 });
  });

  test("and which changes nothing else but where the gateway finds it", () => {
    const differing = [...before].filter(
      ([address, block]) => JSON.stringify(block) !== JSON.stringify(after.get(address)),
    );
    // The gateway's service waits for it, and the outputs say how far it has moved.
    expect(differing.map(([address]) => address)).toEqual([
      "aws_ecs_service.gateway",
      "aws_ecs_task_definition.gateway",
      "output.phases",
    ]);
    // Until now the messaging service stood in for it.
    const url = "NOTIFICATION_SERVICE_URL";
    const variables = (blocks: typeof before) =>
      gatewayVariables({
        resource: { aws_ecs_task_definition: { gateway: blocks.get("aws_ecs_task_definition.gateway") ?? {} } },
      });
    expect(variables(before)).toEqual({ ...variables(after), [url]: "http://${aws_lb.internal.dns_name}:3003" });
    expect(variables(after)[url]).toBe("http://${aws_lb.internal.dns_name}:5007");
  });
});
