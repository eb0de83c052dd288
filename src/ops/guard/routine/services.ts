import { activeEcsExec } from "../../../model/ecs-exec";
import { addressPart } from "../../../model/phase";
import { capacityShares } from "../../../model/scaling";
import { attributeOf, canonical } from "../differences";
import { listOf, objectOf, textOf } from "../plan";
import { becomes, both, type DifferentCase, grows, rises, type Routine } from "./row";
import { MOST } from "./scaling";
import { isMigration } from "./steps";

const TYPE = "aws_ecs_service";
/** The services that the project runs; a legacy service is adopted as it runs, and stays so. */
const OWN = /^(?!.*_legacy$)/;

/** The revision that the plan registers, or another one of the same family. */
function isOwnTask(one: DifferentCase): boolean {
  const { resource, scene, difference } = one;
  const task = `aws_ecs_task_definition.${resource.name}`;
  const references = scene.references(resource.address, "task_definition");
  if (scene.isConfigured(resource.address) && references.join() !== task) return false;
  const registered = scene.change(task)?.change;
  if (difference.unknown) return registered?.actions.includes("create") === true;
  const family = (value: unknown) => /(?:task-definition\/)?([\w-]+):\d+$/.exec(String(value))?.[1];
  const own = textOf(objectOf(registered?.after).family ?? family(difference.before));
  return family(difference.after) === own;
}

/** Per cent with which tasks can still be replaced one by one, and seconds after which a task that does not start is noticed. */
const LARGEST: Readonly<Record<string, number>> = {
  deployment_minimum_healthy_percent: 100,
  deployment_maximum_percent: 200,
  health_check_grace_period_seconds: 600,
};

/** A count that rises, or falls to no less than half; never to 0, for then nobody answers. */
function isCount(one: DifferentCase): boolean {
  const { before, after, unknown } = one.difference;
  const [old, now] = [Number(before ?? 0), Number(after)];
  if (unknown || !Number.isInteger(now) || now < 1) return false;
  const most = Math.max(MOST, old * 2);
  if (now >= old) return now <= most;
  if (one.resource.change.importing !== undefined) return false;
  // Without its scalable target a service has again what the environment says, whatever the target had made of it.
  const target = one.scene.change(`aws_appautoscaling_target.${one.resource.name}`)?.change;
  return now * 2 >= old || target?.actions.includes("delete") === true;
}

/** A service that is to stop by the environment's own word, which a rule of its own looks at (rules/removal.ts). */
function isLeaving({ resource, scene, difference }: DifferentCase): boolean {
  const owner = scene.owner(resource.name);
  const removal = scene.environment?.services[owner?.service ?? ""]?.removal;
  return difference.after === 0 && removal === "stopped" && addressPart(owner?.service ?? "") === resource.name;
}

/** What the tasks register in, when nothing of it goes: the entrance's target group, or another port of the environment's. */
function isTarget(one: DifferentCase): boolean {
  const { difference, scene, resource } = one;
  const owner = scene.owner(resource.name);
  if (difference.path.length > 1) {
    return difference.path[2] === "container_port" && difference.after === owner?.container.port;
  }
  const targets = (value: unknown) => listOf(value).map(objectOf);
  const same = (a: object, b: object) => canonical(a) === canonical(b);
  const [before, after] = both(one, "load_balancer").map(targets);
  const kept = (before ?? []).every((target) => (after ?? []).some((other) => same(target, other)));
  const added = (after ?? []).filter((target) => !(before ?? []).some((other) => same(target, other)));
  const isOwn = added.every(
    (target) => target.container_name === owner?.names.container && target.container_port === owner?.container.port,
  );
  const own = scene.references(resource.address, "load_balancer").filter((reference) => !reference.startsWith("data."));
  return kept && isOwn && added.length <= 1 && own.every((reference) => reference === `aws_lb_target_group.${resource.name}`); // prettier-ignore
}

/** The subnets that the environment says, all of them: the private ones, and the public ones of a gateway with a public address. */
function isOwnSubnets(one: DifferentCase): boolean {
  const { resource, scene, difference } = one;
  const outputs = scene.networkOutputs();
  const isPublic = resource.name === "gateway" && scene.environment?.gateway.publicIp === true;
  const wanted = listOf(isPublic ? outputs.public_subnet_ids : outputs.private_subnet_ids);
  const sorted = (list: readonly unknown[]) => list.map(textOf).sort().join();
  const isAll = wanted.length > 0 && sorted(listOf(difference.after)) === sorted(wanted);
  return !difference.unknown && (isAll || grows((subnet) => wanted.includes(subnet))(one));
}

/** Registries come with the option and go with it, when the gateway does not call by them. */
function isRegistry({ resource, scene }: DifferentCase): boolean {
  const own = `aws_service_discovery_service.${resource.name}`;
  const { environment } = scene;
  const references = scene.references(resource.address, "service_registries");
  const isGone = listOf(objectOf(resource.change.after).service_registries).length === 0;
  if (environment?.serviceDiscovery === undefined) return isGone && environment !== undefined;
  return references.join() === own;
}

