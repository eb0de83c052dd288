import type { Environment } from "./environment";
import type { EcsExec } from "./options";

/** ECS Exec where it is on; `enabled: false` turns off what was on. */
export function activeEcsExec({ ecsExec }: Pick<Environment, "ecsExec">): EcsExec | undefined {
  return ecsExec?.enabled === false ? undefined : ecsExec;
}
