import { githubExample } from "../helpers/cloud";
import { checksumOf, deployment, inRegion, lockOf, may } from "../helpers/deployment";
import type { StackJson } from "../helpers/synth";

const github = deployment(githubExample());
const tagged = (environment: string) => ({ ...inRegion, "aws:ResourceTag/Env": environment });
const arn = {
  state: "arn:aws:s3:::kelmah-terraform-state/kelmah-test-network/terraform.tfstate",
  lock: "arn:aws:s3:::kelmah-terraform-state/kelmah-test-network/terraform.tfstate.tflock",
  table: "arn:aws:dynamodb:eu-north-1:111122223333:table/kelmah-terraform-locks",
  service: "arn:aws:ecs:eu-north-1:111122223333:service/kelmah-test/kelmah-auth-test",
  zone: "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ",
};

/** Something of each service that an apply changes, which carries tags. */
const taggable: readonly (readonly [action: string, resource: string])[] = (
  [
    ["acm:DeleteCertificate", "acm", "certificate/1234abcd-12ab-34cd-56ef-1234567890ab"],
    ["cloudwatch:DeleteAlarms", "cloudwatch", "alarm:kelmah"],
    ["ec2:CreateTags", "ec2", "vpc/vpc-0123456789abcdef0"],
    ["ec2:DeleteNatGateway", "ec2", "natgateway/nat-0123456789abcdef0"],
    ["ec2:ReleaseAddress", "ec2", "elastic-ip/eipalloc-0123456789abcdef0"],
    ["ecs:DeleteCluster", "ecs", "cluster/kelmah"],
    ["ecs:UpdateService", "ecs", "service/kelmah/auth"],
    ["elasticloadbalancing:DeleteLoadBalancer", "elasticloadbalancing", "loadbalancer/net/kelmah/0123456789abcdef"],
    ["elasticloadbalancing:ModifyTargetGroup", "elasticloadbalancing", "targetgroup/kelmah/0123456789abcdef"],
    ["events:DeleteRule", "events", "rule/kelmah"],
    ["logs:DeleteLogGroup", "logs", "log-group:/ecs/auth"],
    ["secretsmanager:DeleteSecret", "secretsmanager", "secret:kelmah/test/JWT_SECRET-AbCdEf"],
    ["servicediscovery:DeleteService", "servicediscovery", "service/srv-0123456789abcdef"],
    ["sns:DeleteTopic", "sns", "kelmah"],
    ["ssm:DeleteParameter", "ssm", "parameter/kelmah/test/JWT_SECRET"],
    ["wafv2:DeleteWebACL", "wafv2", "regional/webacl/kelmah/1234abcd-12ab-34cd-56ef-1234567890ab"],
  ] as const
).map(([action, service, resource]) => [action, `arn:aws:${service}:eu-north-1:111122223333:${resource}`]);

test.each(taggable)(
  "an apply may %s of %s unless its tag says that it is another environment's",
  async (action, resource) => {
    const byTag = (context: Readonly<Record<string, string>>) => may(github, "github_apply", action, resource, context);
    expect([await byTag(inRegion), await byTag(tagged("test")), await byTag(tagged("prod"))]).toEqual([
      true,
      true,
      false,
    ]);
  },
);

test("an apply reads what is another environment's, and uses its web ACL", async () => {
  const acl = "arn:aws:wafv2:eu-north-1:111122223333:regional/webacl/all/1234abcd-12ab-34cd-56ef-1234567890ab";
  for (const [action, resource] of [
    ["ecr:DescribeImages", "arn:aws:ecr:eu-north-1:111122223333:repository/api-gateway"],
    ["ecs:DescribeServices", arn.service],
    ["wafv2:AssociateWebACL", acl],
  ] as const) {
    expect([action, await may(github, "github_apply", action, resource, tagged("prod"))]).toEqual([action, true]);
  }
});

test("an apply writes and locks its states, whose bucket and table are tagged as everybody's", async () => {
  const shared = { "aws:ResourceTag/Env": "shared" };
  const writes = (action: string, resource: string, context = {}) =>
    may(github, "github_apply", action, resource, { ...shared, ...context });
  expect(await writes("s3:ListBucket", "arn:aws:s3:::kelmah-terraform-state")).toBe(true);
  expect(await writes("s3:PutObject", arn.state)).toBe(true);
  expect(await writes("s3:DeleteObject", arn.lock)).toBe(true);
  for (const action of ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"]) {
    expect(await writes(action, arn.table, lockOf("kelmah-test-network"))).toBe(true);
    expect(await writes(action, arn.table, checksumOf("kelmah-test-network"))).toBe(true);
    expect(await writes(action, arn.table, lockOf("kelmah-prod-network"))).toBe(false);
  }
});

describe("an apply in Route 53", () => {
  const named = githubExample();
  named.gateway.publicIp = false;
  named.gateway.entrance = {
    certificate: { kind: "requested", domainName: "api.kelmah.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" },
  };
  named.serviceDiscovery = { namespace: "kelmah.internal" };
  const stack = deployment(named);
  const NAMES = "route53:ChangeResourceRecordSetsNormalizedRecordNames";
  const changes = (of: StackJson, zone: string, name: string) =>
    may(of, "github_apply", "route53:ChangeResourceRecordSets", zone, { [NAMES]: name });
  const another = arn.zone.replace("Z0", "Z9");

  test("changes records of the zone that the environment names, and of no other", async () => {
    expect(await changes(stack, arn.zone, "api.kelmah.com")).toBe(true);
    expect(await changes(stack, another, "api.kelmah.com")).toBe(false);
    expect(await changes(github, arn.zone, "api.kelmah.com")).toBe(false);
  });

  test("keeps the private zone of its namespace, and no other's", async () => {
    expect(await changes(stack, another, "auth.kelmah.internal")).toBe(true);
    expect(await changes(stack, another, "auth.other.internal")).toBe(false);
    for (const [action, resource] of [
      ["route53:CreateHostedZone", "*"],
      ["route53:DeleteHostedZone", another],
    ] as const) {
      expect(await may(stack, "github_apply", action, resource)).toBe(true);
      expect(await may(github, "github_apply", action, resource)).toBe(false);
    }
  });

  test.each(["route53:DisassociateVPCFromHostedZone", "route53:DeleteHealthCheck"])("may not %s", async (action) => {
    const resource = action.endsWith("Check") ? "arn:aws:route53:::healthcheck/0123" : another;
    expect(await may(stack, "github_apply", action, resource)).toBe(false);
  });
});
