import { TerraformOutput } from "cdktf";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { Construct } from "constructs";
import { spotCapacity } from "../constructs/spot-capacity";
import { ExecSessions, NO_SESSIONS } from "../constructs/exec-sessions";
import { GatewayService } from "../constructs/gateway-service";
import { InternalService } from "../constructs/internal-service";
import { CanaryService } from "../constructs/canary";
import { LegacyService } from "../constructs/legacy-service";
import { InternalLoadBalancer } from "../constructs/load-balancer";
import { ServiceDiscovery } from "../constructs/service-discovery";
import { Secrets } from "../constructs/secrets";
import { SecretsKey } from "../constructs/secrets-key";
import { activeCanary } from "../model/canary";
import { boundaryArn } from "../model/deployment";
import { activeEcsExec } from "../model/ecs-exec";
import type { Environment } from "../model/environment";
import { resourceNames, stackName } from "../model/names";
import { legacyDesiredCount, phaseOf } from "../model/move";
import { addressPart, PHASES_OUTPUT } from "../model/phase";
import { gatewayTasks, serviceTasks } from "../model/scaling";
import { DEFAULT_ROTATION_DAYS, secretsIn, storeOf } from "../model/secrets";
import { GATEWAY_CALLS_OUTPUT } from "../model/service-discovery";
import { plainVariables } from "../model/variables";
import { addAlarms } from "./alarms";
import { BaseStack, type BaseStackProps } from "./base-stack";
import { addEntrance } from "./entrance";
import { orderMoves, type ServiceMove, waitFor } from "./move";
import type { NetworkStack } from "./network-stack";
import { serviceCallers } from "./service-callers";

