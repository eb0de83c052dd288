import type { Environment } from "../../../src/model/environment";
import { canaryExample, entranceExample } from "../../helpers/entrance";
import { example } from "../../helpers/example";
import { findings, judge, planJson, protectedEnvironment, questions, resource, type Written } from "./plans";

type Case = readonly [name: string, resource: ReturnType<typeof resource>, ...expected: readonly string[]];

function testRefusals(cases: readonly Case[], options?: Parameters<typeof findings>[1]): void {
  test.each(cases.map(([name, given, ...expected]) => ({ name, given, expected })))("$name", ({ given, expected }) => {
    expect(findings([given], options)).toEqual(expected);
  });
}

const REPLACE = { actions: ["delete", "create"] };
const DESTROY = { actions: ["delete"] };

/** What to do instead of changing a subnet. */
const SUBNETS =
  "tasks and load balancers are in the subnets: keep their blocks and zones as they are, and add a zone to " +
  'network.availabilityZones for more room (docs/services.md, "What changes in one apply")';

describe("destroying and replacing", () => {
  const because = (reason: string) => ({ action_reason: reason });
  testRefusals([
    ["creating is fine", resource("aws_eip.nat_a", { actions: ["create"] })],
    ["nothing is fine", resource("aws_eip.nat_a", { actions: ["no-op"] })],
    ["reading is fine", resource("aws_subnet.found", { actions: ["read"] }, { mode: "data" })],
    [
      "a destroy says why",
      resource("aws_eip.nat_a", DESTROY, because("delete_because_no_resource_config")),
      "destroy aws_eip.nat_a would be destroyed: nothing in the configuration describes it any more",
    ],
    ...[
      "aws_appautoscaling_target.auth",
      "aws_appautoscaling_policy.auth_cpu",
      "aws_appautoscaling_scheduled_action.auth_night",
      "aws_iam_role_policy.auth_task",
    ].map((address): Case => [
      `an option that is off takes ${address}`,
      resource(address, DESTROY, because("delete_because_no_resource_config")),
    ]),
    [
      "what keeps a service's own log",
      resource("aws_cloudwatch_log_group.auth", DESTROY, because("delete_because_no_resource_config")),
      "destroy aws_cloudwatch_log_group.auth would be destroyed: nothing in the configuration describes it any more; " +
        "what was logged goes with it: let Terraform forget it with terraform state rm aws_cloudwatch_log_group.auth in the " +
        'stack\'s folder, and delete it by hand when nobody needs it (docs/services.md, "Remove a service")',
    ],
    [
      "what lets a service start",
      resource("aws_iam_role_policy.auth_execution", DESTROY, because("delete_because_no_resource_config")),
      "destroy aws_iam_role_policy.auth_execution would be destroyed: nothing in the configuration describes it any more",
    ],
    [
      "a destroy for no reason",
      resource("aws_sns_topic.alarms", DESTROY),
      "destroy aws_sns_topic.alarms would be destroyed: Terraform gives no reason, as in a plan made with -destroy",
    ],
    [
      "the rest of a replacement that failed",
      resource("aws_lb.internal", DESTROY, { deposed: "00000001" }),
      "destroy aws_lb.internal would be destroyed (an object that a failed replacement left behind): " +
        "Terraform gives no reason, as in a plan made with -destroy",
    ],
    [
      "a replacement names what forces it",
      resource("aws_subnet.private_a", { ...REPLACE, replace_paths: [["cidr_block"], ["vpc_id"]] }),
      "replace aws_subnet.private_a would be replaced: what cannot be changed in place is cidr_block, vpc_id; " +
        SUBNETS,
    ],
    [
      "a path into a list",
      resource("aws_lb.internal", {
        actions: ["create", "delete"],
        replace_paths: [["subnet_mapping", 0, "private_ipv4_address"]],
      }),
      "replace aws_lb.internal would be replaced: what cannot be changed in place is subnet_mapping[0].private_ipv4_address; " +
        SUBNETS,
    ],
    [
      "what is tainted",
      resource("aws_lb.internal", REPLACE, because("replace_because_tainted")),
      "replace aws_lb.internal would be replaced: an interrupted apply has marked it: " +
        "look whether it is whole, then run terraform untaint for it",
    ],
    [
      "what is imported and replaced",
      resource("aws_nat_gateway.nat_a", { ...REPLACE, importing: { id: "nat-1" }, replace_paths: [["subnet_id"]] }),
      "replace aws_nat_gateway.nat_a would be imported and replaced: what cannot be changed in place is subnet_id",
    ],
    [
      "what would leave the state",
      resource("aws_eip.nat_a", { actions: ["forget"] }),
      "forget aws_eip.nat_a would leave the state and stay in AWS, where a later plan would make another one",
    ],
  ]);
});

