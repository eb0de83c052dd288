import { compareDefinitions, type FieldDifference, partsOfImage } from "./compare";

/**
 * What a difference means for the tasks, the worst first: one that could keep them from starting; less of something; something
 * that is gone; another value; or what changes nothing that they need.
 */
export const MEANINGS = ["would not start", "less", "dropped", "changed", "harmless"] as const;

/** What a difference means for the tasks. */
export type Meaning = (typeof MEANINGS)[number];

/** What a difference means, and why it could keep a task from starting. */
export interface Judgement {
  readonly meaning: Meaning;
  /** @default it could not */
  readonly why?: string;
}

interface StartRule {
  /** Every kind that begins so, or is just this. */
  readonly kind: string;
  /** @default always */
  readonly when?: (difference: FieldDifference) => boolean;
  readonly why: string;
}

/** What an image, or what it runs on, must be made for: nothing but a task that runs shows that it is. */
const START_RULES: readonly StartRule[] = [
  { kind: "runtimePlatform", why: "an image that is built for one platform does not start on another" },
  { kind: "networkMode", why: "a service of this project's is for Fargate's own network" },
  { kind: "requiresCompatibilities", why: "what it needs may not be there on Fargate", when: runsNotOnFargate },
  { kind: "volumes", why: "what the container finds in the volume would not be there" },
  { kind: "containerDefinitions.mountPoints", why: "what the container finds in the volume would not be there" },
  { kind: "containerDefinitions.volumesFrom", why: "what the container finds in the volume would not be there" },
  { kind: "containerDefinitions.user", why: "files and folders in the image may be another user's" },
  {
    kind: "containerDefinitions.readonlyRootFilesystem",
    why: "it could not write where it writes now",
    when: ({ wanted }) => wanted === true,
  },
  {
    kind: "containerDefinitions.portMappings",
    why: "nothing that runs shows that the container answers on this port",
    when: ({ is, wanted }) => is === undefined && wanted !== undefined,
  },
  {
    kind: "containerDefinitions.healthCheck.command",
    why: "nothing that runs shows that the image has this program and answers at this URL",
    when: checksOtherwise,
  },
  {
    kind: "containerDefinitions.image",
    why: "the image is in another registry, and may not be in this account's",
    when: ({ is, wanted }) => registryOf(is) !== registryOf(wanted),
  },
];

function runsNotOnFargate({ is }: FieldDifference): boolean {
  return Array.isArray(is) && !is.includes("FARGATE");
}

function registryOf(image: unknown): string {
  return partsOfImage(String(image)).repository.split("/")[0] ?? "";
}

/** Whether a container's health check calls another program or another URL: its options alone do no harm. */
function checksOtherwise({ is, wanted }: FieldDifference): boolean {
  const [before, after] = [is, wanted].map(checkOf);
  return after !== "" && before !== after;
}

function checkOf(command: unknown): string {
  if (!Array.isArray(command)) return "";
  // `["CMD-SHELL", "wget ... || exit 1"]`, or `["CMD", "wget", ...]`.
  const words = command.slice(1).join(" ").split(/\s+/);
  const url = words.map((word) => word.replaceAll(/^["']|["'];?$/g, "")).find((word) => /^https?:/.test(word));
  return [words[0], ...(url === undefined ? words.slice(1) : [url])].join(" ");
}

/** What one difference means, by what it says and not by a list of all fields that there are. */
export function judge(difference: FieldDifference): Judgement {
  const { kind, is, wanted } = difference;
  const rule = START_RULES.find(
    (one) => (kind === one.kind || kind.startsWith(`${one.kind}.`)) && one.when?.(difference) !== false,
  );
  if (rule !== undefined) return { meaning: "would not start", why: rule.why };
  if (kind === "containerDefinitions.healthCheck.command") return { meaning: "harmless" };
  if (isLess(is, wanted)) return { meaning: "less" };
  if (wanted === undefined) return { meaning: "dropped" };
  // What is added takes nothing away.
  return { meaning: is === undefined ? "harmless" : "changed" };
}

/** ECS says some numbers as text. */
function isLess(is: unknown, wanted: unknown): boolean {
  const [before = NaN, after = NaN] = [is, wanted].map((value) =>
    typeof value === "number" || (typeof value === "string" && value !== "") ? Number(value) : NaN,
  );
  return after < before;
}

/** What differs between two task definitions, each with what it means. */
export function judgedDifferences(...definitions: Parameters<typeof compareDefinitions>) {
  return compareDefinitions(...definitions).map((difference) => ({ ...difference, ...judge(difference) }));
}

/** A difference, and what it means. */
export type JudgedDifference = FieldDifference & Judgement;