/** An environment's load balancer, services, gateway and parameters: what changes daily. */
export class ServicesStack extends BaseStack {
  constructor(scope: Construct, environment: Environment, network: NetworkStack, props: BaseStackProps) {
    super(scope, stackName(environment.name, "services"), props);
    this.addDependency(network);
    const { inventory, services, gateway } = environment;
    const names = resourceNames(environment);
    const outputs = network.outputsFor(this);
    const { vpcId, publicSubnetIds, privateSubnetIds, servicesSecurityGroupId, gatewaySecurityGroupId } = outputs;

    const keyed = environment.secrets?.key;
    const secretsKey =
      keyed &&
      new SecretsKey(this, "SecretsKey", {
        account: inventory.account,
        environment: environment.name,
        rotationDays: keyed.rotationDays ?? DEFAULT_ROTATION_DAYS,
        preventDestroy: environment.protected,
      });
    const secrets = new Secrets(this, "Parameters", {
      account: inventory.account,
      region: inventory.region,
      environment: environment.name,
      parameters: secretsIn(environment, "ssm"),
      existing: inventory.existingParameters ?? [],
      managed: secretsIn(environment, "secretsmanager"),
      storeOf: (secret) => storeOf(environment, secret),
      ...(secretsKey && { key: secretsKey }),
      preventDestroy: environment.protected,
    });
    const { account, region } = inventory;
    const { ecsExec } = environment;
    // Their record stays when no shell is opened any more: only leaving the field out ends it.
    const record =
      ecsExec && new ExecSessions(this, "ExecSessions", { account, region, logGroup: names.execSessions, ecsExec });
    const sessions = activeEcsExec(environment) && record;
    const cluster = new EcsCluster(new Construct(this, "main"), "Cluster", {
      name: names.cluster,
      setting: [{ name: "containerInsights", value: environment.containerInsights ? "enabled" : "disabled" }],
      tags: { Name: names.cluster },
      ...((environment.protected || !ecsExec) && {
        lifecycle: {
          ...(environment.protected && { preventDestroy: true }),
          // The provider takes no configuration away (5.100.0): without shells none is used, and what there is may stay.
          ...(!ecsExec && { ignoreChanges: ["configuration"] }),
        },
      }),
      ...(ecsExec && { configuration: sessions ? sessions.clusterConfiguration : NO_SESSIONS }),
    });
    const capacity = spotCapacity(this, environment.fargateSpotPercent, cluster);
    const balancer = new InternalLoadBalancer(this, "LoadBalancer", {
      name: names.loadBalancer,
      privateSubnetIds,
      deletionProtection: environment.protected,
      crossZone: environment.crossZoneLoadBalancing,
      preventDestroy: environment.protected,
      ...(environment.network.servicesIngress === "load-balancer-security-group" && {
        securityGroup: { name: names.loadBalancerSecurityGroup, vpcId },
      }),
    });
    const permissionsBoundary = boundaryArn(environment);
    const platform = {
      account: inventory.account,
      region: inventory.region,
      environment: environment.name,
      secrets,
      logRetentionDays: environment.logRetentionDays,
      ...(sessions && { sessionLog: sessions.log }),
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      clusterArn: cluster.arn,
      clusterName: cluster.name,
      ...(capacity && { capacity }),
      loadBalancerArn: balancer.arn,
      vpcId,
      privateSubnetIds,
      servicesSecurityGroupId,
      callers: serviceCallers(environment, outputs, balancer.securityGroupId),
    };
    const { serviceDiscovery } = environment;
    const discovery =
      serviceDiscovery &&
      new ServiceDiscovery(this, "ServiceDiscovery", {
        namespace: serviceDiscovery.namespace,
        vpcId,
        services: Object.keys(services),
      });
    const targetGroups: Record<string, string> = {};
    const moving = new Map<string, ServiceMove>();
    // A room of their own: a service may be called what something else in this stack is called.
    const room = new Construct(this, "Services");
    for (const [name, service] of Object.entries(services)) {
      const ofService = names.services[name];
      if (ofService === undefined) continue;
      const registryArn = discovery?.registries.get(name);
      const { service: own, targetGroupArnSuffix } = new InternalService(room, addressPart(name), {
        platform,
        service,
        names: ofService,
        variables: plainVariables(environment, name, balancer.dnsName),
        tasks: serviceTasks(environment, name),
        ...(registryArn !== undefined && { registryArn }),
      });
      targetGroups[name] = targetGroupArnSuffix;
      moving.set(name, { phase: phaseOf(environment, name), leaves: service.removal !== undefined, own });
    }
    const legacyRoom = new Construct(this, "LegacyServices");
    for (const [name, facts] of Object.entries(inventory.learnt?.legacyServices ?? {})) {
      const move = moving.get(name);
      // A service that has left takes its legacy service with it, which is at 0: nobody says any more what phase it is in.
      if (move === undefined) continue;
      const { service: legacy } = new LegacyService(legacyRoom, `${addressPart(name)}_legacy`, {
        clusterArn: cluster.arn,
        facts,
        desiredCount: legacyDesiredCount(environment, name),
      });
      moving.set(name, { ...move, legacy });
    }
    const added = addEntrance(this, environment, { vpcId, publicSubnetIds, gatewaySecurityGroupId });
    const entrance = added?.entrance;
    const gatewayProps = {
      platform,
      gateway,
      tasks: gatewayTasks(environment),
      subnetIds: gateway.publicIp ? publicSubnetIds : privateSubnetIds,
      securityGroupId: gatewaySecurityGroupId,
      variables: plainVariables(environment, "gateway", balancer.dnsName),
    };
    const entry = new GatewayService(this, "gateway", {
      ...gatewayProps,
      names: names.gateway,
      ...(entrance && { entrance }),
    });
    added?.pointDomain(entry.service);
    orderMoves(entry.service, moving.values());
    const share = activeCanary(gateway);
    const canary =
      share &&
      entrance &&
      new CanaryService(this, "canary", {
        ...gatewayProps,
        names: names.canary,
        canary: share,
        gatewayTask: entry.task,
        entrance,
        vpcId,
      });
    if (canary !== undefined) {
      // It calls what the gateway calls.
      orderMoves(canary.service, moving.values());
      // Promoted, it goes once the gateway runs its image.
      waitFor(entry.service, canary.traffic);
    }

    const { natGatewayIds } = outputs;
    addAlarms(this, environment, { balancer, targetGroups, gateway: entry, entrance, canary, natGatewayIds });

    new TerraformOutput(this, "load_balancer_dns_name", { value: balancer.dnsName });
    new TerraformOutput(this, "cluster_name", { value: cluster.name });
    if (serviceDiscovery !== undefined) {
      new TerraformOutput(this, GATEWAY_CALLS_OUTPUT, { value: serviceDiscovery.gatewayCalls ?? "load-balancer" });
    }
    // The guard reads from it which step a plan makes.
    new TerraformOutput(this, PHASES_OUTPUT, {
      value: Object.fromEntries([...moving].map(([name, { phase }]) => [name, phase])),
    });
  }
}
