import type { SecurityGroupRule } from "@aws-sdk/client-ec2";
import type {
  Listener,
  TargetHealthDescription,
  TargetHealthReasonEnum,
  TargetHealthStateEnum,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Answer, Facts } from "../../../src/ops/verify/facts";
import { arnOf, failed, inAnswer, known, lines, NOW, production, verify, withService } from "./recorded";

type Change = (facts: Facts) => Facts;

const withListener = (port: number, change: Partial<Listener> | undefined): Change => (facts) => ({
  ...facts,
  balancing: {
    ...facts.balancing,
    loadBalancer: inAnswer(facts.balancing.loadBalancer, (value) =>
      value && {
        ...value,
        listeners: value.listeners.flatMap((one) =>
          one.Port !== port ? [one] : change === undefined ? [] : [{ ...one, ...change }],
        ),
      },
    ),
  },
}); // prettier-ignore

const withIngress = (change: (rules: readonly SecurityGroupRule[]) => SecurityGroupRule[]): Change => (facts) => ({
  ...facts,
  ingress: inAnswer(facts.ingress, change),
}); // prettier-ignore

const withGroups = (change: (groups: Map<string, object>) => void): Change => (facts) => ({
  ...facts,
  balancing: {
    ...facts.balancing,
    targetGroups: inAnswer(facts.balancing.targetGroups, (value) => {
      const groups = new Map(value);
      change(groups);
      return groups;
    }),
  },
}); // prettier-ignore

const withTargets = (...states: [State: TargetHealthStateEnum, Reason: TargetHealthReasonEnum][]): Change => (facts) => ({
  ...facts,
  balancing: {
    ...facts.balancing,
    targets: new Map<string, Answer<readonly TargetHealthDescription[]>>([
      ...facts.balancing.targets,
      ["kelmah-user-tg", known(states.map(([State, Reason]) => ({ Target: { Id: "172.31.96.9" }, TargetHealth: { State, Reason } })))],
    ]),
  },
}); // prettier-ignore

const withContainer = (service: string, change: object | undefined): Change => (facts) => ({
  ...facts,
  taskDefinitions: new Map(
    [...facts.taskDefinitions].map(([arn, answer]) => [
      arn,
      arn.endsWith(`/${service}:7`)
        ? inAnswer(answer, (of) => ({ ...of, containers: change === undefined ? [] : of.containers.map((one) => ({ ...one, ...change })) }))
        : answer,
    ]),
  ),
}); // prettier-ignore

const withParameter = (name: string, fact: object | undefined): Change => (facts) => ({
  ...facts,
  parameters: inAnswer(facts.parameters, (value) => {
    const parameters = new Map(value);
    if (fact === undefined) parameters.delete(name);
    else parameters.set(name, fact as never);
    return parameters;
  }),
}); // prettier-ignore

const withEgress = (change: object): Change => (facts) => ({
  ...facts,
  egress: inAnswer(facts.egress, (value) => ({ ...value, ...change })),
}); // prettier-ignore

const withLog = (fact: object): Change => (facts) => ({
  ...facts,
  logs: new Map([...facts.logs, ["/ecs/job-service", known(fact as never)]]),
}); // prettier-ignore

const withImage = (missing: "image" | "repository"): Change => (facts) => ({
  ...facts,
  images: new Map([...facts.images, ["kelmah-auth-service:project-fix", known({ missing })]]),
}); // prettier-ignore

const withHttp = (...answers: object[]): Change => (facts) => ({
  ...facts,
  gateway: answers.map((answer) => ({ url: "https://api.kelmah.com/health", path: "/health", seconds: 0.1, ...answer })),
}); // prettier-ignore

const rolling = (rolloutState: "FAILED" | "IN_PROGRESS", more: object = {}) => ({
  deployments: [{ id: "ecs-svc/1", status: "PRIMARY", rolloutState, createdAt: new Date(NOW - 6e5), ...more }],
  events: [],
});

const nat = (ip: string, State: "available" | "failed" = "available") => ({
  natGateways: [{ NatGatewayId: "nat-1", State, NatGatewayAddresses: [{ PublicIp: ip }] }],
});

test.each(["legacy", "parallel", "internal", "retired"] as const)("nothing is found where all is well: %s", (phase) => {
  const verification = verify(undefined, production(phase));
  expect(lines(verification)).toEqual([]);
  expect(verification.verdict).toBe("healthy");
});

