import type { TerraformStack } from "cdktf";
import { addEntrance } from "../../src/stacks/entrance";
import type { Environment } from "../../src/model/environment";
import type { Entrance } from "../../src/model/options";
import { CERTIFICATE, entranceExample } from "../helpers/entrance";
import { example } from "../helpers/example";
import "../helpers/matchers";
import { addressesOf, blockAt, synthesize } from "../helpers/synth";

const network = { vpcId: "vpc-1", publicSubnetIds: ["subnet-a", "subnet-b"], gatewaySecurityGroupId: "sg-gateway" };
const put = (environment: Environment) =>
  synthesize((stack: TerraformStack) => {
    addEntrance(stack, environment, network)?.pointDomain({ fqn: "aws_ecs_service.gateway" });
  });
const entrance = (
  changes: Partial<Entrance> = {},
  change: (e: ReturnType<typeof example>) => void = () => undefined,
) => {
  const environment = entranceExample(changes);
  change(environment);
  return put(environment);
};
const json = entrance();
const tags = { Name: "kelmah-entrance-test" };

test("is nothing where it is off", () => {
  expect(addressesOf(put(example()))).toEqual([]);
});

test("is an application load balancer in the public subnets, that drops invalid headers and keeps web sockets open", () => {
  expect(json).toHaveResourceAt("aws_lb.entrance", {
    name: "kelmah-entrance-test",
    internal: false,
    load_balancer_type: "application",
    subnets: ["subnet-a", "subnet-b"],
    security_groups: ["${aws_security_group.entrance.id}"],
    idle_timeout: 120,
    drop_invalid_header_fields: true,
    enable_deletion_protection: false,
    access_logs: undefined,
    depends_on: undefined,
    lifecycle: undefined,
    tags,
  });
  expect(entrance({ idleTimeoutSeconds: 600 })).toHaveResourceAt("aws_lb.entrance", { idle_timeout: 600 });
});

test("is protected in AWS and in every plan where its environment is; in AWS unless it says otherwise", () => {
  const guard = { lifecycle: { prevent_destroy: true } };
  const guarded = (changes: Partial<Entrance>) => entrance(changes, (e) => (e.protected = true));
  expect(guarded({})).toHaveResourceAt("aws_lb.entrance", { ...guard, enable_deletion_protection: true });
  expect(guarded({ deletionProtection: false })).toHaveResourceAt("aws_lb.entrance", { ...guard, enable_deletion_protection: false }); // prettier-ignore
});

test("takes calls over TLS for the gateway's target group", () => {
  expect(json).toHaveResourceAt("aws_lb_listener.entrance_https", {
    load_balancer_arn: "${aws_lb.entrance.arn}",
    port: 443,
    protocol: "HTTPS",
    ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificate_arn: CERTIFICATE,
    default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.gateway.arn}" }],
  });
  expect(json).toHaveResourceAt("aws_lb_target_group.gateway", {
    name: "kelmah-gateway-test",
    port: 3000,
    protocol: "HTTP",
    target_type: "ip",
    vpc_id: "vpc-1",
    health_check: { protocol: "HTTP", path: "/health", healthy_threshold: 5, unhealthy_threshold: 2 },
  });
  const sslPolicy = "ELBSecurityPolicy-TLS13-1-3-2021-06";
  expect(entrance({ sslPolicy })).toHaveResourceAt("aws_lb_listener.entrance_https", { ssl_policy: sslPolicy });
});

test("sends callers without TLS to where it is, for good", () => {
  expect(json).toHaveResourceAt("aws_lb_listener.entrance_http", {
    port: 80,
    protocol: "HTTP",
    default_action: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", status_code: "HTTP_301" } }],
  });
});

test("lets in the callers that it should on its two ports, and itself to the gateway's port and nowhere else", () => {
  const two = entrance({}, (e) => (e.gateway.ingressCidrs = ["10.0.0.0/8", "192.0.2.0/24"]));
  const ports = { https: 443, http: 80 };
  for (const [protocol, port] of Object.entries(ports)) {
    for (const [part, block] of Object.entries({ "10_0_0_0_8": "10.0.0.0/8", "192_0_2_0_24": "192.0.2.0/24" })) {
      expect(two).toHaveResourceAt(`aws_vpc_security_group_ingress_rule.entrance_${protocol}_${part}`, {
        security_group_id: "${aws_security_group.entrance.id}",
        ip_protocol: "tcp",
        from_port: port,
        to_port: port,
        cidr_ipv4: block,
      });
    }
  }
  const port = { ip_protocol: "tcp", from_port: 3000, to_port: 3000, cidr_ipv4: undefined };
  expect(two).toHaveResourceAt("aws_vpc_security_group_egress_rule.entrance_gateway", {
    security_group_id: "${aws_security_group.entrance.id}",
    referenced_security_group_id: "sg-gateway",
    ...port,
  });
  expect(two).toHaveResourceAt("aws_vpc_security_group_ingress_rule.entrance_gateway", {
    security_group_id: "sg-gateway",
    referenced_security_group_id: "${aws_security_group.entrance.id}",
    ...port,
  });
  const rules = addressesOf(two).filter((address) => address.includes("security_group_"));
  expect(rules).toHaveLength(2 * 2 + 2);
});

