import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import type { World } from "../../helpers/world";
import { anonymous, answer, type Scenario } from "./scenario";

async function loadBalancerAttributes(world: World, arn: string) {
  const input = { LoadBalancerArn: arn };
  const { Attributes = [] } = await world.elbv2.send(new elbv2.DescribeLoadBalancerAttributesCommand(input));
  return Object.fromEntries(Attributes.map(({ Key = "", Value = "" }) => [Key, Value]));
}

async function targetGroupAttributes(world: World, arn: string) {
  const input = { TargetGroupArn: arn };
  const { Attributes = [] } = await world.elbv2.send(new elbv2.DescribeTargetGroupAttributesCommand(input));
  return Object.fromEntries(Attributes.map(({ Key = "", Value = "" }) => [Key, Value]));
}

export const elbv2Scenarios: readonly Scenario[] = [
  {
    patch: "elbv2-load-balancer-arn",
    run: async (world) => /loadbalancer\/(\w+)/.exec((await world.balanced()).loadBalancer)?.[1],
    aws: "net",
  },
  {
    patch: "elbv2-load-balancer-name-taken",
    run: async (world) => {
      const vpc = await world.vpc();
      const subnet = await world.subnet(vpc);
      const first = await world.networkLoadBalancer(subnet);
      const alike = (await world.networkLoadBalancer(subnet)) === first;
      const other = await world.subnet(vpc, "10.0.1.0/24");
      return { alike, different: await answer(world.networkLoadBalancer(other)) };
    },
    aws: {
      alike: true,
      different:
        "DuplicateLoadBalancerNameException: A load balancer with the same name 'internal' exists, but with different settings",
    },
  },
  {
    patch: "elbv2-load-balancer-defaults",
    run: async (world) => await loadBalancerAttributes(world, (await world.balanced()).loadBalancer),
    aws: {
      "access_logs.s3.bucket": "",
      "access_logs.s3.enabled": "false",
      "access_logs.s3.prefix": "",
      "deletion_protection.enabled": "false",
      "dns_record.client_routing_policy": "any_availability_zone",
      "load_balancing.cross_zone.enabled": "false",
      "secondary_ips.auto_assigned.per_subnet": "0",
      "zonal_shift.config.enabled": "false",
    },
  },
  {
    patch: "elbv2-deletion-protection",
    run: async (world) => {
      const { loadBalancer } = await world.balanced();
      await world.elbv2.send(
        new elbv2.ModifyLoadBalancerAttributesCommand({
          LoadBalancerArn: loadBalancer,
          Attributes: [{ Key: "deletion_protection.enabled", Value: "true" }],
        }),
      );
      const input = { LoadBalancerArn: loadBalancer };
      return await answer(world.elbv2.send(new elbv2.DeleteLoadBalancerCommand(input)));
    },
    aws: "OperationNotPermittedException: Load balancer '<arn>' cannot be deleted because deletion protection is enabled",
  },
  {
    patch: "elbv2-target-group-defaults",
    run: async (world) => await targetGroupAttributes(world, (await world.balanced()).targetGroup),
    aws: {
      "deregistration_delay.connection_termination.enabled": "false",
      "deregistration_delay.timeout_seconds": "300",
      "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
      "preserve_client_ip.enabled": "false",
      "proxy_protocol_v2.enabled": "false",
      "stickiness.enabled": "false",
      "stickiness.type": "source_ip",
      "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
      "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
      "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
      "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
      "target_health_state.unhealthy.connection_termination.enabled": "true",
      "target_health_state.unhealthy.draining_interval_seconds": "0",
    },
  },
  {
    patch: "elbv2-target-group-health-check-defaults",
    run: async (world) => {
      await world.targetGroup(await world.vpc(), { HealthCheckProtocol: "HTTP" });
      const { TargetGroups } = await world.elbv2.send(new elbv2.DescribeTargetGroupsCommand({}));
      const { HealthCheckPath, HealthCheckTimeoutSeconds, Matcher } = TargetGroups?.[0] ?? {};
      return [HealthCheckPath, HealthCheckTimeoutSeconds, Matcher?.HttpCode];
    },
    aws: ["/", 6, "200-399"],
  },
  {
    patch: "elbv2-target-group-matcher",
    run: async (world) => {
      const TargetGroupArn = await world.targetGroup(await world.vpc());
      await world.elbv2.send(
        new elbv2.ModifyTargetGroupCommand({
          TargetGroupArn,
          HealthCheckProtocol: "HTTP",
          HealthCheckPath: "/health",
          Matcher: { HttpCode: "200-399" },
        }),
      );
      const { TargetGroups } = await world.elbv2.send(new elbv2.DescribeTargetGroupsCommand({}));
      return TargetGroups?.[0]?.Matcher?.HttpCode;
    },
    aws: "200-399",
  },
  {
    patch: "elbv2-target-group-release",
    run: async (world) => {
      const { listener } = await world.balanced();
      await world.elbv2.send(new elbv2.DeleteListenerCommand({ ListenerArn: listener }));
      const { TargetGroups } = await world.elbv2.send(new elbv2.DescribeTargetGroupsCommand({}));
      return TargetGroups?.[0]?.LoadBalancerArns;
    },
    aws: [],
  },
  {
    patch: "elbv2-rule-release",
    run: async (world) => {
      const vpc = await world.vpc();
      const subnets = [await world.subnet(vpc), await world.subnet(vpc, "10.0.1.0/24")];
      const balancer = await world.loadBalancer({ Name: "public", Subnets: subnets, Type: "application" });
      const group = (name: string) => world.targetGroup(vpc, { Name: name, Protocol: "HTTP" });
      const [usual, moved, deleted] = [await group("usual"), await group("moved"), await group("deleted")];
      const forward = (arn: string) => [{ Type: "forward" as const, TargetGroupArn: arn }];
      const { Listeners } = await world.elbv2.send(
        new elbv2.CreateListenerCommand({
          LoadBalancerArn: balancer,
          Protocol: "HTTP",
          Port: 80,
          DefaultActions: forward(usual),
        }),
      );
      const rule = async (Priority: number, arn: string) => {
        const Conditions = [{ Field: "path-pattern", Values: [`/${Priority}`] }];
        const ListenerArn = Listeners?.[0]?.ListenerArn;
        const input = { ListenerArn, Priority, Conditions, Actions: forward(arn) };
        return (await world.elbv2.send(new elbv2.CreateRuleCommand(input))).Rules?.[0]?.RuleArn;
      };
      const [first, second] = [await rule(1, moved), await rule(2, deleted)];
      await world.elbv2.send(new elbv2.ModifyRuleCommand({ RuleArn: first, Actions: forward(usual) }));
      await world.elbv2.send(new elbv2.DeleteRuleCommand({ RuleArn: second }));
      const { TargetGroups = [] } = await world.elbv2.send(new elbv2.DescribeTargetGroupsCommand({}));
      return Object.fromEntries(
        TargetGroups.map(({ TargetGroupName, LoadBalancerArns = [] }) => [TargetGroupName, LoadBalancerArns.length]),
      ) as Record<string, number>;
    },
    aws: { usual: 1, moved: 0, deleted: 0 },
  },
  {
    patch: "elbv2-target-health",
    run: async (world) => {
      const { targetGroup } = await world.balanced();
      const input = { TargetGroupArn: targetGroup, Targets: [{ Id: "10.0.0.8" }, { Id: "10.0.0.9" }] };
      await world.elbv2.send(new elbv2.RegisterTargetsCommand(input));
      await world.emulator.setTargetHealth({ target: "10.0.0.9", state: "unhealthy" });
      return (await world.targets(targetGroup)).map(({ TargetHealth }) => TargetHealth);
    },
    aws: [
      { State: "healthy" },
      { State: "unhealthy", Reason: "Target.FailedHealthChecks", Description: "Health checks failed" },
    ],
  },
  {
    patch: "elbv2-listener-port-taken",
    run: async (world) => {
      const { loadBalancer, vpc } = await world.balanced();
      const other = await world.targetGroup(vpc, { Name: "user" });
      return await answer(world.listener(loadBalancer, other));
    },
    aws: "DuplicateListenerException: A listener with the specified port already exists.",
  },
  {
    patch: "elbv2-listener-protocol",
    run: async (world) => {
      const { loadBalancer, vpc } = await world.balanced();
      const http = await world.targetGroup(vpc, { Name: "http", Protocol: "HTTP" });
      return await answer(world.listener(loadBalancer, http, 80));
    },
    aws: "IncompatibleProtocolsException: The listener and its associated target group '<arn>' have incompatible protocols",
  },
  {
    patch: "elbv2-listener-vpc",
    run: async (world) => {
      const { loadBalancer } = await world.balanced();
      const elsewhere = await world.targetGroup(await world.vpc(), { Name: "elsewhere" });
      return await answer(world.listener(loadBalancer, elsewhere, 80));
    },
    aws:
      "InvalidConfigurationRequestException: " +
      "The following target groups are in a different VPC than load balancer <arn> <arn>",
  },
  {
    patch: "elbv2-target-group-association",
    run: async (world) => {
      const { subnet, targetGroup } = await world.balanced();
      const second = await world.networkLoadBalancer(subnet, "second");
      return anonymous(await answer(world.listener(second, targetGroup)));
    },
    aws:
      "TargetGroupAssociationLimitException: " +
      "The following target groups cannot be associated with more than one load balancer: <arn>",
  },
];
