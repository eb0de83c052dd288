import type { Environment } from "../../model/environment";
import { zoneLetter } from "../../model/names";
import type { Attributes } from "../stack";
import type { Existing } from "./existing/existing";
import { UNKNOWN } from "./resolve";

/** One way to recognize a resource among those of its type. */
export interface Key {
  /** For the reviewer: what it was recognized by. */
  readonly evidence: string;
  readonly matches: (existing: Existing) => boolean;
}

/** What a matcher knows about the resource that is looked for. */
export interface Sought {
  readonly name: string;
  /** What the stack would set, with references resolved where that is possible. */
  readonly attributes: Attributes;
  readonly environment: Environment;
  /** The subnets that a route table is to serve, where they exist. */
  readonly servedSubnets: readonly string[];
}

/** The ways to recognize a resource of one type, the surest first: the first that finds something decides. */
export type Matcher = (sought: Sought) => readonly Key[];

/** Recognizes by attributes as AWS has them; never when one of them is still unknown. */
function by(evidence: string, wanted: Attributes): Key {
  const entries = Object.entries(wanted);
  const known = entries.every(([, value]) => value !== undefined && value !== UNKNOWN && value !== "");
  return {
    evidence,
    matches: ({ attributes }) => known && entries.every(([key, value]) => attributes[key] === value),
  };
}

/** Recognizes by the tags that this project gives, beside attributes. */
function byTags({ attributes, environment }: Sought, wanted: Attributes = {}): Key {
  const { Name: name } = attributes.tags as { Name?: string };
  const { matches } = by("", wanted);
  return {
    evidence: `tags Name=${name ?? ""}, Env=${environment.name}`,
    matches: (existing) =>
      name !== undefined &&
      existing.tags.Name === name &&
      existing.tags.Env === environment.name &&
      (Object.keys(wanted).length === 0 || matches(existing)),
  };
}

const byName: Matcher = ({ attributes: { name } }) => [by("name", { name })];

const inVpc: Matcher = (sought) => [byTags(sought, { vpc_id: sought.attributes.vpc_id })];

/** What a security group's rule is for: one of these. */
const SOURCES = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

const securityGroupRule: Matcher = ({ attributes: rule }) => {
  const { security_group_id, ip_protocol, from_port, to_port } = rule;
  const source = SOURCES.find((attribute) => rule[attribute] !== undefined) ?? "cidr_ipv4";
  const ports = from_port === undefined ? {} : { from_port, to_port };
  const range = typeof from_port === "number" ? `port ${from_port}` : "all ports";
  return [
    by(`group, ${String(ip_protocol)}, ${range}, ${String(rule[source])}`, {
      security_group_id,
      ip_protocol,
      [source]: rule[source],
      ...ports,
    }),
  ];
};

/** Where in the order of the availability zones a resource such as `private_b` or `nat_a` belongs. */
function zoneIndex(sought: Sought, prefix: string): number {
  return sought.environment.network.availabilityZones.findIndex(
    (zone) => `${prefix}_${zoneLetter(zone)}` === sought.name,
  );
}