test.each<[string, Change, string]>([
  ["a cluster that lacks", (facts) => ({ ...facts, services: known({ services: new Map(), stopped: new Map(), earlier: new Map() }) }), "wrong cluster-missing prod: there is no ECS cluster Project-Kelmah"],
  ["a service that lacks", withService("user-service-nlb", undefined), "wrong service-missing user: there is no ECS service user-service-nlb"],
  ["a legacy service that lacks", withService("user-service", undefined), "wrong service-missing user: there is no ECS service user-service"],
  ["a service at 0", withService("user-service-nlb", { desiredCount: 0, runningCount: 0 }), "wrong desired-count user: user-service-nlb is set to 0 tasks, and in phase 'parallel' the environment says 1"],
  ["a service with more tasks than asked for", withService("user-service-nlb", { desiredCount: 2, runningCount: 2 }), "warning desired-count user: user-service-nlb is set to 2 tasks, and in phase 'parallel' the environment says 1"],
  ["too few tasks", withService("user-service-nlb", { runningCount: 0 }), "wrong too-few-tasks user: user-service-nlb runs 0 of 1 task"],
  ["a roll-out that goes on", withService("user-service-nlb", rolling("IN_PROGRESS", { failedTasks: 2 })), "wrong rolling-out user: user-service-nlb is still rolling out, 2 tasks failed so far"],
  ["a roll-out that has failed", withService("user-service-nlb", { ...rolling("FAILED"), runningCount: 0 }), "wrong rollout-failed user: the roll-out of user-service-nlb has failed: it runs 0 of 1 task"],
  ["a roll-back", withService("user-service-nlb", { events: [{ message: "(service user-service-nlb) rolling back to deployment ecs-svc/1." }] }), "wrong rolled-back user: the last deployment of user-service-nlb failed and was rolled back: what ran before it runs again"],
  ["tasks that fail now and then", withService("user-service-nlb", { events: [{ message: "(service user-service-nlb) (task 1) failed container health checks.", createdAt: new Date(NOW) }] }), "warning unsteady user: user-service-nlb runs, but tasks of it have failed since it was steady"],
  ["an unhealthy target", withTargets(["unhealthy", "Target.Timeout"]), "wrong targets-unhealthy user: 0 of 1 targets in kelmah-user-tg are healthy (172.31.96.9 is unhealthy)"],
  ["an empty target group", withTargets(), "wrong no-targets user: target group kelmah-user-tg is empty, though user-service-nlb runs"],
  ["a load balancer that lacks", (facts) => ({ ...facts, balancing: { ...facts.balancing, loadBalancer: known(undefined) } }), "wrong load-balancer-missing prod: there is no load balancer kelmah-internal-svcs: no private service can be reached"],
  ["a listener that lacks", withListener(3002, undefined), "wrong listener-missing user: kelmah-internal-svcs has no listener on port 3002: user cannot be called through it"],
  ["a listener of another protocol", withListener(3002, { Protocol: "UDP" }), "wrong listener-protocol user: kelmah-internal-svcs's listener on port 3002 speaks UDP, not TCP"],
  ["a listener that forwards elsewhere", withListener(3002, { DefaultActions: [{ Type: "forward", TargetGroupArn: arnOf("kelmah-job-tg") }] }), "wrong listener-elsewhere user: kelmah-internal-svcs's listener on port 3002 forwards to kelmah-job-tg, not to kelmah-user-tg"],
  ["a target group that lacks", withGroups((groups) => groups.delete("kelmah-user-tg")), "wrong target-group-missing user: there is no target group kelmah-user-tg"],
  ["a target group on another port", withGroups((groups) => groups.set("kelmah-user-tg", { TargetGroupArn: arnOf("kelmah-user-tg"), Port: 3999 })), "wrong target-group-port user: target group kelmah-user-tg is for port 3999, not 3002"],
  ["a gateway that nobody forwards to", withGroups((groups) => groups.set("api-gateway-tg", { TargetGroupArn: arnOf("api-gateway-tg"), Port: 3000 })), "wrong target-group-unused gateway: no load balancer forwards to api-gateway-tg: the gateway cannot be called through it"],
  ["a service without its target group", withService("user-service-nlb", { loadBalancers: [] }), "wrong not-attached user: user-service-nlb does not put its tasks into target group kelmah-user-tg"],
  ["a service that registers another port", withService("user-service-nlb", { loadBalancers: [{ targetGroupArn: arnOf("kelmah-user-tg"), containerName: "user-service", containerPort: 80 }] }), "wrong attached-port user: user-service-nlb registers user-service:80 in kelmah-user-tg, not user-service:3002"],
  ["a container that lacks", withContainer("user", undefined), "wrong container-missing user: task definition user:7 has no container user-service"],
  ["a container with another port", withContainer("user", { ports: [80] }), "wrong container-port user: container user-service of user:7 opens port 80, not 3002"],
  ["a rule that lacks", withIngress((rules) => rules.filter(({ FromPort }) => FromPort !== 3002)), "wrong ingress-missing user: security group sg-081fd7b767b7ed905 does not let 172.31.0.0/16 in on port 3002: calls to user end there"],
  ["a rule for too few addresses", withIngress((rules) => rules.map((rule) => (rule.FromPort === 3002 ? { ...rule, CidrIpv4: "172.31.0.0/20" } : rule))), "wrong ingress-missing user: security group sg-081fd7b767b7ed905 does not let 172.31.0.0/16 in on port 3002: calls to user end there"],
  ["a gateway that lets nobody in", withIngress((rules) => rules.filter(({ FromPort }) => FromPort !== 3000)), "wrong ingress-missing gateway: security group sg-0dc2f8282ea9de58b does not let anybody in on port 3000: calls to gateway end there"],
  ["a parameter that lacks", withParameter("/kelmah/prod/SMTP_USER", undefined), "wrong parameter-missing prod: there is no parameter /kelmah/prod/SMTP_USER"],
  ["a parameter that nobody has set", withParameter("/kelmah/prod/SMTP_USER", { version: 1, pending: known(true) }), "wrong parameter-pending prod: parameter /kelmah/prod/SMTP_USER still says 'pending'"],
  ["a parameter that may not be read", withParameter("/kelmah/prod/SMTP_USER", { version: 1, pending: failed("ssm:GetParameters") }), "unknown parameter-unknown prod: whether /kelmah/prod/SMTP_USER has been set: it is at version 1 still"],
  ["a tag that lacks", withImage("image"), "wrong image-missing auth: the environment names kelmah-auth-service:project-fix, which is not in ECR"],
  ["a repository that lacks", withImage("repository"), "wrong repository-missing auth: the environment names kelmah-auth-service:project-fix, and ECR has no repository kelmah-auth-service"],
  ["a log group that lacks", withLog({ there: false }), "wrong log-group-missing job: there is no log group /ecs/job-service"],
  ["a log group that is silent", withLog({ there: true, newest: NOW - 3 * 3.6e6 }), "warning log-silent job: job runs, and nothing has come to /ecs/job-service for 2 hours"],
  ["a log group that has received nothing", withLog({ there: true }), "warning log-silent job: job runs, and nothing has come to /ecs/job-service yet"],
  ["another NAT address", withEgress(nat("13.62.68.131")), "wrong nat-address prod: the private subnets go out as 13.62.68.131, and Atlas lets 13.62.68.130 in"],
  ["a NAT gateway that has failed", withEgress(nat("13.62.68.130", "failed")), "wrong no-way-out prod: subnet-006406d535a30911f, subnet-024eebebbdc867963, subnet-0a9d0777b99602681 have no route to a NAT gateway that works"],
  ["a gateway that calls another URL", withContainer("gateway", { urls: new Map(Object.entries({ AUTH_SERVICE_URL: "http://elsewhere", USER_SERVICE_URL: "http://user.kelmah.example", JOB_SERVICE_URL: "http://job.kelmah.example", PAYMENT_SERVICE_URL: "http://payment.kelmah.example", MESSAGING_SERVICE_URL: "http://messaging.kelmah.example", REVIEW_SERVICE_URL: "http://review.kelmah.example", NOTIFICATION_SERVICE_URL: "http://messaging.kelmah.example" })) }), "wrong gateway-url gateway: AUTH_SERVICE_URL is 'http://elsewhere'; in phase 'parallel' the gateway calls the legacy auth, 'http://auth.kelmah.example'"],
  ["a gateway that answers 503", withHttp({ status: 503 }), "wrong http-status gateway: https://api.kelmah.com/health answers 503"],
  ["a gateway that sends callers elsewhere", withHttp({ status: 302, elsewhere: "https://evil.example" }), "wrong http-redirect gateway: https://api.kelmah.com/health sends callers on to https://evil.example, which was not followed"],
  ["a gateway that does not answer", withHttp({ problem: "it has not answered within 10 seconds" }), "wrong http-silent gateway: https://api.kelmah.com/health: it has not answered within 10 seconds"],
])("%s is found, and nothing else", (_, change, line) => {
  const verification = verify(change);
  expect(lines(verification)).toEqual([line]);
  const [finding] = verification.findings;
  expect(verification.verdict).toBe({ wrong: "wrong", warning: "healthy", unknown: "unknown" }[finding?.severity ?? "wrong"]);
  if (finding?.severity !== "unknown") expect([...(finding?.next ?? []), finding?.apply ?? ""].join("")).not.toBe("");
}); // prettier-ignore

