import { App } from "cdktf";
import { environments } from "../../src/environments";
import type { Environment } from "../../src/model/environment";
import { enforce, POLICIES } from "../../src/policies";
import { accountAndTags } from "../../src/policies/account";
import { imagesByDigest } from "../../src/policies/images";
import { loadBalancerProtocols } from "../../src/policies/load-balancer-protocols";
import type { Block, StackJson, StackUnderReview } from "../../src/policies/policy";
import { PolicyError } from "../../src/policies/policy";
import { privateServices } from "../../src/policies/private-services";
import { protectedResources } from "../../src/policies/protected-resources";
import { publicLoadBalancers } from "../../src/policies/public-load-balancers";
import { secrets } from "../../src/policies/secrets";
import { validate } from "../../src/model/validate";
import { synthesize } from "../../src/stacks/app";
import { looksSecret } from "../../src/ops/guard/secret-values";
import { entranceExample } from "../helpers/entrance";
import { everything } from "../helpers/everything";
import { synthesizeStacks } from "../helpers/synth";
import { temporaryDirectory } from "../helpers/temporary";
import "../helpers/no-stack-traces";

const [development, , production] = environments() as [Environment, Environment, Environment];

function stack(json: StackJson, environment: StackUnderReview["environment"] = development): StackUnderReview {
  return { name: "kelmah-test", json, environment };
}

/** A stack of one resource. */
function resource(type: string, block: Block, environment = development): StackUnderReview {
  return stack({ resource: { [type]: { it: block } } }, environment);
}

const found = (policy: (typeof POLICIES)[number], under: StackUnderReview) =>
  policy.check(under).map(({ address, message }) => `${address}: ${message}`);

describe("account and tags", () => {
  const tags = { Project: "Kelmah", Env: "dev", Owner: "platform", CostCenter: "x" };
  const provider = (block: Block) => stack({ provider: { aws: [block] } });

  test("takes a provider that is bound to one account and tags everything", () => {
    const good = provider({ allowed_account_ids: ["992350137489"], default_tags: [{ tags }] });
    expect(found(accountAndTags, good)).toEqual([]);
  });

  test.each([
    ["no account", {}],
    ["two accounts", { allowed_account_ids: ["1", "2"] }],
  ])("refuses a provider with %s", (_, accounts) => {
    expect(found(accountAndTags, provider({ ...accounts, default_tags: [{ tags }] }))).toEqual([
      "provider.aws: allowed_account_ids must name the one account of the stack",
    ]);
  });

  test("names the tags that are missing", () => {
    const { Owner, CostCenter, ...rest } = tags;
    expect([Owner, CostCenter]).toHaveLength(2);
    const lacking = provider({ allowed_account_ids: ["992350137489"], default_tags: [{ tags: rest }] });
    expect(found(accountAndTags, lacking)).toEqual(["provider.aws: default_tags lacks Owner, CostCenter"]);
  });
});

describe("images by digest", () => {
  const definition = (image: string) =>
    resource("aws_ecs_task_definition", { container_definitions: `\${jsonencode([{"image" = "${image}"}])}` });

  test("takes the digest of a data source", () => {
    expect(found(imagesByDigest, definition("r@${data.aws_ecr_image.auth.image_digest}"))).toEqual([]);
    expect(found(imagesByDigest, definition(`r@sha256:${"0".repeat(64)}`))).toEqual([]);
  });

  test.each(["repository:latest", "repository@sha256:0"])("refuses %s", (image) => {
    expect(found(imagesByDigest, definition(image))).toEqual([
      "aws_ecs_task_definition.it: its image is not pinned by a digest, of a data.aws_ecr_image or of its own",
    ]);
  });
});

