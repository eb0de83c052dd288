import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory } from "../helpers/directories";
import "../helpers/matchers";
import { addressesOf, blockAt, type StackJson, synthesizeStacks } from "../helpers/synth";

const { "kelmah-prod-network": network = {}, "kelmah-prod-services": services = {} } = synthesizeStacks();

const PLATFORM = readFileSync(join(projectDirectory, "docs/platform.md"), "utf8");

/** The rows of the table that follows a heading of docs/platform.md, without those of its head. */
function tableOf(heading: string): string[][] {
  const [, section = ""] = PLATFORM.split(new RegExp(`^#+ ${heading}$`, "m"));
  const rows = (section.split(/^#/m)[0] ?? "").split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The words of a cell that are code, but for what is optional. */
const codeOf = (cell = "") => [...cell.matchAll(/`([^`]+)`(?! \(optional\))/g)].map(([, word = ""]) => word);

const FACTS = tableOf("Services").map(([name = "", port = "", ...cells]) => {
  const [family, container, repository, tag, targetGroup] = cells.map((cell) => codeOf(cell)[0] ?? "");
  return { name, port: Number(port), family, container, repository, tag, targetGroup, healthCheck: cells[5] ?? "" };
});

interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly portMappings: readonly { readonly containerPort: number }[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly healthCheck: { readonly command: readonly string[] };
}

function containerOf(service: string, stack: StackJson = services): ContainerDefinition {
  const [definition] = blockAt(stack, `aws_ecs_task_definition.${service}`)
    .container_definitions as ContainerDefinition[];
  if (definition === undefined) throw new Error(`${service} has no container`);
  return definition;
}

const NAMES = FACTS.map(({ name }) => name);
const REGISTRY = "992350137489.dkr.ecr.eu-north-1.amazonaws.com";

describe.each(FACTS.filter(({ name }) => name !== "gateway"))("$name", (facts) => {
  const { name, port, family, container, repository, tag, targetGroup, healthCheck } = facts;

  test("keeps the names and the port it has", () => {
    expect(services).toHaveResourceAt(`aws_lb_target_group.${name}`, {
      name: targetGroup,
      port,
      protocol: "TCP",
      target_type: "ip",
      health_check: expect.objectContaining(
        healthCheck === "TCP" ? { protocol: "TCP" } : { protocol: "HTTP", path: "/health" },
      ) as unknown,
    });
    expect(services).toHaveResourceAt(`aws_lb_listener.${name}`, { port, protocol: "TCP" });
    expect(services).toHaveResourceAt(`aws_vpc_security_group_ingress_rule.${name}`, {
      from_port: port,
      to_port: port,
      cidr_ipv4: "172.31.0.0/16",
    });
    expect(services).toHaveResourceAt(`aws_ecs_service.${name}`, {
      name: `${name}-service-nlb`,
      network_configuration: expect.objectContaining({ assign_public_ip: false }) as unknown,
      load_balancer: [expect.objectContaining({ container_name: container, container_port: port })],
    });
    expect(services).toHaveResourceAt(`aws_ecs_task_definition.${name}`, { family, cpu: "256", memory: "512" });
    expect(services).toHaveResourceAt(`aws_cloudwatch_log_group.${name}`, { name: `/ecs/${container ?? ""}` });
  });

  test("runs the image it runs", () => {
    expect(services).toHaveResourceAt(`data.aws_ecr_image.${name}`, { repository_name: repository, image_tag: tag });
    expect(containerOf(name)).toMatchObject({
      name: container,
      image: `${REGISTRY}/${repository}@\${data.aws_ecr_image.${name}.image_digest}`,
      portMappings: [{ containerPort: port }],
    });
  });
});

test("production has the services that it is known to have", () => {
  expect(NAMES).toEqual(["auth", "user", "job", "payment", "messaging", "review", "gateway"]);
});

test("the gateway keeps the names it has, and its public target group", () => {
  expect(services).toHaveResourceAt("aws_ecs_service.gateway", { name: "kelmah-api-gateway-service-gg6bf9h1" });
  expect(services).toHaveResourceAt("aws_ecs_task_definition.gateway", { family: "api-gateway-task" });
  expect(services).toHaveResourceAt("aws_cloudwatch_log_group.gateway", { name: "/ecs/api-gateway" });
  expect(services).toHaveResourceAt("data.aws_ecr_image.gateway", {
    repository_name: "api-gateway",
    image_tag: "latest",
  });
  expect(services).toHaveResourceAt("data.aws_lb_target_group.gateway", { name: "api-gateway-tg" });
  expect(containerOf("gateway")).toMatchObject({ name: "api-gateway", portMappings: [{ containerPort: 3000 }] });
});

test("the cluster and the load balancer keep the names they have, and there is no security group on the latter", () => {
  expect(services).toHaveResourceAt("aws_ecs_cluster.main", { name: "Project-Kelmah" });
  expect(services).toHaveResourceAt("aws_lb.internal", { name: "kelmah-internal-svcs", security_groups: undefined });
});

test("the network is production's, by its ids", () => {
  expect(network).toHaveResourceAt("output.vpc_id", { value: "vpc-0dabf8272bd2ef53d" });
  expect(network).toHaveResourceAt("output.public_subnet_ids", {
    value: ["subnet-0dd46e5972b0e31a7", "subnet-0e5fed10308075b94", "subnet-02a1a058044d0f5ce"],
  });
  expect(network).toHaveResourceAt("data.aws_subnet.private_a", { id: "subnet-006406d535a30911f" });
  expect(network).toHaveResourceAt("data.aws_subnet.private_b", { id: "subnet-024eebebbdc867963" });
  expect(network).toHaveResourceAt("data.aws_subnet.private_c", { id: "subnet-0a9d0777b99602681" });
  expect(network).toHaveResourceAt("aws_nat_gateway.nat_a", { subnet_id: "subnet-0dd46e5972b0e31a7" });
  expect(network).toHaveResourceAt("output.services_security_group_id", { value: "sg-081fd7b767b7ed905" });
  expect(network).toHaveResourceAt("output.gateway_security_group_id", { value: "sg-0dc2f8282ea9de58b" });
});

/** What a container reads, by its name (docs/platform.md, "Configuration the containers read"): plain, and secret. */
function readBy(service: string): readonly [plain: readonly string[], secrets: readonly string[]] {
  const rows = tableOf("Configuration the containers read").filter(([who = ""]) =>
    who === "every service" ? service !== "gateway" : who.split(", ").includes(service),
  );
  const named = (column: 1 | 2) => rows.flatMap((row) => codeOf(row[column])).map((word) => word.replace(/=.*/, ""));
  const own = named(1).flatMap((name) => {
    if (!name.startsWith("<NAME>")) return [name];
    const of = service === "gateway" ? NAMES.filter((other) => other !== "gateway") : [service];
    return of.map((other) => name.replace("<NAME>", other.toUpperCase()));
  });
  return [own.sort(), [...new Set(named(2))].filter((name) => /^[A-Z_]+$/.test(name)).sort()];
}

test.each(NAMES)("%s reads the configuration that it should, secrets by ARN", (service) => {
  const { environment, secrets } = containerOf(service);
  const [plain, secret] = readBy(service);
  expect(secrets).toEqual(
    // messaging has one under a second name.
    secret.map((name) => ({
      name,
      valueFrom: `arn:aws:ssm:eu-north-1:992350137489:parameter/kelmah/prod/${name.replace("DATABASE_URL", "MONGODB_URI")}`,
    })),
  );
  expect(environment.map(({ name }) => name)).toEqual(plain);
  expect(environment).toContainEqual({ name: "NODE_ENV", value: "production" });
});

test.each(NAMES)("%s checks its health with BusyBox's wget: no image carries curl", (service) => {
  const port = containerOf(service).portMappings[0]?.containerPort ?? 0;
  expect(containerOf(service).healthCheck.command).toEqual([
    "CMD-SHELL",
    `wget --quiet --tries=1 --output-document=/dev/null http://localhost:${port}/health || exit 1`,
  ]);
});

