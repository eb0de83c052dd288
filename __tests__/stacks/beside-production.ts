import { environments } from "../../src/environments";
import { secretsOf } from "../../src/model/environment";

// How development and staging differ from production, of which every block is in a snapshot. `*` is each service.

const prod = environments()[2];
const SERVICES = Object.keys(prod?.services ?? {});
const EXISTING = prod?.inventory.existingParameters ?? [];
const secrets = prod === undefined ? [] : secretsOf(prod);
const parameters = (names: readonly string[]) => names.map((name) => `aws_ssm_parameter.${name.toLowerCase()}`);

/** What is there of shells, Spot, the load balancer's security group, the gateway's callers, and secrets that production has. */
export const OPTIONS = [
  ...["aws_cloudwatch_log_group", "aws_kms_key"].map((type) => `${type}.exec_sessions`),
  ...["*", "gateway"].map((task) => `aws_iam_role_policy.${task}_task`),
  "aws_ecs_cluster_capacity_providers.main",
  "aws_security_group.internal",
  ...["egress", "ingress"].map((way) => `aws_vpc_security_group_${way}_rule.*_load_balancer`),
  "aws_vpc_security_group_ingress_rule.gateway_callers_0_0_0_0_0",
  ...parameters(EXISTING),
];

/** What rings, and what tells and shows it. */
export const ALARMS = [
  ...["*_cpu", "*_memory", "*_running", "*_unhealthy_hosts", "gateway_cpu", "gateway_errors", "gateway_memory"],
  ...["gateway_running", "nat_a_packet_drops", "nat_a_port_errors", "deployment_failed_untold"],
]
  .map((name) => `metric_alarm.${name}`)
  .concat("dashboard.platform", "event_rule.deployment_failed", "event_target.deployment_failed")
  .concat("log_metric_filter.gateway_errors")
  .map((name) => `aws_cloudwatch_${name}`)
  .concat("aws_kms_alias.alarms", "aws_kms_key.alarms", "aws_sns_topic.alarms", "aws_sns_topic_policy.alarms");
/** What is there of a VPC that is made. */
export const OWN_VPC = [
  ...["aws_internet_gateway.main", "aws_route.public", "aws_route_table.public", "aws_vpc.main"],
  ...["a", "b", "c"].flatMap((zone) => [`aws_route_table_association.public_${zone}`, `aws_subnet.public_${zone}`]),
  ...["gateway", "services"].flatMap((group) => [
    `aws_security_group.${group}`,
    `aws_vpc_security_group_egress_rule.${group}`,
  ]),
];
/** What the VPC's flow logs add. */
export const FLOW_LOGS = ["aws_cloudwatch_log_group", "aws_flow_log", "aws_iam_role", "aws_iam_role_policy"].map(
  (type) => `${type}.flow_logs`,
);

const TAG = "tags.Name";
const NAMED = ["name", TAG];
const PARAMETER = ["description", "lifecycle.prevent_destroy", ...NAMED];
const TASK = ["environment", "linuxParameters", "secrets"].map((field) => `container_definitions.${field}`);
const SERVICE = ["capacity_provider_strategy", "depends_on", "enable_execute_command", "force_new_deployment", "launch_type", "lifecycle.postcondition"]; // prettier-ignore

/** The fields of the services in which what both have is not as in production. */
export const CHANGED_SERVICES = {
  ...Object.fromEntries(["*", "gateway"].flatMap((task) => [
    [`aws_cloudwatch_log_group.${task}`, ["name", "retention_in_days", TAG]],
    [`aws_ecs_task_definition.${task}`, [...TASK, "family", TAG]],
    [`aws_iam_role.${task}_execution`, NAMED],
    [`aws_iam_role.${task}_task`, NAMED],
    [`aws_iam_role_policy.${task}_execution`, ["policy.Statement"]],
  ])),
  "aws_ecs_service.*": [...SERVICE, ...NAMED],
  "aws_ecs_service.gateway": [...SERVICE, ...NAMED, "health_check_grace_period_seconds", "load_balancer"].sort(),
  "aws_ecs_cluster.main": ["configuration", "lifecycle", ...NAMED],
  "aws_lb.internal": ["enable_cross_zone_load_balancing", "enable_deletion_protection", "lifecycle", "name", "security_groups", TAG],
  "aws_lb_listener.*": [TAG],
  "aws_lb_target_group.*": NAMED,
  ...Object.fromEntries(
    parameters(secrets.filter((secret) => !EXISTING.includes(secret))).map((address) => [address, PARAMETER]),
  ),
  "aws_vpc_security_group_ingress_rule.*": ["cidr_ipv4", "description", "referenced_security_group_id", TAG],
  "data.terraform_remote_state.network": ["config.key"],
  "output.phases": SERVICES.map((service) => `value.${service}`).sort(),
}; // prettier-ignore
const PRIVATE_SUBNET = ["availability_zone", "cidr_block", "lifecycle", TAG, "vpc_id"];
/** The same of the network. */
export const CHANGED_NETWORK = {
  "aws_eip.nat_a": ["lifecycle", TAG],
  "aws_nat_gateway.nat_a": ["depends_on", "lifecycle", "subnet_id", TAG],
  "aws_route_table.private_a": [TAG, "vpc_id"],
  ...Object.fromEntries(["a", "b", "c"].map((zone) => [`aws_subnet.private_${zone}`, PRIVATE_SUBNET])),
  "aws_vpc_endpoint.s3": [TAG, "vpc_id"],
  "output.gateway_security_group_id": ["value"],
  "output.public_subnet_ids": ["value"],
  "output.services_security_group_id": ["value"],
  "output.vpc_id": ["value"],
};
