import { boundaryArn } from "../../model/deployment";
import { blockPart } from "../../model/entrance";
import { type Environment, servicesIngressOf } from "../../model/environment";
import { callsNamespace } from "../../model/service-discovery";
import type { ResourceChange } from "./plan";

/** Resources of an option that a plan may destroy, when the environment no longer asks for it. */
interface Removable {
  readonly type: string;
  /** The names that are meant. @default all */
  readonly names?: RegExp;
  /** Where, by the environment and the resource's name. @default everywhere */
  readonly where?: (environment: Environment, name: string) => boolean;
  /** Why nothing goes down with it, and nothing is lost. */
  readonly because: string;
}

/** The one table of what the guard lets a plan destroy: nothing in it carries traffic or holds what cannot be made again. */
export const REMOVABLE: readonly Removable[] = [
  {
    type: "aws_vpc_endpoint",
    names: /^endpoint_/,
    because: "calls to that service of AWS go through the NAT gateway again, or nobody makes them",
  },
  { type: "aws_security_group", names: /^endpoints$/, because: "only interface endpoints are in it" },
  {
    type: "aws_vpc_security_group_ingress_rule",
    names: /^endpoints$/,
    because: "it lets in callers of endpoints only",
  },
  ...[
    "aws_cloudwatch_metric_alarm",
    "aws_cloudwatch_dashboard",
    "aws_cloudwatch_log_metric_filter",
    "aws_cloudwatch_event_target",
    "aws_cloudwatch_event_rule",
    "aws_sns_topic_subscription",
  ].map((type) => ({ type, because: "alarms only watch: nothing calls them, and they hold nothing" })),
  ...["aws_sns_topic", "aws_sns_topic_policy", "aws_kms_key", "aws_kms_alias"].map((type) => ({
    type,
    names: /^alarms$/,
    because: "the alarms' topic keeps no messages, and its key has encrypted nothing else",
  })),
  ...["aws_service_discovery_service", "aws_service_discovery_private_dns_namespace"].map((type) => ({
    type,
    because: "the gateway calls the load balancer, and ECS makes the names again from what runs",
  })),
  { type: "aws_appautoscaling_target", because: "its service keeps running as many tasks as it does" },
  { type: "aws_appautoscaling_policy", because: "its service keeps running as many tasks as it does" },
  { type: "aws_appautoscaling_scheduled_action", because: "its service is no longer stopped at night" },
  // The record of what was done in shells: only where the environment may be destroyed whole.
  ...["aws_kms_key", "aws_cloudwatch_log_group"].map((type) => ({
    type,
    names: /^exec_sessions$/,
    where: ({ protected: isProtected }: Environment) => !isProtected,
    because: "no shell is opened any more; who needs the sessions' record exports it before (docs/options/ecs-exec.md)",
  })),
  {
    type: "aws_iam_role_policy",
    names: /_task$/,
    because: "it only let shells be opened in tasks",
  },
  {
    type: "aws_ecs_cluster_capacity_providers",
    because: "ECS refuses as long as a service runs on one of them",
  },
  ...[
    ["aws_lb_listener_rule", /^canary_(?:attachment|traffic)$/] as const,
    ...["aws_ecs_service", "aws_lb_target_group", "aws_ecs_task_definition"].map((type) => [type, /^canary$/] as const),
  ].map(([type, names]) => ({
    type,
    names,
    because: "the gateway answers what the canary answered: its rule goes first, and its tasks after it",
  })),
  {
    type: "aws_vpc_security_group_ingress_rule",
    names: /_from_[a-z]$/,
    where: ({ network }) => servicesIngressOf(network) === "vpc",
    because: "the service lets the whole VPC in again, which the same plan does before",
  },
  {
    type: "aws_vpc_security_group_ingress_rule",
    names: /_from_gateway$/,
    where: (environment) => servicesIngressOf(environment.network) === "vpc" || !callsNamespace(environment),
    because: "the gateway calls the load balancer, or is let in with the whole VPC",
  },
  {
    type: "aws_vpc_security_group_egress_rule",
    names: /^(?:services|gateway)_tcp_\d+$/,
    because:
      "its port is no longer in network.egressPorts, or every port is open again, which the same plan does before",
  },
  {
    type: "aws_vpc_security_group_ingress_rule",
    names: /^gateway_callers(?:_\d+){5}$/,
    where: ({ gateway: { entrance, ingressCidrs } }, name) =>
      entrance !== undefined ||
      // Without any block nobody could call.
      (ingressCidrs.length > 0 && !ingressCidrs.some((cidr) => name === `gateway_callers_${blockPart(cidr)}`)),
    because: "callers come through the public load balancer, or the block is no longer in gateway.ingressCidrs",
  },
  {
    type: "aws_vpc_security_group_ingress_rule",
    names: /^entrance_https?(?:_\d+){5}$/,
    because: "the block is no longer in gateway.ingressCidrs",
  },
  ...["aws_wafv2_web_acl", "aws_wafv2_web_acl_association"].map((type) => ({
    type,
    names: /^entrance$/,
    // A protected environment may take another web ACL, but is not left without one in passing.
    where: ({ protected: isProtected, gateway }: Environment) => !isProtected || gateway.entrance?.waf !== undefined,
    because: "another web ACL takes its place, or nobody has to look at the calls",
  })),
  // What callers come through, and their logs: only where the environment may be destroyed whole.
  ...[
    ["aws_lb", /^entrance$/],
    ["aws_lb_listener", /^entrance_https?$/],
    ["aws_lb_target_group", /^gateway$/],
    ["aws_security_group", /^entrance$/],
    ["aws_vpc_security_group_ingress_rule", /^entrance_gateway$/],
    ["aws_vpc_security_group_egress_rule", /^entrance_gateway$/],
    ["aws_acm_certificate", /^entrance$/],
    ["aws_acm_certificate_validation", /^entrance$/],
    ["aws_route53_record", /^entrance(?:_validation)?$/],
    ["aws_s3_bucket", /^entrance_logs$/],
    ["aws_s3_bucket_policy", /^entrance_logs$/],
    ["aws_s3_bucket_lifecycle_configuration", /^entrance_logs$/],
    ["aws_s3_bucket_public_access_block", /^entrance_logs$/],
    ["aws_s3_bucket_server_side_encryption_configuration", /^entrance_logs$/],
  ].map(([type, names]) => ({
    type: type as string,
    names: names as RegExp,
    where: ({ protected: isProtected }: Environment) => !isProtected,
    because: "the environment is not protected: it can be destroyed whole",
  })),
  {
    type: "aws_iam_openid_connect_provider",
    names: /^(?:github|hcp)$/,
    because: "it lets in pipelines only, and made again it has the same ARN",
  },
  { type: "aws_iam_role", names: /^(?:github|hcp)_(?:plan|apply)$/, because: "only pipelines take it" },
  {
    type: "aws_iam_policy",
    names: /^boundary$/,
    where: (environment) => boundaryArn(environment) === undefined,
    because: "no role of the environment is bounded by it any more",
  },
  { type: "aws_iam_role_policy", names: /^(?:github|hcp)_(?:plan|apply)$/, because: "only pipelines have it" },
];

