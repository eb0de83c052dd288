import type { Service } from "@aws-sdk/client-ecs";
import type { Environment } from "../../model/environment";
import type { ClusterTask } from "../aws/tasks";
import { foreignTargets } from "../foreign-targets";
import type { ExistingByType } from "./existing/existing";
import type { Facts } from "./facts";
import type { Match } from "./match";

/** Something that shares the cluster, a load balancer or a target group with the environment: adopted by nobody, changed by nobody. */
export interface NotOurs {
  readonly kind: "ECS service" | "task" | "target" | "listener" | "load balancer" | "target group";
  readonly name: string;
  /** What it has to do with what is ours. */
  readonly detail: string;
  /** Whether it is in what the environment joins, or in front of it, and not only beside it. */
  readonly close: boolean;
}

/** What was looked for, and all that there is. */
export interface Found {
  readonly matches: readonly Match[];
  readonly existing: ExistingByType;
}

/** Everything in the cluster, the load balancers and the target groups that is not the environment's, each once. */
export function notOurs(environment: Environment, facts: Facts, found: Found): NotOurs[] {
  const all = [
    ...otherTargets(facts),
    ...otherListeners(facts, found),
    ...facts.others.services.map((service) => otherService(service, facts)),
    ...otherTasks(facts.others.tasks),
    ...otherBalancers(facts, found),
    ...otherTargetGroups(environment, facts, found),
  ];
  return all.sort((a, b) => Number(b.close) - Number(a.close));
}

/** The names of the environment's target groups by ARN, those that are only used among them. */
function ownGroups({ balancing, others }: Facts): ReadonlyMap<string, string> {
  const own = balancing.targetGroups.filter(({ TargetGroupName = "" }) => others.targets.has(TargetGroupName));
  return new Map(own.map(({ TargetGroupArn = "", TargetGroupName = "" }) => [TargetGroupArn, TargetGroupName]));
}

function otherService(
  { serviceName: name = "", desiredCount = 0, loadBalancers = [] }: Service,
  facts: Facts,
): NotOurs {
  const own = ownGroups(facts);
  const shared = loadBalancers.flatMap(({ targetGroupArn = "" }) => own.get(targetGroupArn) ?? []);
  const tasks = desiredCount === 1 ? "1 task" : `${desiredCount} tasks`;
  const detail = shared.length === 0 ? tasks : `${tasks}, in target group ${shared.join(", ")} as ours`;
  return { kind: "ECS service", name, detail, close: shared.length > 0 };
}

function otherTasks(tasks: readonly ClusterTask[]): NotOurs[] {
  return tasks
    .filter(({ ecsService }) => ecsService === undefined)
    .map(({ id, taskDefinition }) => ({ kind: "task", name: id, detail: `${taskDefinition}, of no service`, close: false })); // prettier-ignore
}

/** Targets of our target groups that are no task of ours. */
function otherTargets({ containers, others }: Facts): NotOurs[] {
  const ours = containers.services.flatMap(({ serviceName }) => serviceName ?? []);
  return [...others.targets].flatMap(([group, targets]) =>
    foreignTargets(targets, others.tasks, ours).map(({ address, of }): NotOurs => ({
      kind: "target",
      name: address,
      detail: `in target group ${group}: ${of}`,
      close: true,
    })),
  );
}

function claimed({ matches }: Found, type: string): ReadonlySet<string> {
  return new Set(
    matches.flatMap((match) => {
      if (match.type !== type) return [];
      const { outcome } = match;
      if (outcome.kind === "ambiguous") return outcome.candidates.map(({ importId }) => importId);
      return outcome.kind === "found" ? [outcome.existing.importId] : [];
    }),
  );
}

/** Listeners of our load balancers that lead to nothing in the catalogue. */
function otherListeners({ balancing }: Facts, found: Found): NotOurs[] {
  const balancers = claimed(found, "aws_lb");
  const ours = claimed(found, "aws_lb_listener");
  return (found.existing.aws_lb_listener ?? []).flatMap(({ importId, attributes }): NotOurs[] => {
    const { load_balancer_arn: balancer, port, default_action: actions } = attributes;
    if (!balancers.has(String(balancer)) || ours.has(importId)) return [];
    const name = balancing.loadBalancers.find(({ LoadBalancerArn }) => LoadBalancerArn === balancer)?.LoadBalancerName;
    const [action] = actions as readonly { readonly target_group_arn?: string }[];
    const group = balancing.targetGroups.find(({ TargetGroupArn }) => TargetGroupArn === action?.target_group_arn);
    const leads = group === undefined ? "" : `, to target group ${group.TargetGroupName ?? ""}`;
    return [{ kind: "listener", name: `port ${String(port)}`, detail: `of ${name ?? ""}${leads}`, close: true }];
  });
}

/** Whether something is in the VPC that the environment uses. */
function isBeside({ network }: Facts, vpcId: string | undefined): boolean {
  return network.vpcs.some(({ VpcId }) => VpcId === vpcId);
}

function otherBalancers(facts: Facts, found: Found): NotOurs[] {
  const ours = claimed(found, "aws_lb");
  const { loadBalancers, targetGroups } = facts.balancing;
  const own = ownGroups(facts);
  return loadBalancers.flatMap(({ LoadBalancerArn: arn = "", LoadBalancerName: name = "", VpcId, Scheme }): NotOurs[] => {
    if (ours.has(arn) || !isBeside(facts, VpcId)) return [];
    const forwards = targetGroups.filter(({ LoadBalancerArns = [] }) => LoadBalancerArns.includes(arn));
    const shared = forwards.flatMap(({ TargetGroupArn = "" }) => own.get(TargetGroupArn) ?? []);
    const leads = shared.length === 0 ? "" : `, in front of target group ${shared.join(", ")}`;
    return [{ kind: "load balancer", name, detail: `${Scheme ?? ""}${leads}`, close: shared.length > 0 }];
  }); // prettier-ignore
}

function otherTargetGroups({ gateway }: Environment, facts: Facts, found: Found): NotOurs[] {
  const ours = claimed(found, "aws_lb_target_group");
  return facts.balancing.targetGroups.flatMap((group): NotOurs[] => {
    const { TargetGroupArn: arn = "", TargetGroupName: name = "", VpcId, Port, Protocol } = group;
    if (ours.has(arn) || name === gateway.targetGroup || !isBeside(facts, VpcId)) return [];
    return [{ kind: "target group", name, detail: `${Protocol ?? ""} ${Port ?? ""}`, close: false }];
  });
}
