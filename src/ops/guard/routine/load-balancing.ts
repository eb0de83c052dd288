import { HEALTHY_STATUSES } from "../../../model/health-check";
import { lostRules } from "../meaning/web-acl";
import { listOf, objectOf } from "../plan";
import { between, type DifferentCase, rises, type Routine } from "./row";

/** What may change in front of services. Who is let in, and whom calls go to, is weighed beside (src/ops/guard/weigh). */
export const LOAD_BALANCING: readonly Routine[] = [
  {
    type: "aws_lb",
    names: /^entrance$/,
    does: "change",
    at: "idle_timeout",
    if: between(60, 4000),
    because: "quiet connections are kept for longer or shorter, and web sockets live",
  },
  {
    type: "aws_lb",
    names: /^entrance$/,
    does: "change",
    at: ["access_logs", "access_logs.**"],
    if: isLogging,
    because: "calls are logged in the environment's own bucket",
  },
  {
    type: "aws_lb",
    does: ["change"],
    at: "enable_deletion_protection",
    if: ({ difference }) => difference.after === true,
    because: "AWS refuses to delete it",
  },
  {
    type: "aws_lb_target_group",
    does: "change",
    at: "deregistration_delay",
    if: rises,
    because: "calls that are under way have more time",
  },
  {
    type: "aws_lb_target_group",
    does: "change",
    at: [
      "health_check.0.interval",
      "health_check.0.timeout",
      "health_check.0.healthy_threshold",
      "health_check.0.unhealthy_threshold",
    ],
    if: between(2, 120),
    because: "health is asked for more or less often",
  },
  {
    type: "aws_lb_target_group",
    does: "change",
    at: ["health_check.0.path", "health_check.0.protocol", "health_check.0.matcher", "health_check.0.port"],
    if: isOwnCheck,
    because: "health is asked for as the environment says",
  },
  {
    type: "aws_lb_listener",
    names: /^entrance_https$/,
    does: "change",
    at: "ssl_policy",
    if: ({ scene, difference }) =>
      difference.after === (scene.environment?.gateway.entrance?.sslPolicy ?? difference.after),
    because: "the policy that the environment says, of TLS 1.2 or newer",
  },
  {
    type: "aws_lb_listener",
    names: /^entrance_https$/,
    does: "change",
    at: "certificate_arn",
    if: isOwnCertificate,
    because: "it shows the certificate that the environment says",
  },
  {
    type: "aws_lb_listener_rule",
    names: /^canary_traffic$/,
    does: "change",
    at: ["action", "action.**"],
    if: isShare,
    because: "the canary's share of the calls, as the environment says",
  },
  {
    type: "aws_wafv2_web_acl",
    names: /^entrance$/,
    does: "change",
    at: "rule",
    if: isStricter,
    because: "calls are looked at by more rule groups",
  },
  {
    type: "aws_wafv2_web_acl",
    names: /^entrance$/,
    does: "change",
    at: ["lock_token", "capacity"],
    if: ({ difference }) => difference.unknown,
    because: "AWS counts the versions",
  },
];

function isLogging({ resource: { change }, scene }: DifferentCase): boolean {
  const [logs] = listOf(objectOf(change.after).access_logs).map(objectOf);
  const references = scene.references("aws_lb.entrance", "access_logs");
  return logs?.enabled === true && scene.environment?.gateway.entrance !== undefined && references.every((one) => one.startsWith("aws_s3_bucket.") || one.startsWith("aws_s3_bucket_policy.")); // prettier-ignore
}

function isOwnCheck(one: DifferentCase): boolean {
  const check = one.scene.owner(one.resource.name)?.container.healthCheck;
  const wanted: Readonly<Record<string, unknown>> = {
    protocol: check?.protocol,
    path: check?.protocol === "HTTP" ? check.path : "",
    matcher: check?.protocol === "HTTP" ? HEALTHY_STATUSES : "",
    port: "traffic-port",
  };
  return check !== undefined && (one.difference.after ?? "") === wanted[String(one.difference.path.at(-1))];
}

function isOwnCertificate({ scene, resource, difference }: DifferentCase): boolean {
  const certificate = scene.environment?.gateway.entrance?.certificate;
  if (certificate?.kind === "existing") return difference.after === certificate.arn;
  const references = scene.references(resource.address, "certificate_arn");
  return certificate?.kind === "requested" && references.join() === "aws_acm_certificate_validation.entrance";
}

function isShare({ scene, resource }: DifferentCase): boolean {
  const own = ["aws_lb_target_group.canary", "aws_lb_target_group.gateway"];
  return scene.environment?.gateway.canary !== undefined && scene.references(resource.address, "action").every((one) => own.includes(one)); // prettier-ignore
}

/** A web ACL that keeps every rule that it had, whatever else it has, and lets each do what it does. */
function isStricter({ scene, difference: { before, after } }: DifferentCase): boolean {
  const kept = lostRules(before, after).length === 0;
  const known = listOf(after).every((rule) => "none" in objectOf(listOf(objectOf(rule).override_action)[0]));
  return kept && known && scene.environment?.gateway.entrance?.waf?.kind === "managed";
}
