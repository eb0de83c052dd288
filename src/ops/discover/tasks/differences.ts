import type { RunningDefinition } from "../facts";
import type { Unsettled } from "../problems";
import { KNOWN_AFTER_APPLY, UNKNOWN } from "../resolve";
import { judgedDifferences, type JudgedDifference, MEANINGS } from "./meaning";
import type { WantedTask } from "./wanted";

/** A field of a running task definition that would be otherwise in the one that takes its place. */
export interface TaskDifference extends JudgedDifference {
  readonly service: string;
  readonly stack: string;
  /** Of the task definition that would be registered. */
  readonly address: string;
  /** The ECS service that runs the task definition. */
  readonly ecsService: string;
  /** `family:revision`, as it runs. */
  readonly taskDefinition: string;
}

/**
 * What runs, beside what would run in its place, the worst first. A private service that runs already shows what starts:
 * where it is as it would be, its legacy one only shows what there would be less of.
 */
export function taskDifferences(
  running: readonly RunningDefinition[],
  wanted: readonly WantedTask[],
): TaskDifference[] {
  const all = wanted.flatMap((task) => {
    const own = running.filter(({ service }) => service === task.service);
    const shown = own.find(({ isLegacy, runs }) => !isLegacy && runs);
    const legacy = own.find(({ isLegacy }) => isLegacy);
    if (shown === undefined) return between(legacy ?? own[0], task);
    const found = between(shown, task);
    if (legacy?.runs !== true || legacy.taskDefinition === shown.taskDefinition) return found;
    const known = found.map(({ field }) => field);
    const before = between(legacy, task).filter(({ field }) => !known.includes(field));
    return [...found, ...before.flatMap(afterTheMove)];
  });
  return all.sort((a, b) => MEANINGS.indexOf(a.meaning) - MEANINGS.indexOf(b.meaning));
}

function between(running: RunningDefinition | undefined, { service, stack, address, definition }: WantedTask) {
  if (running === undefined) return [];
  const { ecsService, taskDefinition } = running;
  const at = { service, stack, address, ecsService, taskDefinition };
  return judgedDifferences(running.definition, definition).map((difference): TaskDifference => ({
    ...at,
    ...difference,
    // JSON has no word for it.
    wanted: difference.wanted === UNKNOWN ? KNOWN_AFTER_APPLY : difference.wanted,
  }));
}

/** What a legacy service has and its private one runs without: it is no reason not to start. */
function afterTheMove({ why, ...difference }: TaskDifference): TaskDifference[] {
  if (why !== undefined) return [{ ...difference, meaning: difference.wanted === undefined ? "dropped" : "changed" }];
  return difference.meaning === "less" || difference.meaning === "dropped" ? [difference] : [];
}

/**
 * What could keep tasks from starting, of services that Terraform does not manage yet: they are adopted only when they would
 * come up again. What is managed has been adopted, and is changed on purpose.
 */
export function startProblems(
  environment: string,
  differences: readonly TaskDifference[],
  managed: ReadonlyMap<string, ReadonlySet<string> | undefined>,
): Unsettled[] {
  return differences.flatMap(({ meaning, why = "", ...difference }) => {
    const { stack, address, service, ecsService, taskDefinition, field } = difference;
    if (meaning !== "would not start" || managed.get(stack)?.has(address) === true) return [];
    const message =
      `would not start: ${field} ${showChange(difference)} (${taskDefinition}): ${why}. Correct ${service} in ` +
      `src/environments/${environment}.ts or catalogue.ts, or show that it starts: register a revision that is so ` +
      `(aws ecs register-task-definition), let ${ecsService} run it, and discover again.`;
    return [{ stack, address, message }];
  });
}

/** A change as it is shown: values that are long, such as a whole side container, by their start. */
export function showChange({ is, wanted }: Pick<TaskDifference, "is" | "wanted">): string {
  return `${showField(is)} -> ${showField(wanted)}`;
}

/** The longest value that is shown whole. */
const LONGEST = 120;

function showField(value: unknown): string {
  if (value === undefined) return "(none)";
  if (value === KNOWN_AFTER_APPLY) return KNOWN_AFTER_APPLY;
  const text = typeof value === "string" ? `'${value}'` : JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