/** What of each nobody changes in place, whatever is accepted. */
const NEVER = {
  "aws_eip.nat_a": "instance",
  "aws_nat_gateway.nat_a": "secondary_allocation_ids",
  "aws_lb.internal": "subnets",
  "aws_subnet.private_b": "cidr_block",
  "aws_ecs_cluster.main": "name",
  "aws_vpc_endpoint.atlas": "subnet_ids",
  "aws_vpc_peering_connection_accepter.atlas": "auto_accept",
  "aws_s3_bucket.state": "force_destroy",
  "aws_s3_bucket_versioning.state": "versioning_configuration",
  "aws_dynamodb_table.locks": "deletion_protection_enabled",
  "aws_ssm_parameter.jwt_secret": "type",
  "aws_secretsmanager_secret.jwt_secret": "name",
};

const KEEP = 'Keep it as it is (docs/runbook.md, "What the guard never lets pass")';

describe("protected addresses", () => {
  const update = (before: object, after: object, more: object = {}): Written => ({
    actions: ["update"],
    before,
    after,
    ...more,
  });
  const change = update({ a: 1 }, { a: 2 });
  const tags = update({ tags: {}, tags_all: {} }, { tags: { Name: "x" } }, { after_unknown: { tags_all: true } });
  testRefusals([
    ["tags may change", resource("aws_eip.nat_a", tags)],
    ["tags may change with an import", resource("aws_lb.internal", { ...tags, importing: { id: "arn" } })],
    ["a public subnet is not protected", resource("aws_subnet.public_a", change)],
    [
      "a secret may change its key",
      resource("aws_secretsmanager_secret.jwt_secret", update({ kms_key_id: null }, { kms_key_id: "arn" })),
    ],
    ...Object.entries(NEVER).map(([address, attribute]): Case => [
      `${address} may not change`,
      resource(address, update({ [attribute]: 1 }, { [attribute]: 2 })),
      expect.stringMatching(
        new RegExp(
          `^protected ${address} is protected \\(.+\\) and would change: ${attribute}: 1 → 2\\. Keep it as it is`,
        ),
      ) as unknown as string,
    ]),
    [
      "neither with an import, nor beside tags",
      resource("aws_lb.internal", {
        ...update({ internal: true, tags: {} }, { internal: false, tags: { a: "b" } }),
        importing: { id: "arn" },
      }),
      "protected aws_lb.internal is protected (the gateway reaches every service through it) and would change: " +
        `internal: true → false. ${KEEP}`,
    ],
  ]);

  test("a cluster's Container Insights and log of shells may change in place, and nothing else of it", () => {
    const cluster = (before: object, after: object) => resource("aws_ecs_cluster.main", update(before, after));
    const insights = (value: string) => ({ setting: [{ name: "containerInsights", value }] });
    const shells = (logging: string) => ({ configuration: [{ execute_command_configuration: [{ logging }] }] });
    expect(findings([cluster(insights("disabled"), insights("enabled"))])).toEqual([]);
    const exec = { environment: { ...protectedEnvironment(), ecsExec: { reason: "a test" } } };
    const asked = (change: ReturnType<typeof cluster>, context = {}) => [...findings([change], context), ...questions([change], context)]; // prettier-ignore
    expect(asked(cluster(insights("disabled"), insights("enabled")))).toEqual([]);
    expect(asked(cluster({ configuration: [] }, shells("OVERRIDE")), exec)).toEqual([]);
    expect(asked(cluster(shells("OVERRIDE"), shells("NONE")), exec)).toHaveLength(1);
    expect(asked(cluster(shells("OVERRIDE"), shells("NONE")))).toEqual([]);
    const both = cluster({ ...insights("disabled"), name: "a" }, { ...insights("enabled"), name: "b" });
    expect(findings([both])).toEqual([
      `protected aws_ecs_cluster.main is protected (every service runs in it) and would change: name: "a" → "b". ${KEEP}`,
    ]);
  });

  test("outside of protected environments only the states' are", () => {
    const addresses = ["aws_eip.nat_a", "aws_lb.internal", "aws_s3_bucket.state", "aws_dynamodb_table.locks"];
    const found = findings(
      addresses.map((address) => resource(address, update({ force_destroy: 1 }, { force_destroy: 2 }))),
      { environment: example() },
    );
    expect(found.map((line) => line.split(" ")[1])).toEqual(["aws_s3_bucket.state", "aws_dynamodb_table.locks"]);
  });

  test("what was deleted behind Terraform's back is not made again without a word", () => {
    const gone = resource("aws_eip.nat_a", DESTROY);
    const again = resource("aws_eip.nat_a", { actions: ["create"] });
    const { findings: found } = judge({ resource_changes: [again], resource_drift: [gone] });
    expect(found).toEqual([
      {
        kind: "protected",
        address: "aws_eip.nat_a",
        message:
          "was deleted outside of Terraform, and the plan would make another: MongoDB Atlas lets this address in and " +
          "no other. Find out who deleted it first",
      },
    ]);
  });
});