test.each<[string, Change, string[]]>([
  ["ecs:DescribeServices", (facts) => ({ ...facts, services: failed("ecs:DescribeServices"), ingress: failed("ecs:DescribeServices"), egress: failed("ecs:DescribeServices"), taskDefinitions: new Map() }), ["services-unknown", "egress-unknown"]],
  ["elasticloadbalancing:DescribeListeners", (facts) => ({ ...facts, balancing: { ...facts.balancing, loadBalancer: failed("x") } }), ["balancing-unknown"]],
  ["ec2:DescribeSecurityGroupRules", (facts) => ({ ...facts, ingress: failed("x") }), ["ingress-unknown"]],
  ["ssm:DescribeParameters", (facts) => ({ ...facts, parameters: failed("x") }), ["parameters-unknown"]],
  ["ecr:DescribeImages", (facts) => ({ ...facts, images: new Map([...facts.images].map(([name]) => [name, failed("x")])) }), ["image-unknown"]],
  ["logs:DescribeLogStreams", (facts) => ({ ...facts, logs: new Map([...facts.logs].map(([name]) => [name, failed("x")])) }), ["log-unknown"]],
  ["elasticloadbalancing:DescribeTargetHealth", (facts) => ({ ...facts, balancing: { ...facts.balancing, targets: new Map([...facts.balancing.targets].map(([name]) => [name, failed("x")])) } }), ["targets-unknown"]],
  ["ecs:DescribeTaskDefinition", (facts) => ({ ...facts, taskDefinitions: new Map([...facts.taskDefinitions].map(([arn]) => [arn, failed("x")])) }), ["task-definition-unknown"]],
  ["ecs:ListTasks", (facts) => ({ ...facts, services: inAnswer(facts.services, (value) => ({ ...value, stopped: new Map([["user-service-nlb", failed("x")]]) })) }), ["stopped-unknown"]],
])("without %s the rest is still found out", (_, change, codes) => {
  const { findings, verdict } = verify(change);
  expect([...new Set(findings.map(({ code }) => code))].sort()).toEqual(codes.sort());
  expect(verdict).toBe("unknown");
  // What is wrong elsewhere is found all the same.
  const both = verify((facts) => change(withHttp({ status: 503 })(facts)));
  expect(both.verdict).toBe("wrong");
}); // prettier-ignore

