import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace";
import { ServiceDiscoveryService } from "@cdktf/provider-aws/lib/service-discovery-service";
import { Construct } from "constructs";
import { addressPart } from "../model/phase";
import { RECORD_TTL } from "../model/service-discovery";

/** A private DNS namespace, and the services that have a name in it. */
export interface ServiceDiscoveryProps {
  readonly namespace: string;
  readonly vpcId: string;
  readonly services: readonly string[];
}

/**
 * The services' names in AWS Cloud Map, answered in the VPC (docs/original-runbook.md, "Architecture rationale and
 * design choices": the next step). ECS puts each task's address in when the task is healthy, and takes it out when the
 * task stops (ECS developer guide, "Service discovery").
 */
export class ServiceDiscovery extends Construct {
  /** ARNs of the registries by service. */
  readonly registries: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, { namespace, vpcId, services: names }: ServiceDiscoveryProps) {
    super(scope, id);
    const room = new ServiceDiscoveryPrivateDnsNamespace(new Construct(this, "main"), "Namespace", {
      name: namespace,
      vpc: vpcId,
      tags: { Name: namespace },
      lifecycle: { createBeforeDestroy: true },
    });
    // A room of their own: a service may be called what the namespace is called.
    const services = new Construct(this, "Services");
    const registry = (service: string) =>
      new ServiceDiscoveryService(new Construct(services, addressPart(service)), "Registry", {
        name: service,
        dnsConfig: {
          namespaceId: room.id,
          // Up to eight healthy tasks in each answer (Cloud Map developer guide, "Routing policy").
          routingPolicy: "MULTIVALUE",
          dnsRecords: [{ type: "A", ttl: RECORD_TTL }],
        },
        // ECS says which tasks are healthy; Cloud Map asks nobody itself.
        healthCheckCustomConfig: { failureThreshold: 1 },
        forceDestroy: true,
        tags: { Name: `${service}.${namespace}` },
        // Destroyed after ECS has let go of it, not before.
        lifecycle: { createBeforeDestroy: true },
      });
    this.registries = new Map(names.map((service) => [service, registry(service).arn]));
  }
}
