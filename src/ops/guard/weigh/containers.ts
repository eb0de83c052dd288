import { activeEcsExec } from "../../../model/ecs-exec";
import { healthShellCommand } from "../../../model/health-check";
import { registryHost } from "../../../model/names";
import { canonical } from "../differences";
import { documentIn } from "../meaning/document";
import { parseImage } from "../meaning/image";
import { listOf, objectOf, type ResourceChange, textOf } from "../plan";
import { isEmpty } from "../routine/row";
import type { Owner, Scene } from "../scene";
import type { Concern, Weigher } from "./concern";
import { expectedVariables, secretConcern, variableConcern } from "./variables";

type Json = Readonly<Record<string, unknown>>;

const ATTRIBUTE = "container_definitions";

/** What the project writes of a container; anything else that is not empty is somebody else's. */
const KNOWN = ["name", "image", "essential", "portMappings", "environment", "secrets", "linuxParameters", "healthCheck", "logConfiguration", "cpu", "memory", "memoryReservation"]; // prettier-ignore

function mapOf(
  container: Json,
  list: "environment" | "secrets",
  value: "value" | "valueFrom",
): ReadonlyMap<string, unknown> {
  return new Map(listOf(container[list]).map((one) => [String(objectOf(one).name), objectOf(one)[value]]));
}

/** Whether an image is what its service runs, of the account's own registry and by its digest. */
function imageConcern(container: Json, old: Json | undefined, owner: Owner | undefined, { environment }: Scene) {
  const image = parseImage(String(container.image));
  const text = String(container.image);
  if (environment === undefined || owner === undefined) return `image ${text} is of what no environment has`;
  const expected = `${registryHost(environment.inventory)}/${owner.container.image.repository}`;
  const [repository = ""] = text.split("@");
  const before = old === undefined ? undefined : parseImage(String(old.image));
  if (repository !== expected) return `image ${text} is not of ${expected}`;
  if (before !== undefined && `${before.registry}/${before.repository}` !== expected)
    return `image ${text} is of another repository than before`;
  const isRead = /@\$\{data\.aws_ecr_image\.\w+\.image_digest\}$/.test(text);
  return image?.digest === undefined && !isRead ? `image ${text} is not pinned by its digest` : undefined;
}

function healthConcern(container: Json, old: Json | undefined, owner: Owner | undefined): string | undefined {
  const [before, after] = [objectOf(old?.healthCheck).command, objectOf(container.healthCheck).command];
  if (canonical(before) === canonical(after) && old !== undefined) return undefined;
  const own = owner === undefined ? undefined : ["CMD-SHELL", healthShellCommand(owner.container)];
  return canonical(after) === canonical(own) ? undefined : "the health check runs another command";
}

function initConcern(container: Json, old: Json | undefined, { environment }: Scene): string | undefined {
  const [before, after] = [objectOf(old?.linuxParameters), objectOf(container.linuxParameters)];
  if (canonical(before) === canonical(after) || isEmpty(after)) return undefined;
  const own = environment !== undefined && activeEcsExec(environment) !== undefined;
  const others = Object.keys(after).filter((key) => key !== "initProcessEnabled" && !isEmpty(after[key]));
  return own && others.length === 0 ? undefined : "linuxParameters are not what the environment says";
}

function logConcern(container: Json, old: Json | undefined, owner: Owner | undefined): string | undefined {
  const [before, after] = [old?.logConfiguration, container.logConfiguration].map(canonical);
  if (before === after) return undefined;
  const { logDriver, options } = objectOf(container.logConfiguration);
  const group = String(objectOf(options)["awslogs-group"]).replace(/^\$\{|\}$/g, "");
  const isOwn = group === owner?.names.logGroup || /^aws_cloudwatch_log_group\.\w+\.name$/.test(group);
  return logDriver === "awslogs" && isOwn && old === undefined ? undefined : "the log goes elsewhere, or nowhere";
}

function portConcern(container: Json, old: Json | undefined, owner: Owner | undefined): string | undefined {
  const mappings = listOf(container.portMappings).map(objectOf);
  if (old !== undefined && canonical(listOf(old.portMappings)) === canonical(mappings)) return undefined;
  const [mapping] = mappings;
  const port = owner?.container.port;
  const isOwn = mapping?.containerPort === port && (mapping?.hostPort ?? port) === port && (mapping?.protocol ?? "tcp") === "tcp"; // prettier-ignore
  return mappings.length === 1 && isOwn ? undefined : `it answers on ${JSON.stringify(mappings)}`;
}