describe("load balancer protocols", () => {
  const balanced = (type: string, listener: string, group: string): StackUnderReview =>
    stack({
      resource: {
        aws_lb: { it: { load_balancer_type: type } },
        aws_lb_target_group: { it: { protocol: group } },
        aws_lb_listener: {
          it: {
            load_balancer_arn: "${aws_lb.it.arn}",
            protocol: listener,
            default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.it.arn}" }],
          },
        },
      },
    });

  test.each([
    ["network", "TCP", "TCP"],
    ["application", "HTTPS", "HTTP"],
  ])("takes a %s load balancer with %s to %s", (type, listener, group) => {
    expect(found(loadBalancerProtocols, balanced(type, listener, group))).toEqual([]);
  });

  test("refuses an HTTP target group behind a network load balancer", () => {
    expect(found(loadBalancerProtocols, balanced("network", "TCP", "HTTP"))).toEqual([
      'aws_lb_target_group.it: protocol "HTTP" is on a network load balancer: it must be TCP (AWS: IncompatibleProtocols)',
    ]);
  });

  test("refuses an HTTP listener on a network load balancer", () => {
    expect(found(loadBalancerProtocols, balanced("network", "HTTP", "TCP"))).toEqual([
      'aws_lb_listener.it: protocol "HTTP" is on a network load balancer: it must be TCP (AWS: IncompatibleProtocols)',
    ]);
  });
});

describe("private services", () => {
  const rule = (cidr: string, port: number, environment = development) =>
    resource("aws_vpc_security_group_ingress_rule", { cidr_ipv4: cidr, from_port: port }, environment);

  test("takes the VPC's block, and the internet at the gateway's port where the environment says so", () => {
    expect(found(privateServices, rule("10.20.0.0/16", 5001))).toEqual([]);
    expect(found(privateServices, rule("0.0.0.0/0", 3000))).toEqual([]);
  });

  test.each([
    ["another port", rule("0.0.0.0/0", 5001)],
    ["an environment that does not say so", rule("0.0.0.0/0", 3000, production)],
    ["IPv6", resource("aws_vpc_security_group_ingress_rule", { cidr_ipv6: "::/0", from_port: 5001 })],
  ])("refuses the internet: %s", (_, under) => {
    expect(found(privateServices, under)).toEqual([
      "aws_vpc_security_group_ingress_rule.it: lets the whole internet in, and gateway.ingressCidrs of the environment does not say so",
    ]);
  });

  test("behind an entrance takes the internet at the entrance's ports, in its rules, and not at the gateway's", () => {
    const open = (port: number) => ({ cidr_ipv4: "0.0.0.0/0", from_port: port });
    const rules = {
      entrance_https_0_0_0_0_0: open(443),
      entrance_http_0_0_0_0_0: open(80),
      gateway_callers_0_0_0_0_0: open(3000),
      other: open(443),
    };
    const under = stack({ resource: { aws_vpc_security_group_ingress_rule: rules } }, entranceExample());
    expect(found(privateServices, under).map((line) => line.split(":")[0])).toEqual([
      "aws_vpc_security_group_ingress_rule.gateway_callers_0_0_0_0_0",
      "aws_vpc_security_group_ingress_rule.other",
    ]);
    const without = stack({
      resource: { aws_vpc_security_group_ingress_rule: { entrance_https_0_0_0_0_0: open(443) } },
    });
    expect(found(privateServices, without)).toHaveLength(1);
  });

  test("behind an entrance lets no block in to the gateway's group on its port", () => {
    const rule = (group: string, block: Block) => ({ security_group_id: group, ...block });
    const port = { from_port: 3000, to_port: 3000 };
    const under = (environment: Environment) =>
      stack(
        {
          resource: {
            aws_ecs_service: { gateway: { network_configuration: { security_groups: ["gateway"] } } },
            aws_vpc_security_group_ingress_rule: {
              entrance_gateway: rule("gateway", { referenced_security_group_id: "entrance", ...port }),
              office: rule("gateway", { cidr_ipv4: "192.0.2.0/24", ...port }),
              everything: rule("gateway", { cidr_ipv4: "192.0.2.0/24", ip_protocol: "-1" }),
              another_port: rule("gateway", { cidr_ipv4: "192.0.2.0/24", from_port: 22, to_port: 22 }),
              another_group: rule("services", { cidr_ipv4: "10.0.0.0/16", ...port }),
            },
          },
        },
        environment,
      );
    const message =
      "lets callers in to the gateway past gateway.entrance: only the entrance's security group may call it";
    expect(found(privateServices, under(entranceExample()))).toEqual([
      `aws_vpc_security_group_ingress_rule.office: ${message}`,
      `aws_vpc_security_group_ingress_rule.everything: ${message}`,
    ]);
    expect(found(privateServices, under(development))).toEqual([]);
  });

  test("refuses a public IP for any service but the gateway", () => {
    const open = { network_configuration: { assign_public_ip: true } };
    const under = stack({ resource: { aws_ecs_service: { auth: open, gateway: open } } });
    expect(found(privateServices, under)).toEqual([
      "aws_ecs_service.auth: assigns public IPs to its tasks: only the gateway may",
    ]);
  });

  test("leaves a legacy service, as it was found, its public IPs", () => {
    const settings = { name: "auth-service", taskDefinition: "auth:1", desiredCount: 1, platformVersion: "LATEST" };
    const facts = { ...settings, subnets: [], securityGroups: [], assignPublicIp: true };
    const learnt = { subnets: {}, takenCidrs: [], legacyServices: { auth: facts } };
    const environment = { ...production, inventory: { ...production.inventory, learnt } };
    const open = { network_configuration: { assign_public_ip: true } };
    const resources = { aws_ecs_service: { auth_legacy: open, user_legacy: open } };
    expect(found(privateServices, stack({ resource: resources }, environment))).toEqual([
      "aws_ecs_service.user_legacy: assigns public IPs to its tasks: only the gateway may",
    ]);
  });
});

