import { attributeOf, differencesOf, isTag } from "../differences";
import type { Concern, Weigher } from "./concern";

/** What keeps the states, and what locks them (src/constructs/state-storage.ts). */
const KEEPS: Readonly<Record<string, RegExp>> = { aws_dynamodb_table: /^locks$/ };

/** Whether a resource is where the states lie: it is asked about in every environment, and belongs to none. */
export function keepsStates({ type, name }: { readonly type: string; readonly name: string }): boolean {
  return type.startsWith("aws_s3_bucket") ? name !== "entrance_logs" : KEEPS[type]?.test(name) === true;
}

/** What changes where the states lie, whatever it is. */
export const stateStorage: Weigher = (resource) => {
  if (!keepsStates(resource) || !resource.change.actions.includes("update")) return [];
  const attributes = differencesOf(resource)
    .filter((difference) => !isTag(difference))
    .map(attributeOf);
  return [...new Set(attributes)].map((attribute): Concern => ({ attribute, message: `${attribute} of what keeps the states would change` })); // prettier-ignore
};
