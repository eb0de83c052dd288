import type { Environment } from "./environment";

/** The tags that everything of a stack is given. Somebody else's things have none of them, or others. */
export function projectTags({ name, owner, costCenter }: Pick<Environment, "name" | "owner" | "costCenter">) {
  return { Project: "Kelmah", Env: name, Owner: owner, CostCenter: costCenter };
}