describe("protected resources", () => {
  const unprotected: Block = {};
  const kept: Block = { lifecycle: { prevent_destroy: true } };

  test.each([
    "aws_eip",
    "aws_nat_gateway",
    "aws_lb",
    "aws_ecs_cluster",
    "aws_ssm_parameter",
    "aws_secretsmanager_secret",
  ])("%s carries prevent_destroy in a protected environment", (type) => {
    const message = `${type}.it: must carry lifecycle.prevent_destroy`;
    expect(found(protectedResources, resource(type, unprotected, production))).toEqual([message]);
    expect(found(protectedResources, resource(type, kept, production))).toEqual([]);
    expect(found(protectedResources, resource(type, unprotected, development))).toEqual([]);
  });

  test("private subnets do too, public ones need not", () => {
    const subnets = { aws_subnet: { private_a: unprotected, public_a: unprotected } };
    expect(found(protectedResources, stack({ resource: subnets }, production))).toEqual([
      "aws_subnet.private_a: must carry lifecycle.prevent_destroy",
    ]);
  });

  test.each(["aws_s3_bucket", "aws_dynamodb_table"])(
    "%s does not where the environment may be destroyed whole",
    (type) => {
      expect(found(protectedResources, resource(type, unprotected, development))).toEqual([]);
      expect(found(protectedResources, resource(type, unprotected, production))).toHaveLength(1);
    },
  );

  test.each(["aws_s3_bucket", "aws_dynamodb_table"])("%s does in the stack of every state", (type) => {
    const message = `${type}.it: must carry lifecycle.prevent_destroy`;
    expect(found(protectedResources, { name: "kelmah-state", json: { resource: { [type]: { it: {} } } } })).toEqual([
      message,
    ]);
  });
});

