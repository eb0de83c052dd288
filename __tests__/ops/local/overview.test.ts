import { createColors } from "picocolors";
import type { Facts } from "../../../src/ops/local/facts";
import { overview, shortcomings } from "../../../src/ops/local/overview";
import { formatSeconds, renderLookAround, renderOverview } from "../../../src/ops/local/report";

const colors = createColors(false);

const facts: Facts = {
  natGateways: [{ NatGatewayAddresses: [{ PublicIp: "13.62.68.130" }] }],
  loadBalancers: [{ LoadBalancerName: "internal", DNSName: "internal-1.elb" }],
  listeners: [{ Protocol: "TCP", Port: 5001, DefaultActions: [{ Type: "forward", TargetGroupArn: "arn:auth" }] }],
  targetGroups: [
    { TargetGroupArn: "arn:auth", TargetGroupName: "auth-tg", HealthCheckProtocol: "HTTP", HealthCheckPath: "/health" },
  ],
  targets: new Map([["arn:auth", [{ TargetHealth: { State: "healthy" } }, { TargetHealth: { State: "unhealthy" } }]]]),
  services: [
    { serviceName: "gateway", runningCount: 1, desiredCount: 1 },
    { serviceName: "auth", runningCount: 2, desiredCount: 2, loadBalancers: [{ targetGroupArn: "arn:auth" }] },
  ],
  parameters: [
    { name: "/kelmah/dev/JWT_SECRET", pending: true },
    { name: "/kelmah/dev/SMTP_PASS", pending: false },
  ],
};
const seen = overview(facts);

test("joins listener, target group, service and health", () => {
  expect(seen).toEqual({
    natAddresses: ["13.62.68.130"],
    loadBalancers: [{ name: "internal", dnsName: "internal-1.elb" }],
    services: [
      {
        service: "auth",
        running: 2,
        desired: 2,
        route: { listener: "TCP 5001", targetGroup: "auth-tg", healthCheck: "HTTP /health", healthy: 1, targets: 2 },
      },
      { service: "gateway", running: 1, desired: 1 },
    ],
    parameters: 2,
    pendingParameters: ["/kelmah/dev/JWT_SECRET"],
  });
});

test("says what does not hold", () => {
  expect(shortcomings(seen)).toEqual(["auth: 1 of 2 targets are healthy in auth-tg"]);
  const [gateway] = facts.services;
  expect(shortcomings(overview({ ...facts, services: [{ ...gateway, runningCount: 0 }] }))).toEqual([
    "gateway: 0 of 1 tasks run",
  ]);
  const nothing = {
    natGateways: [],
    loadBalancers: [],
    listeners: [],
    targetGroups: [],
    targets: new Map(),
    services: [],
    parameters: [],
  };
  expect(shortcomings(overview(nothing))).toEqual([
    "there is no NAT gateway with a public address",
    "there is no load balancer",
    "there is no ECS service",
  ]);
});

test("a service that is parked lacks nothing", () => {
  const parked = { ...facts, services: [{ serviceName: "auth", runningCount: 0, desiredCount: 0 }] };
  expect(shortcomings(overview(parked))).toEqual([]);
});

test("is shown with the line for Atlas and the names of what is pending", () => {
  expect(renderOverview(seen, colors)).toBe(
    [
      "  NAT address   13.62.68.130    for Atlas's access list: 13.62.68.130/32",
      "  NLB internal  internal-1.elb",
      "",
      "  service  running  listener  target group  health check  healthy",
      "  auth     2 of 2   TCP 5001  auth-tg       HTTP /health  1 of 2",
      "  gateway  1 of 1   –         –             –             –",
      "",
      "  1 of 2 parameters in /kelmah/dev/ are still pending:",
      "    JWT_SECRET",
    ].join("\n"),
  );
});

test("says so when nothing is pending", () => {
  expect(renderOverview({ ...seen, pendingParameters: [] }, colors)).toContain(
    "\n  2 parameters, none of them pending",
  );
});

test("marks what is short", () => {
  expect(renderOverview(seen, createColors(true))).toContain(createColors(true).red("1 of 2"));
});

test("names the endpoint in every command to look around with", () => {
  const look = {
    endpoint: "http://127.0.0.1:5000",
    region: "eu-north-1",
    environment: "dev",
    cluster: "kelmah-dev",
    stackFolder: "out/stacks/kelmah-dev-services",
  };
  const [title, environment, ...commands] = renderLookAround(look, colors).split("\n");
  expect(title).toBe("To look around, in another terminal:");
  expect(environment).toContain("AWS_DEFAULT_REGION=eu-north-1");
  for (const command of commands) expect(command).toContain("http://127.0.0.1:5000");
});

test.each([
  [0.04, "0.0 s"],
  [59.9, "59.9 s"],
  [65.2, "1 min 5 s"],
])("%d seconds are %s", (seconds, expected) => {
  expect(formatSeconds(seconds)).toBe(expected);
});
