import { commandsOf } from "../commands";
import type { Expected } from "../expected";
import type { Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";

/** Minutes after which a log group counts as silent: AWS tells of new entries up to an hour late. */
export const SILENT_AFTER = 120;

/** Minutes since a log group's newest entry. */
export function logAge(newest: number, at: number): number {
  return Math.max(0, Math.floor((at - newest) / 60_000));
}

/** Whether log groups are there, and receive while anything runs. Silence is a warning: some services have little to say. */
export function logFindings(expected: Expected, { logs, services, at }: Facts): Finding[] {
  const commands = commandsOf(expected);
  return [...expected.services, expected.gateway].flatMap(({ name, logGroup, service, legacy }): Finding[] => {
    const make = findingsOf("logs", name);
    const answer = logs.get(logGroup);
    if (answer === undefined) return [];
    if (!answer.known) {
      return [make.unknown("log-unknown", `log group ${logGroup}`, answer.failure)];
    }
    const { there, newest } = answer.value;
    if (!there) {
      const why = "tasks that log there do not start";
      return [make.wrong("log-group-missing", { what: `there is no log group ${logGroup}`, why, ...commands.apply })];
    }
    const running = [service, legacy?.service ?? ""].some(
      (ecs) => services.known && (services.value.services.get(ecs)?.runningCount ?? 0) > 0,
    );
    if (!running || (newest !== undefined && logAge(newest, at) < SILENT_AFTER)) return [];
    const since = newest === undefined ? "yet" : `for ${SILENT_AFTER / 60} hours`;
    const what = `${name} runs, and nothing has come to ${logGroup} ${since}`;
    return [make.warning("log-silent", { what, next: [commands.logs(logGroup)], passes: true })];
  });
}
