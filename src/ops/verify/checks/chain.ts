import type { Service } from "@aws-sdk/client-ecs";
import type { Listener, TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import { lifeOf } from "../life";
import { type Commands, commandsOf } from "../commands";
import { type Expected, type ExpectedService, stoppedOf } from "../expected";
import type { Facts, TaskDefinitionFacts } from "../facts";
import { type Finding, findingsOf } from "../finding";
import { isForeignGroup, missingBalancer } from "./balancers";
import { ingressFindings } from "./ingress";
import { openFindings } from "./open-rules";

/**
 * Whether a call comes through: from the load balancer's listener to the target group, to the container's port, past
 * the security group (docs/original-runbook.md, sections 4 to 6). Where no private task is to run yet, what lacks is a
 * warning.
 */
export function chainFindings(expected: Expected, facts: Facts): Finding[] {
  const services = expected.services.flatMap((service) => {
    const links = [...listenerLink(expected, facts, service), ...ownLinks(expected, facts, service)];
    return service.tasks > 0
      ? links
      : links.map((link) =>
          link.severity === "wrong" ? { ...link, severity: "warning" as const, group: "tidy-up" as const } : link,
        );
  });
  const gateways = [expected.gateway, ...(expected.canary === undefined ? [] : [expected.canary])];
  return [
    ...balancerFindings(expected, facts),
    ...services,
    ...gateways.flatMap((gateway) => [...ownLinks(expected, facts, gateway), ...besideLinks(expected, facts, gateway)]),
    ...openFindings(expected, facts),
  ];
}

/** Said once, and not for each service. */
function balancerFindings(expected: Expected, facts: Facts): Finding[] {
  const { balancing } = facts;
  const make = findingsOf("chain", expected.environment);
  const unknown = [balancing.loadBalancer, balancing.targetGroups].flatMap((answer) =>
    answer.known ? [] : [make.unknown("balancing-unknown", "the chain", answer.failure)],
  );
  if (!balancing.loadBalancer.known || balancing.loadBalancer.value !== undefined) return unknown;
  const { what, ...mend } = missingBalancer(expected, facts, expected.loadBalancer);
  const said = { what: `${what}: no private service can be reached`, stops: "private" as const, ...mend };
  return [...unknown, make.wrong("load-balancer-missing", said)];
}

function listenerLink(expected: Expected, { balancing }: Facts, service: ExpectedService): Finding[] {
  const { loadBalancer, targetGroups } = balancing;
  if (!loadBalancer.known || loadBalancer.value === undefined || !targetGroups.known) return [];
  const make = findingsOf("chain", service.name);
  const mend = commandsOf(expected).apply;
  const { name, port, targetGroup = "" } = service;
  const at = `${expected.loadBalancer}'s listener on port ${port}`;
  const listener = loadBalancer.value.listeners.find(({ Port }) => Port === port);
  if (listener === undefined) {
    const what = `${expected.loadBalancer} has no listener on port ${port}: ${name} cannot be called through it`;
    return [make.wrong("listener-missing", { what, stops: "private", ...mend })];
  }
  if (listener.Protocol !== "TCP") {
    const what = `${at} speaks ${listener.Protocol ?? "nothing"}, not TCP`;
    return [make.wrong("listener-protocol", { what, stops: "private", ...mend })];
  }
  const wanted = targetGroups.value.get(targetGroup)?.TargetGroupArn;
  const actual = forwardsTo(listener);
  if (wanted === undefined || actual.includes(wanted)) return [];
  const elsewhere = actual.map((arn) => arn.split("/")[1] ?? arn).join(", ") || "nothing";
  const what = `${at} forwards to ${elsewhere}, not to ${targetGroup}`;
  return [make.wrong("listener-elsewhere", { what, stops: "private", ...mend })];
}

function forwardsTo({ DefaultActions = [] }: Listener): string[] {
  const arns = DefaultActions.flatMap(({ TargetGroupArn, ForwardConfig }) => [
    ...(TargetGroupArn === undefined ? [] : [TargetGroupArn]),
    ...(ForwardConfig?.TargetGroups ?? []).flatMap((group) => group.TargetGroupArn ?? []),
  ]);
  return [...new Set(arns)];
}

/** From the target group on: what services and the gateway have in common. */
function ownLinks(expected: Expected, facts: Facts, of: ExpectedService): Finding[] {
  const service = facts.services.known ? facts.services.value.services.get(of.service) : undefined;
  const { targetGroups } = facts.balancing;
  const group = of.targetGroup !== undefined && targetGroups.known ? targetGroups.value.get(of.targetGroup) : undefined;
  const context: Link = { expected, facts, of, commands: commandsOf(expected) };
  return [
    ...groupLink(context, group),
    // That the service is not there is said by its own check.
    ...(service === undefined
      ? []
      : [
          ...attachmentLink(context, service, group),
          ...containerLink(context, service),
          ...ingressFindings(expected, facts, of, service),
        ]),
  ];
}

/** The gateway in the target group of a load balancer that was there before, until callers have moved. */
function besideLinks(expected: Expected, facts: Facts, of: ExpectedService): Finding[] {
  const { targetGroupBeside: targetGroup } = of;
  const { targetGroups } = facts.balancing;
  if (targetGroup === undefined || !targetGroups.known) return [];
  const group = targetGroups.value.get(targetGroup);
  const service = facts.services.known ? facts.services.value.services.get(of.service) : undefined;
  const context: Link = { expected, facts, of: { ...of, targetGroup }, commands: commandsOf(expected) };
  return [...groupLink(context, group), ...(service === undefined ? [] : attachmentLink(context, service, group))];
}

interface Link {
  readonly expected: Expected;
  readonly facts: Facts;
  readonly of: ExpectedService;
  readonly commands: Commands;
}

function groupLink({ expected, facts, of, commands }: Link, group: TargetGroup | undefined): Finding[] {
  if (of.targetGroup === undefined || !facts.balancing.targetGroups.known) return [];
  const make = findingsOf("chain", of.name);
  if (group === undefined) {
    const what = `there is no target group ${of.targetGroup}`;
    const mend = isForeignGroup(expected, of.targetGroup)
      ? {
          next: [
            "This project does not manage it, and no plan goes on without it: make it again by this name, or take " +
              `'targetGroup' out of the gateway in src/environments/${expected.environment}.ts.`,
          ],
        }
      : commands.apply;
    return [make.wrong("target-group-missing", { what, stops: stoppedOf(of), ...mend })];
  }
  const { targetGroupPort = of.port } = of;
  if (group.Port !== targetGroupPort) {
    const what = `target group ${of.targetGroup} is for port ${group.Port ?? "?"}, not ${targetGroupPort}`;
    return [make.wrong("target-group-port", { what, next: [commands.compare] })];
  }
  if (of.phase === undefined && (group.LoadBalancerArns ?? []).length === 0) {
    const what = `no load balancer forwards to ${of.targetGroup}: the gateway cannot be called through it`;
    const mend =
      expected.entrance === undefined || of.targetGroup !== expected.gateway.targetGroup
        ? {
            next: [
              "Give the public load balancer a listener that forwards to it: this project does not manage that one.",
            ],
          }
        : commands.apply;
    return [make.wrong("target-group-unused", { what, stops: "gateway", ...mend })];
  }
  return [];
}

function attachmentLink({ of, commands }: Link, service: Service, group: TargetGroup | undefined): Finding[] {
  if (group === undefined) return [];
  const make = findingsOf("chain", of.name);
  const attached = service.loadBalancers?.find(({ targetGroupArn }) => targetGroupArn === group.TargetGroupArn);
  if (attached === undefined) {
    const what = `${of.service} does not put its tasks into target group ${of.targetGroup ?? ""}`;
    return [make.wrong("not-attached", { what, stops: stoppedOf(of), ...commands.apply })];
  }
  const { containerName = "", containerPort = 0 } = attached;
  if (containerName === of.container && containerPort === of.port) return [];
  const what = `${of.service} registers ${containerName}:${containerPort} in ${of.targetGroup ?? ""}, not ${of.container}:${of.port}`;
  return [make.wrong("attached-port", { what, stops: stoppedOf(of), ...commands.apply })];
}

function containerLink({ facts, of, commands }: Link, { taskDefinition = "" }: Service): Finding[] {
  const make = findingsOf("chain", of.name);
  const definition = facts.taskDefinitions.get(taskDefinition);
  if (definition === undefined) return [];
  if (!definition.known) {
    return [make.unknown("task-definition-unknown", "its containers", definition.failure)]; // prettier-ignore
  }
  const family = taskDefinition.replace(/^.*\//, "");
  if (lifeOf("task definition", definition.value.status) !== "alive") {
    const what = `${of.service} runs ${family}, which is deregistered (${definition.value.status ?? ""})`;
    const why = "its tasks go on, and AWS may delete it: then none starts again";
    return [make.warning("task-definition-deregistered", { what, why, ...commands.apply }), ...portLink(of, family, commands, definition.value)]; // prettier-ignore
  }
  return portLink(of, family, commands, definition.value);
}

/** From the container's name to its port. */
function portLink(
  of: ExpectedService,
  family: string,
  commands: Commands,
  { containers }: TaskDefinitionFacts,
): Finding[] {
  const make = findingsOf("chain", of.name);
  const container = containers.find(({ name }) => name === of.container);
  if (container === undefined) {
    const what = `task definition ${family} has no container ${of.container}`;
    return [make.wrong("container-missing", { what, stops: stoppedOf(of), ...commands.apply })];
  }
  if (container.ports.includes(of.port)) return [];
  const opens = container.ports.length === 0 ? "no port" : `port ${container.ports.join(", ")}`;
  const what = `container ${of.container} of ${family} opens ${opens}, not ${of.port}`;
  return [make.wrong("container-port", { what, stops: stoppedOf(of), ...commands.apply })];
}
