import { isDeepStrictEqual } from "node:util";
import type { Attributes } from "../../stack";
import { UNKNOWN } from "../resolve";

/** Where a running task definition and the one that would be registered differ, in the words of ECS's API. */
export interface FieldDifference {
  /** Such as `containerDefinitions.auth-service.portMappings.5001`. */
  readonly field: string;
  /** The field without the names of list items: `containerDefinitions.portMappings`. */
  readonly kind: string;
  /** `undefined` for nothing at all. */
  readonly is: unknown;
  readonly wanted: unknown;
}

/** What AWS adds to a task definition when it describes one (ECS API reference, TaskDefinition), and tags. */
const AWS_ADDS = [
  "taskDefinitionArn",
  "revision",
  "status",
  "requiresAttributes",
  "compatibilities",
  "registeredAt",
  "registeredBy",
  "deregisteredAt",
  "tags",
];

/** Compared elsewhere (variables), or bound to what is compared: in `awsvpc`, a host port is its container port. */
const NOT_COMPARED = ["containerDefinitions.environment", "containerDefinitions.portMappings.hostPort"];

/** What ECS takes where a task definition says nothing, by kind (ECS API reference, and its Fargate platform's own). */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  "runtimePlatform.cpuArchitecture": "X86_64",
  "runtimePlatform.operatingSystemFamily": "LINUX",
  "ephemeralStorage.sizeInGiB": 20,
  "containerDefinitions.essential": true,
  "containerDefinitions.stopTimeout": 30,
  "containerDefinitions.portMappings.protocol": "tcp",
  "containerDefinitions.healthCheck.interval": 30,
  "containerDefinitions.healthCheck.timeout": 5,
  "containerDefinitions.healthCheck.retries": 3,
};

/** What tells one item of a list from the others; lists of other things are compared as they are. */
const KEYS = ["name", "containerPort", "containerPath", "containerName", "sourceContainer"];

/** Every field in which two task definitions differ: whatever fields there are, whether this project knows them or not. */
export function compareDefinitions(running: Attributes, wanted: Attributes): FieldDifference[] {
  const described = Object.fromEntries(Object.entries(running).filter(([key]) => !AWS_ADDS.includes(key)));
  const [is, will] = [described, wanted].map(onlyContainer);
  const start = { field: "", kind: "" };
  if (is === undefined || will === undefined || is.name === will.name) return compare(start, described, wanted);
  // A task's only container is its container, whatever it is called.
  const name = {
    field: "containerDefinitions.name",
    kind: "containerDefinitions.name",
    is: is.name,
    wanted: will.name,
  };
  return [name, ...compare(start, { ...described, containerDefinitions: [{ ...is, name: will.name }] }, wanted)];
}

function onlyContainer({ containerDefinitions }: Attributes): Attributes | undefined {
  return isItems(containerDefinitions) && containerDefinitions.length === 1 ? containerDefinitions[0] : undefined;
}

type Place = Pick<FieldDifference, "field" | "kind">;

function compare(place: Place, is: unknown, wanted: unknown): FieldDifference[] {
  if (NOT_COMPARED.includes(place.kind)) return [];
  if (isItems(is) || isItems(wanted)) return compareItems(place, is, wanted);
  if (isObject(is) || isObject(wanted)) {
    const [left, right] = [isObject(is) ? is : {}, isObject(wanted) ? wanted : {}];
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return keys.flatMap((key) => compare(within(place, key), left[key], right[key]));
  }
  return leaf(place, is, wanted);
}

function leaf({ field, kind }: Place, is: unknown, wanted: unknown): FieldDifference[] {
  const [left, right] = [is, wanted].map((value) => (isNothing(value) ? DEFAULTS[kind] : value));
  if (kind === "containerDefinitions.image" && sameImage(String(left), String(right))) return [];
  if (wanted !== UNKNOWN && isDeepStrictEqual(comparable(left), comparable(right))) return [];
  return [{ field, kind, is: left, wanted: right }];
}

/** What runs by its digest may be any tag's: whether it has moved, the plan says. */
function sameImage(is: string, wanted: string): boolean {
  const { repository, tag, digest } = partsOfImage(is);
  const other = partsOfImage(wanted);
  return repository === other.repository && (digest !== "" || tag === other.tag);
}

/** An image's repository with its registry, its tag, and its digest where it is given by that. */
export function partsOfImage(image: string): { repository: string; tag: string; digest: string } {
  const [named = "", digest = ""] = image.split("@");
  // A registry may have a port.
  const [, repository = named, tag = "latest"] = /^(.*?)(?::([^:/]*))?$/.exec(named) ?? [];
  return { repository, tag, digest };
}

/** Items of a list by what they are known by; one that only one side has is one difference. */
function compareItems(place: Place, is: unknown, wanted: unknown): FieldDifference[] {
  const [left, right] = [itemsByKey(is), itemsByKey(wanted)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) => {
    const at = { field: `${place.field}.${key}`, kind: place.kind };
    const [one, other] = [left.get(key), right.get(key)];
    if (one === undefined || other === undefined) return [{ ...at, is: one, wanted: other }];
    return compare(at, one, other);
  });
}

function itemsByKey(list: unknown): ReadonlyMap<string, Attributes> {
  if (!isItems(list)) return new Map();
  const key = KEYS.find((candidate) => list.every((item) => candidate in item));
  return new Map(list.map((item, index) => [String(key === undefined ? index : item[key]), item]));
}

function within({ field, kind }: Place, key: string): Place {
  const join = (before: string) => (before === "" ? key : `${before}.${key}`);
  return { field: join(field), kind: join(kind) };
}

/** AWS gives back nothing as an empty list, a zero or `false` where nothing was said. */
function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    value === 0 ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** Numbers are text in some places, and nothing is said in many ways. */
function comparable(value: unknown): unknown {
  if (isNothing(value)) return "";
  return Array.isArray(value) ? value.map(String) : String(value);
}

function isObject(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isItems(value: unknown): value is readonly Attributes[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}
