import type { ITerraformDependable } from "cdktf";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import { ENTRANCE_PORTS, type EntranceSettings } from "../model/entrance";
import type { Gateway } from "../model/environment";
import { EntranceSecurity } from "./entrance-security";

/** The public load balancer. */
export interface EntranceProps {
  readonly name: string;
  /** The gateway's target group behind it. */
  readonly targetGroup: string;
  readonly gateway: Pick<Gateway, "port" | "healthCheck" | "ingressCidrs">;
  readonly settings: EntranceSettings;
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  readonly gatewaySecurityGroupId: string;
  /** Of a certificate that is issued: the listener waits for it. */
  readonly certificateArn: string;
  /** The bucket of its access logs, and what must be there before they are written. @default no access logs */
  readonly accessLogs?: { readonly bucket: string; readonly dependsOn: ITerraformDependable };
  /** Refuse every plan that would destroy it. */
  readonly preventDestroy: boolean;
}

/**
 * The internet-facing application load balancer in front of the gateway (docs/original-runbook.md, "Notes"): HTTPS to
 * the gateway's target group, HTTP to HTTPS, and security groups that leave no other way in.
 */
export class Entrance extends Construct {
  readonly arn: string;
  readonly arnSuffix: string;
  readonly dnsName: string;
  /** The hosted zone of its DNS name, for an alias record. */
  readonly zoneId: string;
  readonly targetGroupArn: string;
  readonly targetGroupArnSuffix: string;
  /** The HTTPS listener: what registers in the target group waits for it, and so does the domain. */
  readonly listener: LbListener;

  constructor(scope: Construct, id: string, props: EntranceProps) {
    super(scope, id);
    const { name, gateway, settings, preventDestroy, accessLogs } = props;
    const tags = { Name: name };
    const room = new Construct(this, "entrance");
    const { securityGroupId } = new EntranceSecurity(room, "Security", props);
    const balancer = new Lb(room, "LoadBalancer", {
      name,
      internal: false,
      loadBalancerType: "application",
      subnets: props.publicSubnetIds,
      securityGroups: [securityGroupId],
      idleTimeout: settings.idleTimeoutSeconds,
      // What is no header by RFC 7230 may be read in two ways, by the load balancer and behind it.
      dropInvalidHeaderFields: true,
      enableDeletionProtection: settings.deletionProtection,
      ...(accessLogs && {
        accessLogs: { bucket: accessLogs.bucket, enabled: true },
        // AWS writes a test file before it takes the setting.
        dependsOn: [accessLogs.dependsOn],
      }),
      tags,
      ...(preventDestroy && { lifecycle: { preventDestroy } }),
    });
    const { healthCheck } = gateway;
    const targetGroup = new LbTargetGroup(new Construct(this, "gateway"), "TargetGroup", {
      ...targetGroupSettings(props, healthCheck),
      name: props.targetGroup,
      tags: { Name: props.targetGroup },
    });
    this.listener = new LbListener(new Construct(room, "https"), "Listener", {
      loadBalancerArn: balancer.arn,
      port: ENTRANCE_PORTS.https,
      protocol: "HTTPS",
      sslPolicy: settings.sslPolicy,
      certificateArn: props.certificateArn,
      defaultAction: [{ type: "forward", targetGroupArn: targetGroup.arn }],
      tags,
    });
    new LbListener(new Construct(room, "http"), "Listener", {
      loadBalancerArn: balancer.arn,
      port: ENTRANCE_PORTS.http,
      protocol: "HTTP",
      defaultAction: [
        {
          type: "redirect",
          redirect: { protocol: "HTTPS", port: String(ENTRANCE_PORTS.https), statusCode: "HTTP_301" },
        },
      ],
      tags,
    });
    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.targetGroupArn = targetGroup.arn;
    this.targetGroupArnSuffix = targetGroup.arnSuffix;
  }
}

/** What every target group of gateway tasks has: HTTP to the gateway's port at their addresses, and its health check. */
export function targetGroupSettings(
  { gateway, vpcId }: { readonly gateway: Pick<Gateway, "port">; readonly vpcId: string },
  healthCheck: Gateway["healthCheck"],
) {
  return {
    port: gateway.port,
    protocol: "HTTP",
    targetType: "ip",
    vpcId,
    healthCheck: {
      protocol: "HTTP",
      path: healthCheck.protocol === "HTTP" ? healthCheck.path : "/",
      // AWS's own defaults (API reference, CreateTargetGroup), which are not the provider's.
      healthyThreshold: 5,
      unhealthyThreshold: 2,
    },
  };
}