function strangeKeys(container: Json, old: Json | undefined): string[] {
  const keys = new Set([...Object.keys(container), ...Object.keys(old ?? {})]);
  return [...keys]
    .filter((key) => !KNOWN.includes(key))
    .filter((key) => canonical(container[key]) !== canonical(old?.[key]))
    .filter((key) => !(isEmpty(container[key]) && isEmpty(old?.[key])))
    .map((key) => `${key} is ${isEmpty(container[key]) ? "taken away" : `set: ${JSON.stringify(container[key])}`}`);
}

function containerConcerns(container: Json, old: Json | undefined, owner: Owner | undefined, scene: Scene): string[] {
  const secrets = [mapOf(old ?? {}, "secrets", "valueFrom"), mapOf(container, "secrets", "valueFrom")] as const;
  const variables = [mapOf(old ?? {}, "environment", "value"), mapOf(container, "environment", "value")] as const;
  const all = (maps: typeof secrets) => [...new Set(maps.flatMap((map) => [...map.keys()]))].sort();
  const isNew = old === undefined;
  const expected = isNew ? expectedVariables(owner, scene) : {};
  return [
    imageConcern(container, old, owner, scene),
    isNew || container.essential !== false ? undefined : "the container is no longer essential",
    healthConcern(container, old, owner),
    initConcern(container, old, scene),
    logConcern(container, old, owner),
    portConcern(container, old, owner),
    ...strangeKeys(container, old),
    ...all(secrets)
      .filter((name) => secrets[0].get(name) !== secrets[1].get(name))
      .map((name) => [name, secretConcern(name, secrets[1].get(name), owner, scene)] as const)
      .map(([name, concern]) => concern && `secret ${name} ${concern}`),
    ...all(variables)
      // A variable that becomes a secret of the same name is not gone.
      .filter((name) => variables[1].has(name) || !secrets[1].has(name))
      .map((name) => [name, { before: variables[0].get(name), after: variables[1].get(name) }] as const)
      .map(([name, change]) => {
        const isAsSaid = isNew && !name.endsWith("_SERVICE_URL") && expected[name] === change.after;
        return [name, isAsSaid ? undefined : variableConcern(name, change, owner, scene)] as const;
      })
      .map(([name, concern]) => concern && `variable ${name} ${concern}`),
  ].flatMap((concern) => (concern === undefined || concern === "" ? [] : [concern]));
}

/** Roles of tasks: the one of the same service, made here, and no other. */
function roleConcerns({ address, change, name }: ResourceChange, owner: Owner | undefined, scene: Scene): Concern[] {
  const room = name === "canary" ? "gateway" : name;
  return (["execution_role_arn", "task_role_arn"] as const).flatMap((attribute): Concern[] => {
    const [before, after] = [objectOf(change.before)[attribute], objectOf(change.after)[attribute]];
    if (change.before !== null && before === after && after !== undefined) return [];
    const kind = attribute === "execution_role_arn" ? "execution" : "task";
    const role = kind === "execution" ? owner?.names.executionRole : owner?.names.taskRole;
    const own = `arn:aws:iam::${scene.environment?.inventory.account ?? ""}:role/${role ?? ""}`;
    const references = scene.references(address, attribute);
    const isOwn =
      typeof after === "string"
        ? change.before === null && after === own
        : references.length === 1 && references[0] === `aws_iam_role.${room}_${kind}` && (change.before === null || before === own); // prettier-ignore
    return isOwn ? [] : [{ attribute, message: `${attribute} is ${textOf(after ?? "(known after apply)")} and was ${textOf(before ?? "none")}` }]; // prettier-ignore
  });
}

/** What a task definition would run, read, and run as. */
export const taskDefinitions: Weigher = (resource, scene) => {
  const { change, name } = resource;
  if (!change.actions.includes("create") && change.importing === undefined) return [];
  const owner = scene.owner(name);
  const after = scene.document(resource, ATTRIBUTE);
  if (!Array.isArray(after)) return [{ attribute: ATTRIBUTE, message: "what its containers are cannot be read" }];
  const before = change.before === null ? undefined : documentIn(objectOf(change.before)[ATTRIBUTE]);
  const old = new Map(listOf(before).map((one) => [objectOf(one).name, objectOf(one)] as const));
  const containers = after.map(objectOf);
  const gone = [...old.keys()].filter((one) => !containers.some((container) => container.name === one));
  const added = containers.filter((container) => (before === undefined ? container.name !== owner?.names.container : !old.has(container.name))); // prettier-ignore
  const messages = [
    ...gone.map((one) => `the container ${String(one)} would be gone`),
    ...added.map((container) => `runs a container that is not the service's: ${String(container.name)}`),
    ...containers.filter((one) => !added.includes(one)).flatMap((one) => containerConcerns(one, old.get(one.name), owner, scene)), // prettier-ignore
  ];
  return [...messages.map((message): Concern => ({ attribute: ATTRIBUTE, message })), ...roleConcerns(resource, owner, scene)]; // prettier-ignore
};
