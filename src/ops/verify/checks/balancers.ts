import { absence } from "../alive";
import { commandsOf } from "../commands";
import type { Expected } from "../expected";
import type { Facts } from "../facts";
import type { Finding } from "../finding";

/** Whether the gateway's tasks are in a target group that is none of this project's: every plan of the services reads it. */
export function isForeignGroup({ entrance, gateway }: Expected, targetGroup: string | undefined): boolean {
  const foreign = entrance === undefined ? gateway.targetGroup : gateway.targetGroupBeside;
  return targetGroup !== undefined && targetGroup === foreign;
}

/** What is said of a load balancer that is not there or does not work, and what mends that. */
export function missingBalancer(
  expected: Expected,
  facts: Pick<Facts, "notAlive">,
  name: string,
): Pick<Finding, "what"> & Partial<Pick<Finding, "next" | "apply" | "passes">> {
  const { words: what, found } = absence(facts, "load balancer", name);
  const commands = commandsOf(expected);
  if (found === undefined) return { what, ...commands.apply };
  const look = commands.balancerState(name);
  if (found.life === "coming") return { what, next: [look], passes: true };
  // Terraform finds it, and makes none in its place.
  const next = [look, "AWS makes none anew that has failed: mend what it says, or ask AWS's support."];
  return { what, next };
}