describe("the public load balancer in a protected environment", () => {
  const update = (address: string, before: object, after: object) =>
    resource(address, { actions: ["update"], before, after });

  test("keeps what callers reach it by, and takes another timeout and other access logs", () => {
    expect(findings([update("aws_lb.entrance", { subnets: ["a", "b"] }, { subnets: ["a", "c"] })])).toEqual([
      "protected aws_lb.entrance is protected (callers reach the platform through it) and would change: " +
        `subnets: + "c", - "b". ${KEEP}`,
    ]);
    const logs = (bucket: string) => [{ bucket, enabled: true }];
    const before = { idle_timeout: 120, access_logs: logs("") };
    const environment = { ...entranceExample(), protected: true };
    const other = update("aws_lb.entrance", before, {
      idle_timeout: 600,
      access_logs: logs("kelmah-entrance-logs-test-111122223333"),
    });
    expect([...findings([other], { environment }), ...questions([other], { environment })]).toEqual([]);
    expect(questions([update("aws_lb.internal", { idle_timeout: 1 }, { idle_timeout: 2 })])).toHaveLength(1);
  });

  test("may be protected from deletion, and not the other way round", () => {
    const change = (before: boolean, after: boolean) =>
      questions([update("aws_lb.entrance", { enable_deletion_protection: before }, { enable_deletion_protection: after })]); // prettier-ignore
    expect(change(false, true)).toEqual([]);
    expect(change(true, false)).toEqual([
      "aws_lb.entrance is protected (callers reach the platform through it) and would change: enable_deletion_protection: true → false",
    ]);
  });

  test("takes another web ACL, and another certificate that is there before the old one goes", () => {
    const replaced = (address: string, actions: readonly string[], path: string) =>
      findings([resource(address, { actions, replace_paths: [[path]] })]);
    const [oldFirst, newFirst] = [["delete", "create"], ["create", "delete"]]; // prettier-ignore
    expect(replaced("aws_wafv2_web_acl_association.entrance", oldFirst, "web_acl_arn")).toEqual([]);
    expect(replaced("aws_acm_certificate.entrance", newFirst, "domain_name")).toEqual([]);
    expect(replaced("aws_acm_certificate_validation.entrance", oldFirst, "certificate_arn")).toEqual([]);
    expect(replaced("aws_route53_record.entrance_validation", oldFirst, "name")).toEqual([]);
    expect(replaced("aws_acm_certificate.entrance", oldFirst, "domain_name")).toEqual([
      "replace aws_acm_certificate.entrance would be replaced: what cannot be changed in place is domain_name",
    ]);
    expect(replaced("aws_route53_record.entrance", newFirst, "name")).toEqual([
      "replace aws_route53_record.entrance would be replaced: what cannot be changed in place is name",
    ]);
  });

  test("keeps its access logs' bucket; the states' is protected everywhere", () => {
    const change = (name: string) => update(`aws_s3_bucket.${name}`, { force_destroy: false }, { force_destroy: true });
    expect(findings([change("entrance_logs")])).toHaveLength(1);
    expect(findings([change("entrance_logs")], { environment: example() })).toEqual([]);
    expect(findings([change("state")], { environment: example() })).toHaveLength(1);
  });
});

