import type { ResourceChange } from "./plan";

/** Resources of an option that a plan may destroy, when the environment no longer asks for it. */
interface Removable {
  readonly type: string;
  /** The names that are meant. @default all */
  readonly names?: RegExp;
  /** Why nothing goes down with it, and nothing is lost. */
  readonly because: string;
}

/** The one table of what the guard lets a plan destroy: nothing in it carries traffic or holds what cannot be made again. */
export const REMOVABLE: readonly Removable[] = [
  {
    type: "aws_vpc_endpoint",
    names: /^endpoint_/,
    because: "calls to that service of AWS go through the NAT gateway again",
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
  {
    type: "aws_iam_openid_connect_provider",
    names: /^(?:github|hcp)$/,
    because: "it lets in pipelines only, and made again it has the same ARN",
  },
  { type: "aws_iam_role", names: /^(?:github|hcp)_(?:plan|apply)$/, because: "only pipelines take it" },
  { type: "aws_iam_role_policy", names: /^(?:github|hcp)_(?:plan|apply)$/, because: "only pipelines have it" },
];

/** Why a resource may be destroyed, or `undefined` when it may not. */
export function removal({ type, name }: Pick<ResourceChange, "type" | "name">): string | undefined {
  return REMOVABLE.find((kind) => kind.type === type && (kind.names?.test(name) ?? true))?.because;
}
