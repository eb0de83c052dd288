import { TerraformOutput } from "cdktf";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { Construct } from "constructs";
import { GatewayService } from "../constructs/gateway-service";
import { InternalService } from "../constructs/internal-service";
import { LegacyService } from "../constructs/legacy-service";
import { InternalLoadBalancer } from "../constructs/load-balancer";
import { Parameters } from "../constructs/parameters";
import { loadBalancerSettings, logRetentionDays } from "../model/adoption";
import { secretsOf, type Environment } from "../model/environment";
import { resourceNames, stackName } from "../model/names";
import { serviceUrlVariables } from "../model/variables";
import { BaseStack, type BaseStackProps } from "./base-stack";
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
      desiredCount: environment.desiredCount ?? 1,
    };
    // A room of their own: a service may be called what something else in this stack is called.
    const room = new Construct(this, "Services");
    for (const [name, service] of Object.entries(services)) {
      const ofService = names.services[name];
      if (ofService === undefined) continue;
      new InternalService(room, name.replaceAll("-", "_"), { platform, service, names: ofService });
    }
    const legacy = Object.entries(inventory.learnt?.legacyServices ?? {});
    const legacyRoom = new Construct(this, "LegacyServices");
    for (const [name, facts] of legacy) {
      new LegacyService(legacyRoom, `${name.replaceAll("-", "_")}_legacy`, { clusterArn: cluster.arn, facts });
    }
    const urls = [...serviceUrlVariables(environment)].map(([variable, service]) => [
      variable,
      `http://${balancer.dnsName}:${services[service]?.port ?? ""}`,
    ]);
    new GatewayService(this, "gateway", {
      platform,
      gateway,
      names: names.gateway,
      subnetIds: gateway.publicIp ? publicSubnetIds : privateSubnetIds,
      securityGroupId: gatewaySecurityGroupId,
      serviceUrls: Object.fromEntries(urls) as Record<string, string>,
    });

    new TerraformOutput(this, "load_balancer_dns_name", { value: balancer.dnsName });
    new TerraformOutput(this, "cluster_name", { value: cluster.name });
  }
}