/** What tasks run on, as the environment's share of Spot says. */
function isSpot({ resource, scene }: DifferentCase): boolean {
  const percent = scene.environment?.fargateSpotPercent;
  if (percent === undefined) return false;
  const wanted = capacityShares(percent).map(
    ({ capacityProvider, base = 0, weight }) => `${capacityProvider} ${base} ${weight}`,
  );
  const shares = listOf(objectOf(resource.change.after).capacity_provider_strategy).map(objectOf);
  const found = shares.map(
    ({ capacity_provider: provider, base, weight }) => `${String(provider)} ${textOf(base ?? 0)} ${String(weight)}`,
  );
  return JSON.stringify(found.sort()) === JSON.stringify(wanted.sort());
}

/** What a service may change. Who reaches it, and whom it reaches, is weighed beside (src/ops/guard/weigh/exposure.ts). */
export const SERVICES: readonly Routine[] = [
  {
    type: TYPE,
    names: OWN,
    does: ["change", "adopt"],
    at: "task_definition",
    if: isOwnTask,
    because: "it moves on to its own new revision, and back by itself when that does not start",
  },
  {
    type: TYPE,
    does: ["change", "adopt"],
    names: OWN,
    at: "desired_count",
    if: isCount,
    because: "it has as many tasks as it needs, and never none",
  },
  {
    type: TYPE,
    does: "change",
    at: "desired_count",
    if: isMigration,
    because: "the step of the move starts or stops it",
  },
  {
    type: TYPE,
    names: OWN,
    does: "change",
    at: "desired_count",
    if: isLeaving,
    because: "it is on its way out, and nobody calls it any more",
  },
  {
    type: TYPE,
    names: OWN,
    does: ["change", "adopt"],
    at: ["load_balancer", "load_balancer.**"],
    if: isTarget,
    because: "it registers in one more target group of its own, or on the port that the environment says",
  },
  {
    type: TYPE,
    names: /^gateway$/,
    does: "change",
    at: "network_configuration.0.assign_public_ip",
    if: (one) => becomes(false)(one) && one.scene.environment?.gateway.publicIp === false,
    because: "it no longer has a public address: callers come through what stands in front of it",
  },
  {
    type: TYPE,
    names: OWN,
    does: "change",
    at: "network_configuration.0.subnets",
    if: isOwnSubnets,
    because: "it runs in the subnets that the environment says",
  },
  {
    type: TYPE,
    names: OWN,
    does: "change",
    at: ["service_registries", "service_registries.**"],
    if: isRegistry,
    because: "its name in the namespace comes, or goes when nobody calls by it",
  },
  {
    type: TYPE,
    names: OWN,
    does: "change",
    at: ["capacity_provider_strategy", "capacity_provider_strategy.**", "force_new_deployment"],
    if: isSpot,
    because: "it runs on as much of Spot as fargateSpotPercent says",
  },
  {
    type: TYPE,
    names: OWN,
    does: ["change", "adopt"],
    at: ["deployment_minimum_healthy_percent", "deployment_maximum_percent", "health_check_grace_period_seconds"],
    if: (one) => rises(one) && Number(one.difference.after) <= (LARGEST[attributeOf(one.difference)] ?? 0),
    because: "it keeps more tasks while it moves on, and gives them more time to start",
  },
  {
    type: TYPE,
    names: OWN,
    does: ["change", "adopt"],
    at: ["deployment_circuit_breaker.0.enable", "deployment_circuit_breaker.0.rollback"],
    if: becomes(true),
    because: "a revision that does not start is taken back",
  },
  {
    type: TYPE,
    names: OWN,
    does: ["change", "adopt"],
    at: "deployment_circuit_breaker",
    if: ({ difference: { after } }) =>
      listOf(after)
        .map(objectOf)
        .every(({ enable, rollback }) => enable === true && rollback === true) && listOf(after).length === 1,
    because: "a revision that does not start is taken back",
  },
  {
    type: TYPE,
    names: OWN,
    does: ["change", "adopt"],
    at: "enable_ecs_managed_tags",
    if: becomes(true),
    because: "ECS tags the tasks",
  },
  {
    type: TYPE,
    names: OWN,
    does: ["change", "adopt"],
    at: "propagate_tags",
    if: becomes("SERVICE"),
    because: "tasks are tagged as their service is",
  },
  {
    type: TYPE,
    does: ["change", "adopt"],
    at: "wait_for_steady_state",
    if: becomes(true),
    because: "Terraform waits for it; it is nothing in AWS",
  },
  {
    type: TYPE,
    names: OWN,
    does: "change",
    at: "enable_execute_command",
    if: becomes(false),
    because: "shells can no longer be opened",
  },
  {
    type: TYPE,
    names: OWN,
    does: "change",
    at: "enable_execute_command",
    if: (one) =>
      becomes(true)(one) && one.scene.environment !== undefined && activeEcsExec(one.scene.environment) !== undefined,
    because: "ecsExec says that shells may be opened, and they are logged",
  },
];
