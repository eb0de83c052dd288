import type { TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ForeignTarget } from "../../foreign-targets";
import { type Expected, everyService } from "../expected";
import type { Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";

/** The targets of a group that are no task of the environment's, as far as that is known. */
export function foreignIn({ foreignTargets }: Facts, targetGroup: string): readonly ForeignTarget[] {
  return (foreignTargets?.known === true ? foreignTargets.value.get(targetGroup) : undefined) ?? [];
}

/** The targets of a group that are tasks of the environment's: whether others are healthy says nothing of ours. */
export function ownTargets(
  facts: Facts,
  targetGroup: string,
  targets: readonly TargetHealthDescription[],
): readonly TargetHealthDescription[] {
  const foreign = foreignIn(facts, targetGroup).map(({ address }) => address);
  return targets.filter(({ Target }) => !foreign.includes(Target?.Id ?? ""));
}

/** Whoever else is in our target groups gets calls that are meant for ours. */
export function foreignTargetFindings(expected: Expected, facts: Facts): Finding[] {
  const { foreignTargets } = facts;
  if (foreignTargets?.known === false) {
    const make = findingsOf("targets", expected.environment);
    return [make.unknown("foreign-targets-unknown", "whose the targets are", foreignTargets.failure)];
  }
  return everyService(expected).flatMap(({ name, targetGroup = "", targetGroupBeside = "" }) =>
    [targetGroup, targetGroupBeside].flatMap((group): Finding[] => {
      const foreign = foreignIn(facts, group);
      if (foreign.length === 0) return [];
      const whose = foreign.map(({ address, of }) => `${address} (${of})`).join(", ");
      const what = `${group} has targets that are no tasks of ours, and get calls: ${whose}`;
      const next = ["Ask whose they are before anybody takes them out: this project changes none of them."];
      return [findingsOf("targets", name).warning("foreign-targets", { what, next })];
    }),
  );
}
