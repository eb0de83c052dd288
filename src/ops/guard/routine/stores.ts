import { activeEcsExec } from "../../../model/ecs-exec";
import { attributeOf } from "../differences";
import { documentIn } from "../meaning/document";
import { statementsOf, widened } from "../meaning/statements";
import { listOf, objectOf } from "../plan";
import { becomes, between, both, type DifferentCase, rises, type Routine } from "./row";

const WATCHING = [
  "aws_cloudwatch_metric_alarm",
  "aws_cloudwatch_dashboard",
  "aws_cloudwatch_log_metric_filter",
  "aws_cloudwatch_event_rule",
];

/** Days that a log is kept; 0 is for ever. */
function isKeptLonger({ difference: { before, after, unknown } }: DifferentCase): boolean {
  return !unknown && typeof after === "number" && (after === 0 || (Number(before) !== 0 && after >= Number(before)));
}

/** An alarm that still tells whoever it told. */
function stillTells(one: DifferentCase): boolean {
  const attribute = attributeOf(one.difference);
  const [before, after] = [one.difference.before, one.difference.after];
  if (/^(?:alarm|ok|insufficient_data)_actions$/.test(attribute)) {
    return one.difference.unknown || (Array.isArray(after) && listOf(before).every((action) => after.includes(action)));
  }
  if (attribute === "actions_enabled") return after === true;
  return !(attribute === "state" || attribute === "is_enabled") || after === "ENABLED" || after === true;
}

/**
 * Rights that a role loses: those to read a secret that no task definition of the plan refers to any more. What it gains has
 * been weighed (src/ops/guard/weigh/rights.ts).
 */
function losesNothingInUse(one: DifferentCase): boolean {
  const { resource, scene } = one;
  const [before] = both(one, "policy");
  const [old, now] = [statementsOf(documentIn(before)), statementsOf(scene.document(resource, "policy"))];
  if (old === undefined || now === undefined) return false;
  const read = scene.plan.resource_changes
    .filter(({ type }) => type === "aws_ecs_task_definition")
    .map((task) => JSON.stringify(scene.document(task, "container_definitions") ?? ""))
    .join();
  return widened(now, old).every(({ statement: { effect, actions, resources } }) => {
    const [action = "", on = ""] = [actions.patterns[0], resources.patterns[0]];
    const isSecret = ["ssm:getparameters", "secretsmanager:getsecretvalue", "kms:decrypt"].includes(action);
    return effect === "Allow" && isSecret && on !== "" && !read.includes(on.replace(/-\?{6}$/, ""));
  });
}

/** Whether shells are logged as ecsExec says, or no service lets any be opened. */
function isSessionLog({ resource, scene }: DifferentCase): boolean {
  const [configuration] = listOf(objectOf(resource.change.after).configuration).map(objectOf);
  const [sessions] = listOf(configuration?.execute_command_configuration).map(objectOf);
  const { environment, plan } = scene;
  if (environment !== undefined && activeEcsExec(environment) !== undefined) return sessions?.logging === "OVERRIDE";
  return !plan.resource_changes.some(
    ({ type, change }) => type === "aws_ecs_service" && objectOf(change.after).enable_execute_command === true,
  );
}

/** What may change in what watches, in logs, in repositories and in what secrets lie under. */
export const STORES: readonly Routine[] = [
  { type: WATCHING, does: "change", at: "**", if: stillTells, because: "alarms and dashboards only watch" },
  {
    type: "aws_cloudwatch_event_target",
    names: /^alarms/,
    does: "change",
    at: ["input_transformer.**", "input"],
    because: "what an alarm says",
  },
  {
    type: "aws_cloudwatch_log_group",
    does: ["change", "adopt"],
    at: "retention_in_days",
    if: isKeptLonger,
    because: "what was logged is kept longer",
  },
  {
    type: "aws_ecr_repository",
    does: "change",
    at: "image_tag_mutability",
    if: becomes("IMMUTABLE"),
    because: "no tag is pushed over",
  },
  {
    type: "aws_ecr_repository",
    does: "change",
    at: ["image_scanning_configuration", "image_scanning_configuration.**"],
    if: ({ resource: { change } }) =>
      objectOf(listOf(objectOf(change.after).image_scanning_configuration)[0]).scan_on_push === true,
    because: "images are looked at when they are pushed",
  },
  {
    type: "aws_ecr_lifecycle_policy",
    does: "change",
    at: "policy",
    because: "a rule of its own looks at what it takes away",
  },
  {
    type: "aws_ecr_lifecycle_policy",
    does: "change",
    at: "policy.**",
    because: "a rule of its own looks at what it takes away",
  },
  {
    type: "aws_kms_key",
    does: "change",
    at: "rotation_period_in_days",
    if: between(90, 2560),
    because: "AWS rotates it at another pace",
  },
  { type: "aws_kms_key", does: "change", at: "enable_key_rotation", if: becomes(true), because: "AWS rotates it" },
  {
    type: "aws_kms_key",
    does: "change",
    at: "deletion_window_in_days",
    if: rises,
    because: "it can be had back for longer",
  },
  {
    type: ["aws_kms_key", "aws_secretsmanager_secret"],
    does: "change",
    at: "description",
    because: "a description is read by people only",
  },
  {
    type: "aws_secretsmanager_secret",
    does: "change",
    at: "kms_key_id",
    if: isSecretsKey,
    because: "the key that the environment says",
  },
  {
    type: "aws_secretsmanager_secret",
    does: "change",
    at: "recovery_window_in_days",
    if: rises,
    because: "it can be had back for longer",
  },
  {
    type: "aws_iam_role_policy",
    names: /_(?:execution|task)$|^flow_logs$/,
    does: "change",
    at: ["policy", "policy.Statement", "policy.Statement.**"],
    if: losesNothingInUse,
    because: "the rights that the services' own images, secrets and logs need",
  },
  {
    type: "aws_ecs_cluster",
    does: "change",
    at: ["setting", "setting.**"],
    if: isInsights,
    because: "containerInsights says so",
  },
  {
    type: "aws_ecs_cluster",
    does: "change",
    at: ["configuration", "configuration.**"],
    if: isSessionLog,
    because: "shells are logged, or none can be opened",
  },
  {
    type: ["aws_s3_bucket_lifecycle_configuration"],
    names: /^entrance_logs$/,
    does: "change",
    at: ["rule.0.expiration.0.days", "rule.expire.expiration.0.days"],
    if: rises,
    because: "access logs are kept longer",
  },
];

function isSecretsKey({ scene, resource, difference }: DifferentCase): boolean {
  if (scene.environment?.secrets?.key === undefined) return scene.environment !== undefined && (difference.after ?? "") === ""; // prettier-ignore
  return scene.references(resource.address, "kms_key_id").every((one) => one === "aws_kms_key.secrets");
}

function isInsights({ scene, resource }: DifferentCase): boolean {
  const settings = listOf(objectOf(resource.change.after).setting).map(objectOf);
  const [insights] = settings.filter(({ name }) => name === "containerInsights");
  return settings.length === 1 && (insights?.value === "enabled" || (insights?.value === "disabled" && scene.environment?.containerInsights === false)); // prettier-ignore
}
