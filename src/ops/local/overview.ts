import type { Facts } from "./facts";

/** One ECS service and the way to it. */
export interface ServiceRow {
  readonly service: string;
  readonly running: number;
  readonly desired: number;
  /** How traffic gets to it; undefined for a service that no listener leads to. */
  readonly route?: {
    readonly listener: string;
    readonly targetGroup: string;
    readonly healthCheck: string;
    readonly healthy: number;
    readonly targets: number;
  };
}

/** What there is of an environment, as far as an operator asks for it. */
export interface Overview {
  /** Public addresses, for Atlas's access list. */
  readonly natAddresses: readonly string[];
  readonly loadBalancers: readonly { readonly name: string; readonly dnsName: string }[];
  readonly services: readonly ServiceRow[];
  readonly parameters: number;
  /** Names of the parameters whose value is still to be set. */
  readonly pendingParameters: readonly string[];
}

/** Joins what AWS says: listener, target group, service, health. */
export function overview(facts: Facts): Overview {
  return {
    natAddresses: facts.natGateways
      .flatMap(({ NatGatewayAddresses = [] }) => NatGatewayAddresses.map(({ PublicIp = "" }) => PublicIp))
      .sort(),
    loadBalancers: facts.loadBalancers.map(({ LoadBalancerName: name = "", DNSName: dnsName = "" }) => ({
      name,
      dnsName,
    })),
    services: facts.services
      .map((service) => serviceRow(service, facts))
      .sort((a, b) => a.service.localeCompare(b.service)),
    parameters: facts.parameters.length,
    pendingParameters: facts.parameters
      .filter(({ pending }) => pending)
      .map(({ name }) => name)
      .sort(),
  };
}

/** What does not hold although the apply succeeded; empty when all is well. */
export function shortcomings({ natAddresses, loadBalancers, services }: Overview): string[] {
  return [
    ...(natAddresses.length === 0 ? ["there is no NAT gateway with a public address"] : []),
    ...(loadBalancers.length === 0 ? ["there is no load balancer"] : []),
    ...(services.length === 0 ? ["there is no ECS service"] : []),
    ...services.flatMap(({ service, running, desired, route }) => [
      ...(running === desired ? [] : [`${service}: ${running} of ${desired} tasks run`]),
      ...(route === undefined || route.healthy === desired
        ? []
        : [`${service}: ${route.healthy} of ${desired} targets are healthy in ${route.targetGroup}`]),
    ]),
  ];
}

function serviceRow(service: Facts["services"][number], facts: Facts): ServiceRow {
  const { serviceName = "", runningCount: running = 0, desiredCount: desired = 0, loadBalancers = [] } = service;
  const arn = loadBalancers[0]?.targetGroupArn;
  const group = facts.targetGroups.find(({ TargetGroupArn }) => TargetGroupArn === arn);
  const listener = facts.listeners.find(({ DefaultActions = [] }) =>
    DefaultActions.some(({ TargetGroupArn }) => TargetGroupArn === arn),
  );
  if (arn === undefined || group === undefined || listener === undefined)
    return { service: serviceName, running, desired };
  const targets = facts.targets.get(arn) ?? [];
  const path = group.HealthCheckPath === undefined ? "" : ` ${group.HealthCheckPath}`;
  return {
    service: serviceName,
    running,
    desired,
    route: {
      listener: `${listener.Protocol ?? ""} ${listener.Port ?? ""}`,
      targetGroup: group.TargetGroupName ?? "",
      healthCheck: `${group.HealthCheckProtocol ?? ""}${path}`,
      healthy: targets.filter(({ TargetHealth }) => TargetHealth?.State === "healthy").length,
      targets: targets.length,
    },
  };
}