describe("options that are turned off", () => {
  const gone = (address: string) => resource(address, DESTROY, { action_reason: "delete_because_no_resource_config" });
  const refused = (addresses: readonly string[], environment: Environment) =>
    findings(addresses.map(gone), { environment }).map((line) => line.split(" ")[1]);
  const guarded = (environment: Environment) => ({ ...environment, protected: true });
  const canary = ["aws_ecs_service.canary", "aws_ecs_task_definition.canary", "aws_lb_target_group.canary"].concat(
    "aws_lb_listener_rule.canary_attachment",
    "aws_lb_listener_rule.canary_traffic",
  );
  const entrance = ["aws_lb.entrance", "aws_lb_listener.entrance_https", "aws_lb_listener.entrance_http"].concat(
    "aws_lb_target_group.gateway",
    "aws_security_group.entrance",
    "aws_vpc_security_group_ingress_rule.entrance_gateway",
    "aws_vpc_security_group_egress_rule.entrance_gateway",
    "aws_acm_certificate.entrance",
    "aws_acm_certificate_validation.entrance",
    "aws_route53_record.entrance",
    "aws_route53_record.entrance_validation",
    "aws_s3_bucket.entrance_logs",
    "aws_s3_bucket_policy.entrance_logs",
    "aws_s3_bucket_lifecycle_configuration.entrance_logs",
    "aws_s3_bucket_public_access_block.entrance_logs",
    "aws_s3_bucket_server_side_encryption_configuration.entrance_logs",
  );

  test("a canary goes, and of its kinds nothing else", () => {
    expect(refused(canary, guarded(canaryExample(0)))).toEqual([]);
    const others = [
      "aws_ecs_service.gateway",
      "aws_ecs_service.auth",
      "aws_lb_target_group.auth",
      "aws_ecs_service.canary_auth",
      "aws_ecs_service.canary_traffic",
    ];
    expect(refused(others, guarded(canaryExample(0)))).toEqual(others);
  });

  test("a canary goes only because the environment no longer has it", () => {
    const replaced = resource("aws_lb_target_group.canary", { ...REPLACE, replace_paths: [["port"]] });
    expect(findings([replaced, resource("aws_ecs_service.canary", DESTROY)])).toHaveLength(2);
  });

  test("the block of a caller goes", () => {
    const goes = ["entrance_https_10_0_0_0_8", "entrance_http_10_0_0_0_8"].map(
      (name) => `aws_vpc_security_group_ingress_rule.${name}`,
    );
    expect(refused(goes, guarded(entranceExample()))).toEqual([]);
  });

  test("a web ACL goes where another takes its place, or the environment is not protected", () => {
    const webAcl = ["aws_wafv2_web_acl.entrance", "aws_wafv2_web_acl_association.entrance"];
    const webAclArn = "arn:aws:wafv2:eu-north-1:111122223333:regional/webacl/kelmah/1";
    expect(refused(webAcl, entranceExample())).toEqual([]);
    expect(refused(webAcl, guarded(entranceExample({ waf: { kind: "existing", webAclArn } })))).toEqual([]);
    expect(refused(webAcl, guarded(entranceExample()))).toEqual(webAcl);
  });

  test("callers of the gateway are shut out once they have an entrance, and not before", () => {
    const callers = ["aws_vpc_security_group_ingress_rule.gateway_callers_0_0_0_0_0"];
    expect(refused(callers, guarded(entranceExample()))).toEqual([]);
    expect(refused(callers, guarded(example()))).toEqual(callers);
  });

  test("a block of the gateway's callers goes while others stay, and not the last", () => {
    const block = ["aws_vpc_security_group_ingress_rule.gateway_callers_10_0_0_0_8"];
    const { gateway } = example();
    expect(refused(block, guarded(example()))).toEqual([]);
    expect(refused(block, guarded({ ...example(), gateway: { ...gateway, ingressCidrs: [] } }))).toEqual(block);
  });

  test("the record of shells goes where the environment can be destroyed whole, and nowhere else", () => {
    const sessions = ["aws_kms_key.exec_sessions", "aws_cloudwatch_log_group.exec_sessions"];
    expect(refused(sessions, example())).toEqual([]);
    expect(refused(sessions, guarded(example()))).toEqual(sessions);
  });

  test("an entrance goes where the environment can be destroyed whole, and nowhere else", () => {
    expect(refused(entrance, example())).toEqual([]);
    expect(refused(entrance, guarded(example()))).toEqual(entrance);
  });
});