test("what nobody calls yet may lack: in phase legacy the chain is a warning", () => {
  const { findings, verdict, rows } = verify(withListener(3002, undefined), production("legacy"));
  expect([verdict, findings.map(({ severity, code }) => [severity, code])]).toEqual(["healthy", [["warning", "listener-missing"]]]);
  expect(rows.find(({ name }) => name === "user")?.chain.text).toBe("not yet");
}); // prettier-ignore

test.each([
  ["internal", "user-service", 0, "wrong desired-count user: user-service is set to 0 tasks, and in phase 'internal' the environment says 1"],
  ["retired", "user-service", 1, "wrong desired-count user: user-service is set to 1 task, and in phase 'retired' the environment says 0"],
  ["legacy", "user-service-nlb", 1, "wrong desired-count user: user-service-nlb is set to 1 task, and in phase 'legacy' the environment says 0"],
] as const)("in phase %s %s at %i is wrong", (phase, name, count, line) => {
  const change = withService(name, { desiredCount: count, runningCount: count });
  expect(lines(verify(change, production(phase)))).toContain(line);
}); // prettier-ignore

test("a gateway that still calls the legacy is wrong in phase internal, and a URL like a credential is not shown", () => {
  const urls = new Map<string, string | undefined>([["AUTH_SERVICE_URL", "http://auth.kelmah.example"], ["USER_SERVICE_URL", undefined]]); // prettier-ignore
  const found = lines(verify(withContainer("gateway", { urls }), production("internal")));
  const oneOf = (pattern: RegExp) => {
    expect(found).toContainEqual(expect.stringMatching(pattern));
  };
  oneOf(/^wrong gateway-url gateway: NOTIFICATION_SERVICE_URL is not set; .*'http:\/\/kelmah-internal-svcs-.*:3003'$/);
  oneOf(/AUTH_SERVICE_URL is 'http:\/\/auth.kelmah.example'; in phase 'internal' the gateway calls the private auth/);
  oneOf(/USER_SERVICE_URL is \(not shown: it looks like a credential\)/);
}); // prettier-ignore

test("before it is discovered, what the legacy is to be is said to be unknown, and is no fault", () => {
  const { learnt: _, ...given } = production().inventory;
  const undiscovered = { ...production(), inventory: given };
  const { verdict, findings } = verify(undefined, undiscovered);
  expect(_).toBeDefined();
  expect(verdict).toBe("healthy");
  expect([...new Set(findings.map(({ code }) => code))]).toEqual(["undiscovered", "gateway-url-unknown"]);
  expect(findings[0]?.next).toEqual(["npm run discover -- --env prod --write"]);
});
