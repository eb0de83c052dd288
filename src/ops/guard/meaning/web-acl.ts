import { canonical } from "../differences";
import { listOf, objectOf } from "../plan";

/** The rules of a web ACL that another list has not, whatever their priorities. */
export function lostRules(before: unknown, after: unknown): unknown[] {
  const rules = (value: unknown) => listOf(value).map((rule) => canonical({ ...objectOf(rule), priority: 0 }));
  const now = rules(after);
  return rules(before).filter((rule) => !now.includes(rule));
}