/** How each type of resource is found. */
export const MATCHERS: Readonly<Record<string, Matcher>> = {
  aws_vpc: (sought) => [byTags(sought)],
  aws_internet_gateway: (sought) => [by("its VPC", { vpc_id: sought.attributes.vpc_id }), byTags(sought)],
  aws_subnet: (sought) => {
    const index = zoneIndex(sought, "private");
    const id = sought.environment.inventory.privateSubnets?.[index];
    return id === undefined ? inVpc(sought) : [by(`inventory.privateSubnets[${index}]`, { id })];
  },
  aws_eip: (sought) => {
    const index = zoneIndex(sought, "nat");
    const address = sought.environment.inventory.natEips?.[index];
    // One that is given and not there yet is another once it is made.
    const given = address === undefined ? [] : [by(`inventory.natEips[${index}]`, { public_ip: address })];
    return [...given, byTags(sought)];
  },
  aws_nat_gateway: (sought) => [
    by("its address", { allocation_id: sought.attributes.allocation_id }),
    byTags(sought, { subnet_id: sought.attributes.subnet_id }),
  ],
  aws_route_table: (sought) => [
    ...sought.servedSubnets.map((subnet) => ({
      evidence: `association with ${subnet}`,
      matches: ({ attributes }: Existing) => (attributes.associated_subnets as string[]).includes(subnet),
    })),
    ...inVpc(sought),
  ],
  aws_route: ({ attributes: { route_table_id, destination_cidr_block } }) => [
    by("route table and destination", { route_table_id, destination_cidr_block }),
  ],
  aws_route_table_association: ({ attributes: { subnet_id } }) => [by("its subnet", { subnet_id })],
  aws_vpc_endpoint: ({ attributes: { vpc_id, service_name, vpc_endpoint_type } }) => [
    by("VPC, service and type", { vpc_id, service_name, vpc_endpoint_type }),
  ],
  aws_flow_log: (sought) => [
    by("VPC and destination", {
      vpc_id: sought.attributes.vpc_id,
      log_destination: sought.attributes.log_destination,
    }),
    ...inVpc(sought),
  ],
  aws_security_group: ({ attributes: { name, vpc_id } }) => [by("name, in its VPC", { name, vpc_id })],
  aws_vpc_security_group_ingress_rule: securityGroupRule,
  aws_vpc_security_group_egress_rule: securityGroupRule,
  aws_lb: byName,
  aws_lb_target_group: byName,
  aws_lb_listener: ({ attributes: { load_balancer_arn, port } }) => [
    by(`port ${String(port)} of the load balancer`, { load_balancer_arn, port }),
  ],
  aws_ecs_cluster: byName,
  aws_ecs_cluster_capacity_providers: ({ attributes: { cluster_name } }) => [by("its cluster", { cluster_name })],
  aws_ecs_service: ({ attributes: { cluster, name } }) => [by("name, in the cluster", { cluster, name })],
  aws_iam_role: byName,
  aws_iam_role_policy: ({ attributes: { role, name } }) => [by("role and name", { role, name })],
  aws_cloudwatch_log_group: byName,
  aws_ecr_repository: byName,
  aws_ecr_lifecycle_policy: ({ attributes: { repository } }) => [by("its repository", { repository })],
};

/** Types that are never imported, and why. */
export const LEFT: Readonly<Record<string, string>> = {
  // Importing the present revision would deregister it at its first change.
  aws_ecs_task_definition: "never imported: the present revision stays as it is",
  // A key has no name, and another's policy may be all that keeps what it has encrypted readable.
  aws_kms_key: "never imported: a key of its own is made",
  // One that an apply was killed over is in the way of the next: `aws kms delete-alias` takes it away.
  aws_kms_alias: "never imported: it would lead to another key",
  // AWS gives the topic that is there where its tags are the same, and refuses where they are not.
  aws_sns_topic: "never imported: one of its name and tags is taken as it is",
  // Alarms: AWS writes over what has the name already, and nothing is there twice.
  ...Object.fromEntries(
    [
      "aws_cloudwatch_metric_alarm",
      "aws_cloudwatch_dashboard",
      "aws_cloudwatch_log_metric_filter",
      "aws_cloudwatch_event_rule",
      "aws_cloudwatch_event_target",
      "aws_sns_topic_policy",
      "aws_sns_topic_subscription",
    ].map((type) => [type, "never imported: making it writes over one of its name"]),
  ),
  // Were there one of that name, AWS would refuse another in the VPC, and nothing would be overwritten.
  aws_service_discovery_private_dns_namespace: "never imported: one of its own is made",
  aws_service_discovery_service: "never imported: one of its own is made, in the environment's namespace",
  // Importing a parameter would read its value into the plan.
  aws_ssm_parameter: "never imported: one that exists is referenced by its ARN",
};
