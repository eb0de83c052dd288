import { activeEcsExec } from "../../../model/ecs-exec";
import type { Environment } from "../../../model/environment";
import { parameterName, secretName } from "../../../model/names";
import { holds } from "../../../model/iam-pattern";
import type { Statement } from "../meaning/statements";
import type { ResourceChange } from "../plan";
import type { Scene } from "../scene";

/** One kind of right that the project's own roles and policies have (src/constructs/iam-policies.ts). */
interface OwnRight {
  /** Of the resources that may have it. */
  readonly names: RegExp;
  readonly actions: readonly string[];
  /** The one resource, as a pattern of IAM's; or whether a resource is one of them. */
  readonly on: (resource: string, environment: Environment, name: string, scene: Scene) => boolean;
  /** Conditions that have to be there. @default none has */
  readonly if?: readonly string[];
  readonly where?: (environment: Environment) => boolean;
}

const EXECUTION = /_execution$/;
const TASK = /_task$/;

const arn = ({ inventory: { account, region } }: Environment, service: string, what: string) =>
  `arn:aws:${service}:${region}:${account}:${what}`;

/** Text that is what it is: neither a pattern of IAM's nor a reference that nobody has followed. */
const isExact = (text: string) => !/[*?$]/.test(text);

const isReference = (text: string, type: string) => new RegExp(`^(?:\\$\\{)?${type}\\.\\w+\\.arn\\}?$`).test(text);

const isLogStream = (resource: string, environment: Environment) =>
  /:log-group:[^*?]+(?::log-stream:\*)?$/.test(resource) &&
  (holds(arn(environment, "logs", "log-group:/ecs/*"), resource) || holds(arn(environment, "logs", "log-group:/vpc/*"), resource)); // prettier-ignore

/** The rights of tasks, of what starts them and of the flow logs; those of pipelines are given by hand, and looked at. */
const OWN: readonly OwnRight[] = [
  { names: EXECUTION, actions: ["ecr:getauthorizationtoken"], on: (resource) => resource === "*" },
  {
    names: EXECUTION,
    actions: ["ecr:batchchecklayeravailability", "ecr:batchgetimage", "ecr:getdownloadurlforlayer"],
    on: (resource, environment, name, scene) =>
      resource === arn(environment, "ecr", `repository/${scene.owner(name)?.container.image.repository ?? ""}`),
  },
  {
    names: /_execution$|^flow_logs$|_task$/,
    actions: ["logs:createlogstream", "logs:putlogevents", "logs:describelogstreams"],
    on: (resource, environment) =>
      isLogStream(resource, environment) || isReference(resource, "aws_cloudwatch_log_group"),
  },
  { names: /^flow_logs$|_task$/, actions: ["logs:describeloggroups"], on: (resource) => resource === "*" },
  {
    names: EXECUTION,
    actions: ["ssm:getparameters"],
    on: (resource, environment) =>
      isExact(resource) && holds(arn(environment, "ssm", `parameter${parameterName(environment.name, "*")}`), resource),
  },
  {
    names: EXECUTION,
    actions: ["secretsmanager:getsecretvalue"],
    on: (resource, environment) =>
      isReference(resource, "aws_secretsmanager_secret") ||
      (isExact(resource.replace(/-\?{6}$/, "")) &&
        holds(arn(environment, "secretsmanager", `secret:${secretName(environment.name, "*")}`), resource)),
  },
  {
    names: EXECUTION,
    actions: ["kms:decrypt"],
    on: (resource, environment) => isKey(resource, environment),
    if: ["stringequals kms:viaservice"],
  },
  {
    names: TASK,
    actions: ["createcontrolchannel", "createdatachannel", "opencontrolchannel", "opendatachannel"].map((one) => `ssmmessages:${one}`), // prettier-ignore
    on: (resource) => resource === "*",
    where: (environment) => activeEcsExec(environment) !== undefined,
  },
  {
    names: TASK,
    actions: ["kms:decrypt"],
    on: (resource, environment) => isKey(resource, environment),
    where: (environment) => activeEcsExec(environment) !== undefined,
  },
];

function isKey(resource: string, environment: Environment): boolean {
  return isReference(resource, "aws_kms_key") || (isExact(resource) && holds(arn(environment, "kms", "key/*"), resource)); // prettier-ignore
}

/** Services of AWS that the project's roles and policies let in, by the name of what lets them in. */
interface OwnService {
  readonly type: string;
  readonly names: RegExp;
  readonly services: readonly string[];
  /** Whether it is let in on behalf of the environment's own account only (IAM user guide, "The confused deputy problem"). */
  readonly forAccount: boolean;
}

const SERVICES: readonly OwnService[] = [
  { type: "aws_iam_role", names: /_(?:execution|task)$/, services: ["ecs-tasks.amazonaws.com"], forAccount: true },
  { type: "aws_iam_role", names: /^flow_logs$/, services: ["vpc-flow-logs.amazonaws.com"], forAccount: true },
  { type: "aws_kms_key", names: /^alarms$/, services: ["cloudwatch.amazonaws.com"], forAccount: true },
  // EventBridge says nothing of the source (src/constructs/alarm-topic.ts).
  { type: "aws_kms_key", names: /^alarms$/, services: ["events.amazonaws.com"], forAccount: false },
  { type: "aws_kms_key", names: /^exec_sessions$/, services: ["logs.*.amazonaws.com"], forAccount: false },
  { type: "aws_sns_topic_policy", names: /^alarms$/, services: ["cloudwatch.amazonaws.com"], forAccount: true },
  { type: "aws_sns_topic_policy", names: /^alarms$/, services: ["events.amazonaws.com"], forAccount: false },
  {
    type: "aws_s3_bucket_policy",
    names: /^entrance_logs$/,
    services: ["logdelivery.elasticloadbalancing.amazonaws.com"],
    forAccount: false,
  },
];

function isOwnPrincipal(
  { principals, actions, conditions }: Statement,
  { type, name }: ResourceChange,
  { inventory: { account } }: Environment,
): boolean {
  const [principal = ""] = principals?.patterns ?? [];
  if (principals?.not === true) return false;
  if (type === "aws_kms_key" && principal === `AWS:arn:aws:iam::${account}:root`) return true;
  const isForAccount = conditions.get("stringequals aws:sourceaccount")?.join() === account;
  return (
    !actions.patterns.includes("*") &&
    SERVICES.some(
      (own) =>
        own.type === type &&
        own.names.test(name) &&
        own.services.some((service) => holds(`Service:${service}`, principal)) &&
        (!own.forAccount || isForAccount),
    )
  );
}

/**
 * Whether a right is one that the project itself gives: pulling one's own image, reading one's own secrets, writing one's own
 * log. It has one action and one resource.
 */
export function isOwnRight(statement: Statement, resource: ResourceChange, scene: Scene): boolean {
  const { environment } = scene;
  if (environment === undefined || statement.effect !== "Allow") return false;
  const { actions, resources, principals, conditions } = statement;
  if (actions.not || resources.not) return false;
  if (principals !== undefined) return isOwnPrincipal(statement, resource, environment);
  const [action = "", on = ""] = [actions.patterns[0], resources.patterns[0]];
  return OWN.some(
    (own) =>
      own.names.test(resource.name) &&
      own.actions.includes(action) &&
      own.on(on, environment, resource.name, scene) &&
      (own.if ?? []).every((condition) => conditions.has(condition)) &&
      (own.where?.(environment) ?? true),
  );
}
