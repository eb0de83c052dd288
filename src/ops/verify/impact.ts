import type { Expected } from "./expected";
import type { Facts } from "./facts";
import { type Finding, GROUPS } from "./finding";
import { calledAt } from "./checks/gateway";

/** The findings in the order in which they are wanted at night, each with who is cut off by it. */
export function inOrder(expected: Expected, facts: Facts, findings: readonly Finding[]): Finding[] {
  const all = findings.map((finding) => withImpact(expected, facts, finding));
  return all.sort((a, b) => rank(a) - rank(b));
}

/** By group, and in a group what is wrong before what is only worth a look. */
function rank({ group, severity }: Finding): number {
  return GROUPS.indexOf(group) * 2 + (severity === "warning" ? 1 : 0);
}

/** What does not work cuts somebody off only where it is called: by the gateway as it runs now, whatever the phase says. */
function withImpact(expected: Expected, facts: Facts, finding: Finding): Finding {
  const who = finding.cutsOff ?? cutOff(expected, facts, finding);
  return who === undefined ? finding : { ...finding, group: "down", cutsOff: who };
}

function cutOff(expected: Expected, facts: Facts, { stops, subject, severity }: Finding): string | undefined {
  if (stops === undefined || severity !== "wrong") return undefined;
  if (stops === "gateway") {
    return subject === "canary" ? "the callers that the canary gets" : "everybody who calls the gateway";
  }
  const kind = stops === "legacy" ? "legacy" : "private";
  const names = expected.services.map(({ name }) => name);
  const meant = names.includes(subject) ? [subject] : names;
  const called = meant.filter((name) => calledAt(expected, facts, name) === kind);
  if (called.length === 0) return undefined;
  return called.length === names.length && called.length > 1
    ? "calls to every service"
    : `calls to ${called.join(", ")}`;
}
