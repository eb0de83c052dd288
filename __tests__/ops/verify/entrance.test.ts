import type { SecurityGroupRule } from "@aws-sdk/client-ec2";
import type { Listener, Rule, TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import { createColors } from "picocolors";
import type { Canary } from "../../../src/model/options";
import type { Answer, EntranceFacts, Facts } from "../../../src/ops/verify/facts";
import { expectedOf } from "../../../src/ops/verify/expected-of";
import { renderVerification } from "../../../src/ops/verify/render";
import { arnOf, failed, GROUPS, inAnswer, known, lines, production, steady, verify, withService } from "./recorded";

const GATEWAY = "kelmah-gateway-prod";
const CANARY = "kelmah-gateway-canary-prod";
const CERTIFICATE = "arn:aws:acm:eu-north-1:992350137489:certificate/01234567-89ab-cdef-0123-456789abcdef";
const CANARY_SERVICE = "kelmah-api-gateway-service-gg6bf9h1-canary";

/** Production behind an entrance of its own, beside the target group that it is in already. */
function behindEntrance(canary?: Partial<Canary>, beside = true) {
  const environment = production("internal");
  const { targetGroup, ...own } = environment.gateway;
  const gateway = {
    ...own,
    ...(beside && targetGroup !== undefined && { targetGroup }),
    publicIp: false,
    ingressCidrs: ["0.0.0.0/0"],
    entrance: { certificate: { kind: "existing", arn: CERTIFICATE } } as const,
    ...(canary && { canary: { image: { repository: "api-gateway", tag: "2.0.0" }, weight: 10, ...canary } }),
  };
  return { ...environment, gateway };
}

type Change = (facts: Facts) => Facts;

const withEntrance = (change: (entrance: EntranceFacts) => EntranceFacts | undefined): Change => (facts) => ({
  ...facts,
  balancing: {
    ...facts.balancing,
    ...(facts.balancing.entrance && { entrance: inAnswer(facts.balancing.entrance, (value) => value && change(value)) }),
  },
}); // prettier-ignore

const withListener = (port: number, change: Partial<Listener> | undefined): Change =>
  withEntrance((entrance) => ({
    ...entrance,
    listeners: entrance.listeners.flatMap((one) =>
      one.Port !== port ? [one] : change === undefined ? [] : [{ ...one, ...change }],
    ),
  }));

const withRules = (change: (rules: readonly Rule[]) => readonly Rule[]): Change =>
  withEntrance((entrance) => ({ ...entrance, rules: change(entrance.rules) }));

const withTraffic = (...weights: [string, number][]): Change =>
  withRules((rules) =>
    rules.map((rule) => {
      const TargetGroups = weights.map(([name, Weight]) => ({ TargetGroupArn: arnOf(name), Weight }));
      return rule.Priority === "2"
        ? { ...rule, Actions: [{ Type: "forward", ForwardConfig: { TargetGroups } }] }
        : rule;
    }),
  );

test.each([
  ["an entrance", undefined],
  ["a canary", {}],
  ["a canary that gets every call", { weight: 100 }],
  ["an aborted canary", { weight: 0 }],
])("nothing is found where all is well with %s", (_, canary) => {
  expect(lines(verify(undefined, behindEntrance(canary)))).toEqual([]);
});

test("the gateway is expected behind its own target group, and the canary as a service of its own", () => {
  const { gateway, canary, entrance } = expectedOf(behindEntrance({ weight: 30 }));
  expect(gateway).toMatchObject({
    targetGroup: GATEWAY,
    targetGroupBeside: "api-gateway-tg",
    image: { tag: "latest" },
  });
  expect(canary).toMatchObject({ name: "canary", service: CANARY_SERVICE, targetGroup: CANARY, tasks: 1, image: { tag: "2.0.0" }, logGroup: gateway.logGroup }); // prettier-ignore
  expect(entrance).toEqual({
    loadBalancer: "kelmah-entrance-prod",
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificateArn: CERTIFICATE,
    shares: { [GATEWAY]: 70, [CANARY]: 30 },
    canary: { service: CANARY_SERVICE, targetGroup: CANARY },
  });
  expect(expectedOf(behindEntrance({ weight: 0 })).canary).toBeUndefined();
  expect(expectedOf(production()).entrance).toBeUndefined();
});

test("the canary is a row of its own", () => {
  const verification = verify(undefined, behindEntrance({}));
  expect(verification.rows.map(({ name }) => name).slice(-2)).toEqual(["gateway", "canary"]);
  const rendered = renderVerification(verification, createColors(false));
  expect(rendered).toMatch(/^ *canary +1\/1 +– +completed +1\/1 +complete +1 min ago$/m);
});

const left = { IsDefault: false, Conditions: [{ Field: "path-pattern", Values: ["/*"] }] };
const forwardTo = (...weights: [string, number][]) => [
  { Type: "forward" as const, ForwardConfig: { TargetGroups: weights.map(([name, Weight]) => ({ TargetGroupArn: arnOf(name), Weight })) } }, // prettier-ignore
];

test.each<[string, Partial<Canary> | undefined, Change, ...string[]]>([
  ["no load balancer", undefined, withEntrance(() => undefined), "wrong entrance-missing gateway: there is no load balancer kelmah-entrance-prod: nobody can call the gateway through it"],
  ["no HTTPS", undefined, withListener(443, undefined), "wrong entrance-https-missing gateway: kelmah-entrance-prod has no HTTPS listener on port 443: nobody can call the gateway through it"],
  ["HTTP where HTTPS should be", undefined, withListener(443, { Protocol: "HTTP" }), "wrong entrance-https-missing gateway: kelmah-entrance-prod has no HTTPS listener on port 443: nobody can call the gateway through it"],
  ["another security policy", undefined, withListener(443, { SslPolicy: "ELBSecurityPolicy-2016-08" }), "wrong entrance-ssl-policy gateway: kelmah-entrance-prod has the security policy ELBSecurityPolicy-2016-08; the environment says ELBSecurityPolicy-TLS13-1-2-2021-06"],
  ["another certificate", undefined, withListener(443, { Certificates: [{ CertificateArn: "arn:other" }] }), `wrong entrance-certificate gateway: kelmah-entrance-prod shows arn:other; the environment says ${CERTIFICATE}`],
  ["another target group", undefined, withListener(443, { DefaultActions: [{ Type: "forward", TargetGroupArn: arnOf("other") }] }), `wrong entrance-elsewhere gateway: kelmah-entrance-prod forwards to 100 % to other, not to ${GATEWAY}`],
  ["no redirect", undefined, withListener(80, undefined), "warning entrance-redirect gateway: kelmah-entrance-prod does not send callers on port 80 to HTTPS"],
  ["calls without TLS", undefined, withListener(80, { DefaultActions: [{ Type: "forward", TargetGroupArn: arnOf(GATEWAY) }] }), "warning entrance-redirect gateway: kelmah-entrance-prod does not send callers on port 80 to HTTPS"],
  ["other shares", {}, withTraffic([GATEWAY, 50], [CANARY, 50]), `wrong canary-shares canary: kelmah-entrance-prod shares calls out 50 % to ${GATEWAY}, 50 % to ${CANARY}; the environment says 90 % to ${GATEWAY}, 10 % to ${CANARY}`],
  ["the same shares in other numbers", {}, withTraffic([GATEWAY, 9], [CANARY, 1])],
  ["a canary that is not called", {}, withRules((rules) => rules.filter(({ Priority }) => Priority !== "2")), `wrong canary-not-called canary: kelmah-entrance-prod sends the canary no calls; the environment says 90 % to ${GATEWAY}, 10 % to ${CANARY}`],
  ["a canary that is still called", { weight: 0 }, withRules((rules) => [{ ...left, Actions: forwardTo([GATEWAY, 90], [CANARY, 10]) }, ...rules]), `wrong canary-called gateway: kelmah-entrance-prod shares calls out, 90 % to ${GATEWAY}, 10 % to ${CANARY}, and the environment has no canary that gets any`],
  ["a canary that still runs", { weight: 0 }, (facts) => withService(CANARY_SERVICE, steady(CANARY_SERVICE, 1))(facts), `warning canary-left gateway: the environment has no canary that gets calls, and there still is ECS service ${CANARY_SERVICE}`],
  ["a canary's service that lacks", {}, withService(CANARY_SERVICE, undefined), `wrong service-missing canary: there is no ECS service ${CANARY_SERVICE}`],
  ["a canary that is on its way", {}, withService(CANARY_SERVICE, { runningCount: 0 }), `wrong too-few-tasks canary: ${CANARY_SERVICE} runs 0 of 1 task`],
  ["a canary's image that lacks", {}, (facts) => ({ ...facts, images: new Map([...facts.images, ["api-gateway:2.0.0", known({ missing: "image" })]]) }), "wrong image-missing canary: the environment names api-gateway:2.0.0, which is not in ECR"],
  ["an unhealthy canary", {}, (facts) => ({ ...facts, balancing: { ...facts.balancing, targets: new Map<string, Answer<readonly TargetHealthDescription[]>>([...facts.balancing.targets, [CANARY, known([{ Target: { Id: "172.31.96.9" }, TargetHealth: { State: "unhealthy", Reason: "Target.Timeout" } }])]]) } }), `wrong targets-unhealthy canary: 0 of 1 targets in ${CANARY} are healthy (172.31.96.9 is unhealthy)`],
  ["a gateway that has left the other target group", undefined, withService("kelmah-api-gateway-service-gg6bf9h1", { loadBalancers: [{ targetGroupArn: arnOf(GATEWAY), containerName: "api-gateway", containerPort: 3000 }] }), "wrong not-attached gateway: kelmah-api-gateway-service-gg6bf9h1 does not put its tasks into target group api-gateway-tg"],
  ["what is not known", undefined, (facts) => ({ ...facts, balancing: { ...facts.balancing, entrance: failed("elasticloadbalancing:DescribeRules") } }), "unknown entrance-unknown gateway: the public load balancer"],
])("%s", (_, canary, change, ...expected) => {
  expect(lines(verify(change, behindEntrance(canary)))).toEqual(expected);
}); // prettier-ignore

describe("the gateway's security group", () => {
  const port = { GroupId: GROUPS.gateway, IsEgress: false, IpProtocol: "tcp", FromPort: 3000, ToPort: 3000 };
  const everybody: SecurityGroupRule = { ...port, CidrIpv4: "0.0.0.0/0", SecurityGroupRuleId: "sgr-1" };
  const another: SecurityGroupRule = { ...port, ReferencedGroupInfo: { GroupId: "sg-old" }, SecurityGroupRuleId: "sgr-2" }; // prettier-ignore
  const withIngress = (change: (rules: readonly SecurityGroupRule[]) => readonly SecurityGroupRule[]): Change =>
    (facts) => ({ ...facts, ingress: inAnswer(facts.ingress, change) }); // prettier-ignore
  const alone = behindEntrance(undefined, false);

  test("lets the public load balancer in, whoever else it lets in", () => {
    const shut = withIngress((rules) => [...rules.filter(({ GroupId }) => GroupId !== GROUPS.gateway), everybody]);
    expect(lines(verify(shut, behindEntrance()))).toEqual([
      `wrong ingress-missing gateway: security group ${GROUPS.gateway} does not let the public load balancer (${GROUPS.entrance}) in on port 3000: calls to gateway end there`,
    ]);
  });

  test("lets nobody else in, unless another load balancer stands beside the entrance", () => {
    const open = withIngress((rules) => [...rules, everybody, another]);
    expect(lines(verify(undefined, alone))).toEqual([]);
    const { findings } = verify(open, alone);
    expect(lines({ findings })).toEqual([
      `wrong ingress-open prod: security group ${GROUPS.gateway} lets everybody (0.0.0.0/0, sgr-1) in on port 3000`,
      `warning ingress-beside gateway: security group ${GROUPS.gateway} lets sg-old (sgr-2) in on port 3000, past the public load balancer`,
    ]);
    expect(findings.flatMap(({ next }) => next)).toEqual(
      ["sgr-1", "sgr-2"].map(
        (rule) =>
          `aws ec2 revoke-security-group-ingress --group-id ${GROUPS.gateway} --security-group-rule-ids ${rule} --region eu-north-1`,
      ),
    );
    expect(lines(verify(open, behindEntrance()))).toEqual([]);
    expect(lines(verify(open, behindEntrance({}, false)))).toHaveLength(2);
  });
});