describe("a certificate that is requested", () => {
  const certificate = { kind: "requested", domainName: "api.kelmah.com", hostedZoneId: "Z1" } as const;
  const requested = entrance({ certificate });

  test("is proven in Route 53, and the listener waits until it is issued", () => {
    expect(requested).toHaveResourceAt("aws_acm_certificate.entrance", {
      domain_name: "api.kelmah.com",
      validation_method: "DNS",
      lifecycle: { create_before_destroy: true },
    });
    const { name, type, records, zone_id: zone } = blockAt(requested, "aws_route53_record.entrance_validation");
    for (const value of [name, type, ...(records as unknown[])]) {
      expect(value).toContain("aws_acm_certificate.entrance.domain_validation_options).0.resource_record_");
    }
    expect(zone).toBe("Z1");
    expect(requested).toHaveResourceAt("aws_acm_certificate_validation.entrance", {
      certificate_arn: "${aws_acm_certificate.entrance.arn}",
      validation_record_fqdns: ["${aws_route53_record.entrance_validation.fqdn}"],
    });
    expect(requested).toHaveResourceAt("aws_lb_listener.entrance_https", {
      certificate_arn: "${aws_acm_certificate_validation.entrance.certificate_arn}",
    });
  });

  test("points its domain at the load balancer, unless callers are to stay where they are", () => {
    const alias = { name: "${aws_lb.entrance.dns_name}", zone_id: "${aws_lb.entrance.zone_id}", evaluate_target_health: true }; // prettier-ignore
    const record = { zone_id: "Z1", name: "api.kelmah.com", type: "A", alias, allow_overwrite: true };
    expect(requested).toHaveResourceAt("aws_route53_record.entrance", record);
    expect(entrance({ certificate: { ...certificate, pointDomain: false } })).not.toHaveResourceAt("aws_route53_record.entrance"); // prettier-ignore
  });

  test("moves callers once there is somebody who answers, and what looks at their calls", () => {
    const behind = ["aws_lb_listener.entrance_https", "aws_ecs_service.gateway"];
    expect(requested).toHaveResourceAt("aws_route53_record.entrance", { depends_on: behind });
    const waf = { kind: "managed", ruleGroups: ["AWSManagedRulesCommonRuleSet"] } as const;
    expect(entrance({ certificate, waf })).toHaveResourceAt("aws_route53_record.entrance", {
      depends_on: [...behind, "aws_wafv2_web_acl_association.entrance"],
    });
  });

  test("gives the URL; one that exists leaves that to its owner", () => {
    expect(requested).toHaveResourceAt("output.entrance_url", { value: "https://api.kelmah.com" });
    expect(json).toHaveResourceAt("output.entrance_dns_name", { value: "${aws_lb.entrance.dns_name}" });
    expect(json).not.toHaveResourceAt("output.entrance_url");
  });
});

describe("access logs", () => {
  const logged = entrance({ accessLogsRetentionDays: 30 });
  const bucket = "kelmah-entrance-logs-test-111122223333";

  test("go to a private bucket in which Elastic Load Balancing alone may write", () => {
    expect(logged).toHaveResourceAt("aws_lb.entrance", {
      access_logs: { bucket: "${aws_s3_bucket.entrance_logs.bucket}", enabled: true },
      depends_on: ["aws_s3_bucket_policy.entrance_logs"],
    });
    expect(logged).toHaveResourceAt("aws_s3_bucket.entrance_logs", {
      bucket,
      force_destroy: true,
      lifecycle: undefined,
    });
    expect(logged).toHaveResourceAt("aws_s3_bucket_public_access_block.entrance_logs", {
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(logged).toHaveResourceAt("aws_s3_bucket_server_side_encryption_configuration.entrance_logs", {
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
    });
    const { policy } = blockAt(logged, "aws_s3_bucket_policy.entrance_logs") as { policy: { Statement: unknown } };
    expect(policy.Statement).toEqual([
      {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "WriteAccessLogs",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${bucket}/AWSLogs/111122223333/*`,
      },
    ]);
  });

  test("expire, and their bucket stays where the environment is protected", () => {
    const { rule } = blockAt(logged, "aws_s3_bucket_lifecycle_configuration.entrance_logs");
    expect(rule).toMatchObject([{ status: "Enabled", expiration: [{ days: 30 }] }]);
    const guarded = entrance({ accessLogsRetentionDays: 30 }, (e) => (e.protected = true));
    expect(guarded).toHaveResourceAt("aws_s3_bucket.entrance_logs", {
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });
});

describe("a web ACL", () => {
  const association = "aws_wafv2_web_acl_association.entrance";

  test("that exists is put on the load balancer", () => {
    const webAclArn =
      "arn:aws:wafv2:eu-north-1:111122223333:regional/webacl/kelmah/01234567-89ab-cdef-0123-456789abcdef";
    const existing = entrance({ waf: { kind: "existing", webAclArn } });
    expect(existing).toHaveResourceAt(association, { resource_arn: "${aws_lb.entrance.arn}", web_acl_arn: webAclArn });
    expect(existing).not.toHaveResourceAt("aws_wafv2_web_acl.entrance");
  });

  test("is made of AWS's managed rule groups in their order", () => {
    const ruleGroups = ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet"];
    const managed = entrance({ waf: { kind: "managed", ruleGroups } });
    expect(managed).toHaveResourceAt(association, { web_acl_arn: "${aws_wafv2_web_acl.entrance.arn}" });
    const { scope, default_action: usual, rule } = blockAt(managed, "aws_wafv2_web_acl.entrance");
    expect({ scope, usual }).toEqual({ scope: "REGIONAL", usual: { allow: {} } });
    expect(rule).toMatchObject(
      ruleGroups.map((name, priority) => ({
        name,
        priority,
        override_action: { none: {} },
        statement: { managed_rule_group_statement: { name, vendor_name: "AWS" } },
      })),
    );
  });

  test("is not there where there is none", () => {
    expect(addressesOf(json).filter((address) => address.includes("wafv2"))).toEqual([]);
  });
});