/** Why a resource may be destroyed, or `undefined` when it may not. */
export function removal(
  { type, name }: Pick<ResourceChange, "type" | "name">,
  environment?: Environment,
): string | undefined {
  return REMOVABLE.find(
    (kind) =>
      kind.type === type &&
      (kind.names?.test(name) ?? true) &&
      (kind.where === undefined || (environment !== undefined && kind.where(environment, name))),
  )?.because;
}

/** What a plan may make anew, because the provider cannot change it in place. */
interface Remade {
  readonly type: string;
  /** The names that are meant. @default all */
  readonly names?: RegExp;
  /** Whether the new one has to be there before the old one goes. @default false */
  readonly newFirst?: boolean;
  /** Why nothing is missed meanwhile. */
  readonly because: string;
}

/** The one table of what the guard lets a plan replace. */
export const REMADE: readonly Remade[] = [
  {
    type: "aws_ecr_lifecycle_policy",
    because: "ECR looks at it once a day; what it may take away has a rule of its own",
  },
  {
    // Not the new one first: AWS parts a load balancer from whatever web ACL it has (DisassociateWebACL).
    type: "aws_wafv2_web_acl_association",
    because: "for the seconds between the two web ACLs calls come through as they do without one",
  },
  {
    type: "aws_acm_certificate",
    names: /^entrance$/,
    newFirst: true,
    because: "the listener shows the new certificate before the old one goes",
  },
  {
    type: "aws_acm_certificate_validation",
    names: /^entrance$/,
    because: "it is nothing in AWS: Terraform waits with it until the certificate is issued",
  },
  {
    type: "aws_route53_record",
    names: /^entrance_validation$/,
    because: "nobody but Certificate Manager asks for it, and the new one proves what is shown from now on",
  },
];

/** Why a resource may be replaced, or `undefined` when it may not. */
export function remaking({ type, name, change }: Pick<ResourceChange, "type" | "name" | "change">): string | undefined {
  return REMADE.find(
    (kind) =>
      kind.type === type &&
      (kind.names?.test(name) ?? true) &&
      (kind.newFirst !== true || change.actions[0] === "create"),
  )?.because;
}