describe("public load balancers", () => {
  const balancer = { internal: false, load_balancer_type: "application", drop_invalid_header_fields: true };
  const redirect = { type: "redirect", redirect: { protocol: "HTTPS" } };
  const https = {
    protocol: "HTTPS",
    ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    default_action: [{ type: "forward" }],
  };
  const behind = (lb: Block, ...listeners: Block[]) => within(development, lb, ...listeners);
  const within = (environment: Environment, lb: Block, ...listeners: Block[]) => {
    const named = listeners.map((block, index) => [`l${index}`, { load_balancer_arn: "${aws_lb.it.arn}", ...block }]);
    return found(publicLoadBalancers, stack({ resource: { aws_lb: { it: lb }, aws_lb_listener: Object.fromEntries(named) as Record<string, Block> } }, environment)); // prettier-ignore
  };

  test("takes HTTPS, and HTTP that sends callers there", () => {
    expect(behind(balancer, https, { protocol: "HTTP", default_action: [redirect] })).toEqual([]);
  });

  test("does not look at one that is internal", () => {
    expect(behind({ internal: true, load_balancer_type: "network" }, { protocol: "TCP" })).toEqual([]);
  });

  test.each([
    ["headers that are none", { ...balancer, drop_invalid_header_fields: false }],
    ["a network load balancer", { ...balancer, load_balancer_type: "network" }],
  ])("refuses %s", (_, lb) => {
    expect(behind(lb)).toEqual([
      "aws_lb.it: is open to the internet: it must be an application load balancer that drops invalid headers",
    ]);
  });

  test("is protected from deletion where its environment is protected", () => {
    const message =
      "aws_lb.it: can be deleted in AWS: enable_deletion_protection must be true in a protected environment (gateway.entrance.deletionProtection)";
    expect(within(production, balancer)).toEqual([message]);
    expect(within(production, { ...balancer, enable_deletion_protection: false })).toEqual([message]);
    expect(within(production, { ...balancer, enable_deletion_protection: true })).toEqual([]);
    expect(within(development, balancer)).toEqual([]);
  });

  test("refuses an older TLS, and calls without it", () => {
    expect(
      behind(balancer, { ...https, ssl_policy: "ELBSecurityPolicy-2016-08" }, { ...https, ssl_policy: undefined }),
    ).toEqual([
      'aws_lb_listener.l0: takes TLS older than 1.2: ssl_policy "ELBSecurityPolicy-2016-08"',
      "aws_lb_listener.l1: takes TLS older than 1.2: ssl_policy undefined",
    ]);
    const message = "takes calls without TLS: it may only send callers to HTTPS";
    expect(behind(balancer, { protocol: "HTTP", default_action: [{ type: "forward" }] }, { protocol: "HTTP" })).toEqual(
      [`aws_lb_listener.l0: ${message}`, `aws_lb_listener.l1: ${message}`],
    );
  });
});

describe("secrets", () => {
  const good = { value_wo: "pending", lifecycle: { ignore_changes: ["value_wo", "value_wo_version"] } };
  const parameter = (block: Block) => found(secrets, resource("aws_ssm_parameter", block));

  test("takes a parameter that operators fill", () => {
    expect(parameter(good)).toEqual([]);
  });

  test.each([
    ["value", { ...good, value: "x" }, "its value would be kept in the state: use value_wo"],
    ["insecure_value", { ...good, insecure_value: "x" }, "its value would be kept in the state: use value_wo"],
    [
      "a value of its own",
      { ...good, value_wo: "x" },
      'value_wo must be "pending": operators set the value with npm run secret',
    ],
    ["no ignore_changes", { value_wo: "pending" }, "must ignore changes of value_wo, which operators set"],
  ])("refuses a parameter with %s", (_, block, message) => {
    expect(parameter(block)).toEqual([`aws_ssm_parameter.it: ${message}`]);
  });

  test("refuses a data source that reads a value", () => {
    expect(found(secrets, stack({ data: { aws_ssm_parameter: { it: { name: "x" } } } }))).toEqual([
      "data.aws_ssm_parameter: would read secret values into the state",
    ]);
  });

  test("refuses a credential anywhere, and does not repeat it", () => {
    const breaches = found(
      secrets,
      resource("aws_lb", {
        tags: { Note: "see mongodb+srv://kelmah:hunter2@cluster.example" },
        list: [{ db: "mongodb://a:hunter2@b" }],
      }),
    );
    expect(breaches).toEqual([
      "aws_lb.it: Note looks like a credential: its value is a connection string with a password",
      "aws_lb.it: db looks like a credential: its value is a connection string with a password",
    ]);
    expect(breaches.join()).not.toContain("hunter2");
  });
});

