import { activeEcsExec } from "../../../model/ecs-exec";
import { boundaryArn } from "../../../model/deployment";
import type { Environment } from "../../../model/environment";
import { objectOf } from "../plan";
import { isAService, OF_A_SERVICE } from "./service-parts";
import type { Case, Routine } from "./row";

type Asks = (environment: Environment) => boolean;

/** What this project makes of a type, and which of the environment's words ask for it. */
interface Addition {
  readonly type: string | readonly string[];
  readonly names: RegExp;
  /** @default every environment does */
  readonly asks?: Asks;
  readonly because: string;
}

const ALWAYS: Asks = () => true;
const entrance: Asks = ({ gateway }) => gateway.entrance !== undefined;
const canary: Asks = ({ gateway }) => gateway.canary !== undefined;
const makesVpc: Asks = ({ network }) => network.vpc.kind === "create";
const pipelines: Asks = ({ deployment }) => deployment !== undefined;
const S3 = ["aws_s3_bucket", "aws_s3_bucket_policy", "aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_public_access_block", "aws_s3_bucket_server_side_encryption_configuration"]; // prettier-ignore

/** Everything that this project makes under names of its own (src/constructs), but for what a service has. */
const ADDITIONS: readonly Addition[] = [
  {
    type: [
      "aws_cloudwatch_metric_alarm",
      "aws_cloudwatch_dashboard",
      "aws_cloudwatch_log_metric_filter",
      "aws_cloudwatch_event_rule",
      "aws_cloudwatch_event_target",
    ],
    names: /./,
    because: "alarms and dashboards only watch",
  },
  {
    type: ["aws_sns_topic", "aws_sns_topic_policy", "aws_kms_key", "aws_kms_alias"],
    names: /^alarms$/,
    asks: ({ alarms }) => alarms !== undefined,
    because: "the alarms' topic",
  },
  {
    type: "aws_sns_topic_subscription",
    names: /^alarms_/,
    asks: ({ alarms }) => alarms !== undefined,
    because: "who is told of an alarm",
  },
  { type: "aws_ecs_cluster", names: /^main$/, because: "the cluster" },
  {
    type: "aws_ecs_cluster_capacity_providers",
    names: /^main$/,
    asks: ({ fargateSpotPercent }) => fargateSpotPercent !== undefined,
    because: "what tasks on Spot run on",
  },
  { type: "aws_lb", names: /^internal$/, because: "the load balancer in front of the services" },
  {
    type: "aws_security_group",
    names: /^internal$/,
    asks: ({ network }) => network.servicesIngress === "load-balancer-security-group",
    because: "the load balancer's own group",
  },
  { type: ["aws_lb", "aws_security_group"], names: /^entrance$/, asks: entrance, because: "the public entrance" },
  { type: "aws_lb_listener", names: /^entrance_https?$/, asks: entrance, because: "the public entrance" },
  { type: "aws_lb_target_group", names: /^gateway$/, asks: entrance, because: "the public entrance" },
  {
    type: ["aws_acm_certificate", "aws_acm_certificate_validation", "aws_route53_record"],
    names: /^entrance(?:_validation)?$/,
    asks: ({ gateway }) => gateway.entrance?.certificate.kind === "requested",
    because: "the entrance's certificate and its domain",
  },
  {
    type: ["aws_wafv2_web_acl", "aws_wafv2_web_acl_association"],
    names: /^entrance$/,
    asks: ({ gateway }) => gateway.entrance?.waf !== undefined,
    because: "what looks at calls",
  },
  {
    type: S3,
    names: /^entrance_logs$/,
    asks: ({ gateway }) => gateway.entrance?.accessLogsRetentionDays !== undefined,
    because: "the entrance's access logs",
  },
  {
    type: ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"],
    names: /^entrance_(?:gateway|https?_(?:\d+_){4}\d+)$/,
    asks: entrance,
    because: "who may call the entrance, and that it may call the gateway",
  },
  {
    type: "aws_vpc_security_group_ingress_rule",
    names: /^gateway_callers_(?:\d+_){4}\d+$/,
    because: "who may call the gateway, by gateway.ingressCidrs",
  },
  {
    type: ["aws_lb_target_group", "aws_lb_listener_rule", "aws_ecs_service", "aws_ecs_task_definition"],
    names: /^canary(?:_attachment|_traffic)?$/,
    asks: canary,
    because: "a canary beside the gateway",
  },
  {
    type: "aws_service_discovery_private_dns_namespace",
    names: /^main$/,
    asks: ({ serviceDiscovery }) => serviceDiscovery !== undefined,
    because: "names beside the load balancer",
  },
  {
    type: ["aws_kms_key", "aws_cloudwatch_log_group"],
    names: /^exec_sessions$/,
    asks: (environment) => activeEcsExec(environment) !== undefined,
    because: "the log of what is done in shells",
  },
  {
    type: ["aws_kms_key", "aws_kms_alias"],
    names: /^secrets$/,
    asks: ({ secrets }) => secrets?.key !== undefined,
    because: "the key of the environment's secrets",
  },
  {
    type: ["aws_ssm_parameter", "aws_secretsmanager_secret"],
    names: /./,
    because: "a secret without a value, which nobody reads yet",
  },
  {
    type: ["aws_ecr_repository", "aws_ecr_lifecycle_policy"],
    names: /./,
    asks: ({ repositories }) => repositories !== undefined,
    because: "repositories, and what they keep",
  },
  // The network.
  {
    type: ["aws_vpc", "aws_internet_gateway"],
    names: /^main$/,
    asks: makesVpc,
    because: "the environment's own network",
  },
  { type: "aws_subnet", names: /^public_[a-z]$/, asks: makesVpc, because: "the environment's own network" },
  {
    type: ["aws_route_table", "aws_route"],
    names: /^public$/,
    asks: makesVpc,
    because: "the environment's own network",
  },
  {
    type: "aws_route_table_association",
    names: /^public_[a-z]$/,
    asks: makesVpc,
    because: "the environment's own network",
  },
  {
    type: ["aws_security_group", "aws_vpc_security_group_egress_rule"],
    names: /^(?:services|gateway)$/,
    asks: makesVpc,
    because: "the groups of the tasks",
  },
  {
    type: "aws_vpc_security_group_egress_rule",
    names: /^(?:services|gateway)_tcp_\d+$/,
    asks: ({ network }) => network.egressPorts !== undefined,
    because: "a port that tasks may call out on",
  },
  {
    type: ["aws_subnet", "aws_route_table", "aws_route", "aws_route_table_association"],
    names: /^private_[a-z]$/,
    because: "the private subnets and their way out",
  },
  {
    type: ["aws_eip", "aws_nat_gateway"],
    names: /^nat_[a-z]$/,
    asks: ({ network }) => network.nat !== "none",
    because: "the address that Atlas lets in",
  },
  { type: "aws_vpc_endpoint", names: /^s3$/, because: "S3 without the NAT gateway" },
  {
    type: "aws_vpc_endpoint",
    names: /^endpoint_[a-z_]+$/,
    asks: ({ network }) => (network.interfaceEndpoints?.length ?? 0) > 0,
    because: "services of AWS without the NAT gateway",
  },
  {
    type: ["aws_security_group", "aws_vpc_security_group_ingress_rule"],
    names: /^endpoints$/,
    asks: ({ network }) => (network.interfaceEndpoints?.length ?? 0) > 0,
    because: "who may call the endpoints",
  },
  {
    type: ["aws_vpc_endpoint", "aws_security_group", "aws_vpc_peering_connection_accepter"],
    names: /^atlas$/,
    asks: ({ network }) => network.atlas !== undefined,
    because: "the way to MongoDB Atlas",
  },
  {
    type: ["aws_vpc_security_group_ingress_rule", "aws_route"],
    names: /^atlas_[a-z]+$/,
    asks: ({ network }) => network.atlas !== undefined,
    because: "the way to MongoDB Atlas",
  },
  {
    type: ["aws_cloudwatch_log_group", "aws_iam_role", "aws_iam_role_policy", "aws_flow_log"],
    names: /^flow_logs$/,
    asks: ({ network }) => network.flowLogsRetentionDays !== undefined,
    because: "the network's flow logs",
  },
  // Pipelines: whom they let in is weighed.
  {
    type: "aws_iam_openid_connect_provider",
    names: /^(?:github|hcp)$/,
    asks: pipelines,
    because: "a pipeline signs in through it",
  },
  {
    type: ["aws_iam_role", "aws_iam_role_policy"],
    names: /^(?:github|hcp)_(?:plan|apply)$/,
    asks: pipelines,
    because: "what a pipeline may do",
  },
  {
    type: "aws_iam_policy",
    names: /^boundary$/,
    asks: (environment) => boundaryArn(environment) !== undefined,
    because: "the most that roles can be let do",
  },
];

/** The rows of what may be added: what no row names is asked about, and so is an option that the environment does not ask for. */
export const ADDED: readonly Routine[] = [
  ...ADDITIONS.map(({ type, names, asks = ALWAYS, because }): Routine => ({
    type,
    names,
    does: "add",
    ifAdded: ({ scene: { environment } }) => environment !== undefined && asks(environment),
    because,
  })),
  { type: OF_A_SERVICE, does: "add", ifAdded: isAService, because: "a service of the environment" },
  {
    type: [...S3, "aws_s3_bucket_versioning"],
    names: /^state$/,
    does: "add",
    ifAdded: ofNoEnvironment,
    because: "where the states lie",
  },
  {
    type: "aws_dynamodb_table",
    names: /^locks$/,
    does: "add",
    ifAdded: ofNoEnvironment,
    because: "what locks the states",
  },
];

function ofNoEnvironment({ scene, resource: { change } }: Case): boolean {
  return scene.environment === undefined && objectOf(change.after).force_destroy !== true;
}

/** Every type that this project makes: of any other, everything is asked about, in every environment. */
export const OWN_TYPES: ReadonlySet<string> = new Set(ADDED.flatMap(({ type }) => type));
