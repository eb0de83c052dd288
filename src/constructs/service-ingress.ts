import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** The load balancer as the services' security group sees it: by addresses that it calls from, or by its own group. */
export type LoadBalancerSource =
  | {
      readonly kind: "blocks";
      /** The VPC's block, or that of the load balancer's first subnet. */
      readonly first: string;
      /** The blocks of its other subnets, by the letter of their availability zone. @default there are none */
      readonly others?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "security-group";
      readonly securityGroupId: string;
      /** Who may call the load balancer. */
      readonly callersSecurityGroupId: string;
    };

/** Whom a service lets in. */
export interface ServiceCallers {
  readonly loadBalancer: LoadBalancerSource;
  /** The group of tasks that call the service's by their addresses, past the load balancer. @default there are none */
  readonly directSecurityGroupId?: string;
}

/** One service's way in. */
export interface ServiceIngressProps {
  readonly port: number;
  /** The `Name` tag of its rules. */
  readonly name: string;
  /** Of the service's tasks. */
  readonly securityGroupId: string;
  readonly callers: ServiceCallers;
}

// Only such a resource is destroyed after the update of what depended on it.
const lifecycle = { createBeforeDestroy: true };

/**
 * The rules that let the load balancer in on a service's port, and nobody else (docs/original-runbook.md, section 5).
 */
export class ServiceIngress extends Construct {
  readonly rules: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { port, name, securityGroupId, callers }: ServiceIngressProps) {
    super(scope, id);
    const { loadBalancer, directSecurityGroupId } = callers;
    const tcp = { ipProtocol: "tcp", fromPort: port, toPort: port, tags: { Name: name }, lifecycle };
    const from = (source: string, rule: { cidrIpv4: string } | { referencedSecurityGroupId: string }, what: string) =>
      new VpcSecurityGroupIngressRule(new Construct(this, `from_${source}`), "Ingress", {
        ...tcp,
        ...rule,
        securityGroupId,
        description: `TCP ${port} from ${what}`,
      });
    const direct =
      directSecurityGroupId === undefined
        ? []
        : [from("gateway", { referencedSecurityGroupId: directSecurityGroupId }, "the gateway's tasks")];
    if (loadBalancer.kind === "blocks") {
      const { first, others = {} } = loadBalancer;
      const before = [
        ...direct,
        ...Object.entries(others).map(([zone, block]) =>
          from(zone, { cidrIpv4: block }, `the load balancer in zone ${zone}`),
        ),
      ];
      const own = new VpcSecurityGroupIngressRule(this, "Ingress", {
        ...tcp,
        securityGroupId,
        cidrIpv4: first,
        // It changes in place from the VPC's block and back: all others are let in before that, and shut out after it.
        ...(before.length > 0 && { dependsOn: before }),
      });
      this.rules = [own, ...before];
      return;
    }
    const room = new Construct(this, "load_balancer");
    this.rules = [
      ...direct,
      new VpcSecurityGroupIngressRule(this, "Ingress", {
        ...tcp,
        securityGroupId,
        description: `TCP ${port} from the load balancer`,
        referencedSecurityGroupId: loadBalancer.securityGroupId,
      }),
      new VpcSecurityGroupIngressRule(room, "Ingress", {
        ...tcp,
        securityGroupId: loadBalancer.securityGroupId,
        description: `TCP ${port} from the gateway`,
        referencedSecurityGroupId: loadBalancer.callersSecurityGroupId,
      }),
      // Health checks leave through it, too (Elastic Load Balancing, "Security groups for your Network Load Balancer").
      new VpcSecurityGroupEgressRule(room, "Egress", {
        ...tcp,
        securityGroupId: loadBalancer.securityGroupId,
        description: `TCP ${port} to the service's tasks`,
        referencedSecurityGroupId: securityGroupId,
      }),
    ];
  }
}