describe("secrets in the other parts of a stack", () => {
  const KEY = ["sk", "live", "0123456789abcdef"].join("_");
  const NAMED = "looks like a credential: its name says that it is a credential";
  const SHAPED = "looks like a credential: its value has the shape of an issued key";

  test.each<[string, StackUnderReview["json"], string]>([
    ["an output", { output: { jwtSecret: { value: "correct horse" } } }, `output.jwtSecret: jwtSecret ${NAMED}`],
    ["a variable", { variable: { DB_PWD: { default: "correct horse" } } }, `variable.DB_PWD: DB_PWD ${NAMED}`],
    ["a local", { locals: { SIGNING_KEY: "correct horse" } }, `local.SIGNING_KEY: SIGNING_KEY ${NAMED}`],
    ["a provider", { provider: { aws: [{ secret_key: "correct horse" }] } }, `provider.aws: secret_key ${NAMED}`],
    ["a backend", { terraform: { backend: { remote: { token: "correct horse" } } } }, `terraform: token ${NAMED}`],
    ["a module", { module: { a: { note: KEY } } }, `module.a: note ${SHAPED}`],
    ["a data source", { data: { aws_x: { a: { note: KEY } } } }, `data.aws_x.a: note ${SHAPED}`],
    ["a tag's name", { resource: { aws_x: { a: { tags: { [KEY]: "a" } } } } }, `aws_x.a: key ${SHAPED}`],
    [
      "a variable of a container",
      {
        resource: {
          aws_x: { a: { c: '${jsonencode([{"environment" = [{"name" = "JWTSECRET", "value" = "correct horse"}]}])}' } },
        },
      },
      `aws_x.a: JWTSECRET ${NAMED}`,
    ],
    [
      "a dashboard",
      { resource: { aws_x: { a: { dashboard_body: JSON.stringify({ widgets: [{ markdown: `see ${KEY}` }] }) } } } },
      `aws_x.a: markdown ${SHAPED}`,
    ],
    [
      "user data",
      { resource: { aws_x: { a: { user_data: "#!/bin/sh\nexport DB_PASSWORD='correct horse'\n" } } } },
      "aws_x.a: user_data looks like a credential: its value gives a credential, as 'password=…' does",
    ],
  ])("are found: %s", (_, json, breach) => {
    const breaches = found(secrets, stack(json));
    expect(breaches).toEqual([breach]);
    expect(breaches.join()).not.toMatch(/correct horse|0123456789abcdef/);
  });

  test("are not found in what the project makes, with any option, and not by the guard either", () => {
    const all = { ...synthesizeStacks(), ...synthesizeStacks([everything()]) };
    expect(Object.keys(all).length).toBeGreaterThan(6);
    for (const [name, json] of Object.entries(all)) {
      expect([name, found(secrets, stack(json as StackUnderReview["json"]))]).toEqual([name, []]);
      expect([name, looksSecret("", json)]).toEqual([name, false]);
    }
  });

  test("are found in names, and not shown", () => {
    const breaches = found(secrets, stack({ output: { [KEY]: { value: "a" } } }));
    expect(breaches[0]).toContain("output.(not shown): its name looks like a credential");
    expect(breaches.join()).not.toContain(KEY);
  });
});

describe("enforcement", () => {
  test("says every breach of every policy at once, and that nothing was written", () => {
    const broken = [
      { ...resource("aws_eip", {}, production), name: "kelmah-a" },
      { ...resource("aws_ssm_parameter", { value: "x" }), name: "kelmah-b" },
    ];
    const attempt = () => {
      enforce(broken);
    };
    expect(attempt).toThrow(PolicyError);
    expect(attempt).toThrow(
      [
        "The stacks break 4 of the policies in src/policies/:",
        "  kelmah-a aws_eip.it: must carry lifecycle.prevent_destroy [protected-resources]",
        "  kelmah-b aws_ssm_parameter.it: its value would be kept in the state: use value_wo [secrets]",
      ].join("\n"),
    );
    expect(attempt).toThrow(/Nothing was written\.$/);
  });

  const directory = temporaryDirectory();

  test.each([false, true])("takes the stacks of an environment with every option on, protected: %s", (isProtected) => {
    const environment = everything(isProtected);
    validate([environment]);
    const app = new App({ outdir: directory.path(), stackTraces: false });
    expect(() => {
      synthesize(app, [environment]);
    }).not.toThrow();
  });

  test("takes stacks that keep them", () => {
    expect(() => {
      enforce([stack({})]);
    }).not.toThrow();
  });
});
