import { TerraformOutput } from "cdktf";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { Construct } from "constructs";
import { GatewayService } from "../constructs/gateway-service";
import { InternalService } from "../constructs/internal-service";
import { CanaryService } from "../constructs/canary";
import { LegacyService } from "../constructs/legacy-service";
import { InternalLoadBalancer } from "../constructs/load-balancer";
import { Parameters } from "../constructs/parameters";
import { loadBalancerSettings, logRetentionDays } from "../model/adoption";
import { activeCanary, canaryDesiredCount, gatewayDesiredCount } from "../model/canary";
import { secretsOf, type Environment } from "../model/environment";
import { resourceNames, stackName } from "../model/names";
import { legacyDesiredCount, phaseOf, privateDesiredCount } from "../model/move";
import { addressPart, PHASES_OUTPUT } from "../model/phase";
import { serviceUrls } from "../model/variables";
import { BaseStack, type BaseStackProps } from "./base-stack";
import { addEntrance } from "./entrance";
import { orderMoves, type ServiceMove } from "./move";
import type { NetworkStack } from "./network-stack";

/** An environment's load balancer, services, gateway and parameters: what changes daily. */
export class ServicesStack extends BaseStack {
  constructor(scope: Construct, environment: Environment, network: NetworkStack, props: BaseStackProps) {
    super(scope, stackName(environment.name, "services"), props);
    this.addDependency(network);
    const { inventory, services, gateway } = environment;
    const names = resourceNames(environment);
    const { vpcId, publicSubnetIds, privateSubnetIds, servicesSecurityGroupId, gatewaySecurityGroupId } =
      network.outputsFor(this);

    const parameters = new Parameters(this, "Parameters", {
      account: inventory.account,
      region: inventory.region,
      environment: environment.name,
      secrets: secretsOf(environment),
      existing: inventory.existingParameters ?? [],
    });
    const cluster = new EcsCluster(new Construct(this, "main"), "Cluster", {
      name: names.cluster,
      setting: [{ name: "containerInsights", value: environment.containerInsights ? "enabled" : "disabled" }],
      tags: { Name: names.cluster },
      ...(environment.protected && { lifecycle: { preventDestroy: true } }),
    });
    const balancer = new InternalLoadBalancer(this, "LoadBalancer", {
      name: names.loadBalancer,
      privateSubnetIds,
      ...loadBalancerSettings(environment),
      preventDestroy: environment.protected,
    });
    const platform = {
      account: inventory.account,
      region: inventory.region,
      environment: environment.name,
      parameters,
      logRetentionDays: (logGroup: string) => logRetentionDays(environment, logGroup),
      ecsExec: environment.ecsExec,
      clusterArn: cluster.arn,
      loadBalancerArn: balancer.arn,
      vpcId,
      vpcCidr: environment.network.vpc.cidr,
      privateSubnetIds,
      servicesSecurityGroupId,
    };
    const moving = new Map<string, ServiceMove>();
    // A room of their own: a service may be called what something else in this stack is called.
    const room = new Construct(this, "Services");
    for (const [name, service] of Object.entries(services)) {
      const ofService = names.services[name];
      if (ofService === undefined) continue;
      const { service: own } = new InternalService(room, addressPart(name), {
        platform,
        service,
        names: ofService,
        desiredCount: privateDesiredCount(environment, name),
      });
      moving.set(name, { phase: phaseOf(environment, name), own });
    }
    const legacyRoom = new Construct(this, "LegacyServices");
    for (const [name, facts] of Object.entries(inventory.learnt?.legacyServices ?? {})) {
      const { service: legacy } = new LegacyService(legacyRoom, `${addressPart(name)}_legacy`, {
        clusterArn: cluster.arn,
        facts,
        desiredCount: legacyDesiredCount(environment, name),
      });
      const move = moving.get(name);
      if (move !== undefined) moving.set(name, { ...move, legacy });
    }
    const entrance = addEntrance(this, environment, { vpcId, publicSubnetIds, gatewaySecurityGroupId });
    const gatewayProps = {
      platform,
      gateway,
      subnetIds: gateway.publicIp ? publicSubnetIds : privateSubnetIds,
      securityGroupId: gatewaySecurityGroupId,
      serviceUrls: serviceUrls(environment, balancer.dnsName),
    };
    const { service: gatewayService, task: gatewayTask } = new GatewayService(this, "gateway", {
      ...gatewayProps,
      names: names.gateway,
      desiredCount: gatewayDesiredCount(environment),
      ...(entrance && { entrance }),
    });
    orderMoves(gatewayService, moving.values());
    const canary = activeCanary(gateway);
    if (canary !== undefined && entrance !== undefined) {
      const { service: canaryService } = new CanaryService(this, "canary", {
        ...gatewayProps,
        names: names.canary,
        desiredCount: canaryDesiredCount(environment),
        canary,
        gatewayTask,
        entrance,
        vpcId,
      });
      // It calls what the gateway calls.
      orderMoves(canaryService, moving.values());
    }

    new TerraformOutput(this, "load_balancer_dns_name", { value: balancer.dnsName });
    new TerraformOutput(this, "cluster_name", { value: cluster.name });
    // The guard reads from it which step a plan makes.
    new TerraformOutput(this, PHASES_OUTPUT, {
      value: Object.fromEntries([...moving].map(([name, { phase }]) => [name, phase])),
    });
  }
}
