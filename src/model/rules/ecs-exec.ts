import type { Environment } from "../environment";
import { type Problem, quote } from "../problem";
import { retentionProblem } from "./retention";

/** Who may open a shell in a task, and how long what they did is kept. */
export function ecsExecProblems({ name, protected: isProtected, ecsExec }: Environment): Problem[] {
  if (ecsExec === undefined) return [];
  const { reason, sessionLogsRetentionDays: days } = ecsExec;
  return [
    ...(isProtected && ecsExec.enabled !== false && !reason?.trim()
      ? [{ field: "ecsExec", message: `(given): ${quote(name)} is protected: leave it out, or say in ecsExec.reason why shells are needed` }] // prettier-ignore
      : []),
    ...(days === undefined ? [] : retentionProblem("ecsExec.sessionLogsRetentionDays", days)),
  ];
}