describe("security groups", () => {
  const rule = (after: object, more: object = {}) =>
    resource("aws_vpc_security_group_ingress_rule.a", { actions: ["create"], after, ...more });
  const group = (before: object | null, after: object, more: object = {}) =>
    resource("aws_security_group.a", { actions: [before === null ? "create" : "update"], before, after, ...more });
  const open = { cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp", from_port: 22, to_port: 22 };
  const said = { ...open, from_port: 3000, to_port: 3000 };
  const block = { cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"], protocol: "tcp", from_port: 22, to_port: 22 };
  const lets = (address: string, cidr: string, where: string) =>
    `ingress ${address} lets everybody (${cidr}) in on ${where}, and gateway.ingressCidrs of 'test' does not say so`;
  const address = "aws_vpc_security_group_ingress_rule.a";
  testRefusals([
    ["the environment says so", rule(said)],
    ["a block of one's own", rule({ ...open, cidr_ipv4: "10.0.0.0/8" })],
    ["another port", rule(open), lets(address, "0.0.0.0/0", "port 22")],
    ["ports beside the gateway's", rule({ ...said, to_port: 3001 }), lets(address, "0.0.0.0/0", "ports 3000 to 3001")],
    ["another protocol", rule({ ...said, ip_protocol: "udp" }), lets(address, "0.0.0.0/0", "port 3000")],
    ["everything", rule({ cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" }), lets(address, "0.0.0.0/0", "every port")],
    ["everybody with IPv6", rule({ ...said, cidr_ipv4: null, cidr_ipv6: "::/0" }), lets(address, "::/0", "port 3000")],
    ["everybody, written otherwise", rule({ ...open, cidr_ipv4: "1.2.3.4/0" }), lets(address, "1.2.3.4/0", "port 22")],
    ["an update", rule(open, { actions: ["update"], before: said }), lets(address, "0.0.0.0/0", "port 22")],
    [
      "an import",
      rule(open, { actions: ["no-op"], before: open, importing: {} }),
      lets(address, "0.0.0.0/0", "port 22"),
    ],
    ["what is open already", rule(open, { actions: ["no-op"], before: open })],
    [
      "what nobody knows yet",
      rule({ ip_protocol: "tcp" }, { after_unknown: { cidr_ipv4: true } }),
      `ingress ${address} lets in whoever cidr_ipv4 will name, which is not known before the apply: write the block out`,
    ],
    ["inline", group(null, { ingress: [block] }), lets("aws_security_group.a", "0.0.0.0/0", "port 22")],
    [
      "inline, added",
      group({ ingress: [] }, { ingress: [block] }),
      lets("aws_security_group.a", "0.0.0.0/0", "port 22"),
    ],
    ["inline, open already", group({ ingress: [block], name: "a" }, { ingress: [block], name: "b" })],
    ["inline, out", group(null, { egress: [block], ingress: [] })],
    [
      "in a rule of the old kind",
      resource("aws_security_group_rule.a", { actions: ["create"], after: { ...block, type: "ingress" } }),
      lets("aws_security_group_rule.a", "0.0.0.0/0", "port 22"),
    ],
    [
      "out, in a rule of the old kind",
      resource("aws_security_group_rule.a", { actions: ["create"], after: { ...block, type: "egress" } }),
    ],
  ]);

  test("only the gateway's group may be open, where it is known", () => {
    const inventory = { ...example().inventory, gatewaySecurityGroup: "sg-gateway" };
    const environment: Environment = { ...example(), inventory };
    expect(findings([rule({ ...said, security_group_id: "sg-gateway" })], { environment })).toEqual([]);
    expect(findings([rule({ ...said, security_group_id: "sg-services" })], { environment })).toHaveLength(1);
  });

  test("behind an entrance only its own rules may be open, on its ports, and not in a group that is known", () => {
    const inventory = {
      ...example().inventory,
      gatewaySecurityGroup: "sg-gateway",
      servicesSecurityGroup: "sg-services",
    };
    const environment: Environment = { ...entranceExample(), inventory };
    const named = (name: string, after: object) =>
      resource(`aws_vpc_security_group_ingress_rule.${name}`, { actions: ["create"], after: { ...open, ...after } });
    const https = { from_port: 443, to_port: 443 };
    const http = { from_port: 80, to_port: 80 };
    expect(
      findings([named("entrance_https_0_0_0_0_0", https), named("entrance_http_0_0_0_0_0", http)], { environment }),
    ).toEqual([]);
    for (const wrong of [
      named("entrance_https_0_0_0_0_0", { from_port: 80, to_port: 443 }),
      named("entrance_https_0_0_0_0_0", { ...https, security_group_id: "sg-gateway" }),
      named("entrance_https_0_0_0_0_0", { ...https, security_group_id: "sg-services" }),
      named("other", https),
      named("gateway_callers_0_0_0_0_0", { from_port: 3000, to_port: 3000 }),
    ]) {
      expect(findings([wrong], { environment })).toHaveLength(1);
    }
    expect(findings([named("entrance_https_0_0_0_0_0", https)])).toHaveLength(1);
  });

  test("the states' stack opens nothing", () => {
    expect(findings([rule(said)], { environment: undefined })).toEqual([
      `ingress ${address} lets everybody (0.0.0.0/0) in on port 3000, and no environment says so`,
    ]);
  });
});

describe("plans that cannot be relied on", () => {
  const said = (parts: object) => judge(planJson(parts as never)).findings.map(({ message }) => message);
  const first = "The plan cannot be relied on: ";
  test.each([
    [{ errored: true }, "planning failed half-way: mend what terraform plan complained about"],
    [{ complete: false }, "it leaves something out (-target, or changes that are deferred): plan the whole stack"],
    [{ deferred_changes: [{}] }, "it defers changes to a later plan"],
    [{ errored: undefined }, "it does not say whether it is whole: make it with Terraform 1.11 or later"],
    [{ complete: undefined }, "it does not say whether it is whole: make it with Terraform 1.11 or later"],
  ])("%j", (parts, message) => {
    expect(said(parts)).toEqual([first + message]);
  });

  test("an empty one is whole", () => {
    expect(said({ applyable: false })).toEqual([]);
    expect(protectedEnvironment().protected).toBe(true);
  });
});