test("values that are known are written, and the others stand for nothing until they have been learnt", () => {
  const valuesOf = (service: string) =>
    Object.fromEntries(containerOf(service).environment.map(({ name, value }) => [name, value]));
  const frontend = "https://kelmah-frontend-cyan.vercel.app";
  expect(valuesOf("user")).toMatchObject({ FRONTEND_URL: frontend });
  expect(valuesOf("gateway")).toMatchObject({
    FRONTEND_URL: frontend,
    CORS_ALLOWLIST: `${frontend},https://project-kelmah.vercel.app`,
    LOG_LEVEL: "not-discovered",
  });
  const known = Object.entries(valuesOf("auth")).filter(([, value]) => value !== "not-discovered");
  expect(Object.fromEntries(known)).toEqual({
    NODE_ENV: "production",
    PORT: "5001",
    AUTH_SERVICE_PORT: "5001",
    FRONTEND_URL: frontend,
    SMTP_PORT: "465",
    SMTP_SECURE: "true",
  });
});

test("the two parameters that were put there by hand are neither made nor read", () => {
  const parameters = addressesOf(services).filter((address) => address.includes("ssm_parameter"));
  expect(parameters).toEqual([
    "aws_ssm_parameter.internal_api_key",
    "aws_ssm_parameter.jwt_refresh_secret",
    "aws_ssm_parameter.messaging_mongo_uri",
    "aws_ssm_parameter.paystack_secret_key",
    "aws_ssm_parameter.smtp_pass",
    "aws_ssm_parameter.smtp_user",
  ]);
});
