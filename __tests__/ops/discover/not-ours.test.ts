import { existingResources } from "../../../src/ops/discover/existing";
import type { Facts } from "../../../src/ops/discover/facts";
import { Matching } from "../../../src/ops/discover/match";
import { notOurs } from "../../../src/ops/discover/not-ours";
import { environment, facts, network, stack } from "./facts";

const VPC = "vpc-0dabf8272bd2ef53d";
const group = (name: string, more: object = {}) => ({
  TargetGroupArn: `arn:${name}`, TargetGroupName: name, VpcId: VPC, Port: 5001, Protocol: "TCP" as const, ...more,
}); // prettier-ignore
const balancer = (name: string, more: object = {}) => ({
  LoadBalancerArn: `arn:${name}`, LoadBalancerName: name, VpcId: VPC, Scheme: "internal" as const, ...more,
}); // prettier-ignore
const listener = (port: number, to: string, of = "kelmah-internal-svcs") => ({
  ListenerArn: `arn:${of}:${port}`, LoadBalancerArn: `arn:${of}`, Port: port,
  DefaultActions: [{ Type: "forward" as const, TargetGroupArn: `arn:${to}` }],
}); // prettier-ignore

const wanted = stack("kelmah-prod-services", {
  "aws_lb.internal": { name: "kelmah-internal-svcs" },
  "aws_lb_target_group.auth": { name: "kelmah-auth-tg-tcp" },
  "aws_lb_listener.auth": { load_balancer_arn: "${aws_lb.internal.arn}", port: 5001 },
});

/** What is not ours, as `kind name: detail`, those first that share something with us. */
function others(balancing: Partial<Facts["balancing"]>, beside: Partial<Facts["others"]> = {}): string[] {
  const some = facts({
    network: network({ vpcs: [{ VpcId: VPC }] }),
    balancing: { ...facts().balancing, ...balancing },
    containers: { clusters: [], draining: [], tasks: [], services: [{ serviceName: "auth-service-nlb" }] },
    others: { ...facts().others, targets: new Map([["api-gateway-tg", []], ["kelmah-auth-tg-tcp", []]]), ...beside },
  }); // prettier-ignore
  const existing = existingResources(some);
  const matches = new Matching({ stacks: [wanted], existing, environment: environment("prod") }).all();
  return notOurs(environment("prod"), some, { matches, existing }).map(({ kind, name, detail }) => `${kind} ${name}: ${detail}`);
} // prettier-ignore

const ours = {
  loadBalancers: [balancer("kelmah-internal-svcs")],
  listeners: [listener(5001, "kelmah-auth-tg-tcp")],
  targetGroups: [
    group("kelmah-auth-tg-tcp", { LoadBalancerArns: ["arn:kelmah-internal-svcs"] }),
    group("api-gateway-tg"),
  ],
};

test("what is ours is not named, nor what is in another VPC", () => {
  expect(others(ours)).toEqual([]);
  const elsewhere = { VpcId: "vpc-other" };
  const loadBalancers = [...ours.loadBalancers, balancer("other", elsewhere)];
  expect(others({ ...ours, loadBalancers, targetGroups: [...ours.targetGroups, group("other", elsewhere)] })).toEqual(
    [],
  );
});

test("load balancers and target groups beside ours, and listeners of ours that lead to nothing in the catalogue", () => {
  expect(
    others({
      loadBalancers: [...ours.loadBalancers, balancer("kelmah-alb", { Scheme: "internet-facing" })],
      listeners: [...ours.listeners, listener(9100, "metrics"), listener(80, "api-gateway-tg", "kelmah-alb")],
      targetGroups: [
        ...ours.targetGroups.slice(0, 1),
        group("api-gateway-tg", { LoadBalancerArns: ["arn:kelmah-alb"] }),
        group("metrics", { Port: 9100 }),
      ],
    }),
  ).toEqual([
    "listener port 9100: of kelmah-internal-svcs, to target group metrics",
    "load balancer kelmah-alb: internet-facing, in front of target group api-gateway-tg",
    "target group metrics: TCP 9100",
  ]);
});

test("services, tasks and targets in the cluster and in our target groups", () => {
  const task = (id: string, address: string, ecsService?: string) => ({
    id, taskDefinition: "tool:1", addresses: [address], ...(ecsService !== undefined && { ecsService }),
  }); // prettier-ignore
  const target = (Id: string) => ({ Target: { Id }, TargetHealth: { State: "healthy" as const } });
  expect(
    others(ours, {
      services: [
        { serviceName: "tool", desiredCount: 0 },
        { serviceName: "kelmah-api-gateway-alb", desiredCount: 1, loadBalancers: [{ targetGroupArn: "arn:api-gateway-tg" }] },
      ],
      tasks: [task("1", "10.0.0.1", "auth-service-nlb"), task("2", "10.0.0.2", "kelmah-api-gateway-alb"), task("3", "10.0.0.3")],
      targets: new Map([
        ["kelmah-auth-tg-tcp", [target("10.0.0.1")]],
        ["api-gateway-tg", [target("10.0.0.2"), target("10.0.0.9")]],
      ]),
    }),
  ).toEqual([
    "target 10.0.0.2: in target group api-gateway-tg: a task of kelmah-api-gateway-alb",
    "target 10.0.0.9: in target group api-gateway-tg: no task of the cluster; somebody has registered it",
    "ECS service kelmah-api-gateway-alb: 1 task, in target group api-gateway-tg as ours",
    "ECS service tool: 0 tasks",
    "task 3: tool:1, of no service",
  ]);
}); // prettier-ignore
