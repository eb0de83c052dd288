import { configurationOnly } from "../configuration-only";
import { attributeOf, type Difference, differencesOf, isTag, showDifference } from "../differences";
import type { Context, Finding, Rule } from "../finding";
import type { ResourceChange } from "../plan";
import { mayDiffer, protection } from "../protected";
import { expiring } from "./lifecycle-policies";

/** Attributes of a legacy service that decide what runs: adopting it must leave that alone. */
const LEGACY = /^aws_ecs_service\..*_legacy$/;

/** Why a difference in an imported resource is in order, or `undefined` when it is not. */
export function explanation({ address, type }: ResourceChange, difference: Difference): string | undefined {
  if (isTag(difference)) return "tags";
  if (configurationOnly(type, difference) !== undefined) return "only in the configuration";
  if (type === "aws_ecs_service" && !LEGACY.test(address)) return "a service moves on in place";
  return undefined;
}

/** Whether a plan changes a resource that it imports. */
function isImportedAndChanged({ change }: ResourceChange): boolean {
  return change.importing !== undefined && change.actions.includes("update");
}

/** What is imported stays as it is in AWS, but for tags and for services, which take new tasks in place. */
export const changes: Rule = (plan, context: Context) => {
  const { resource_changes: resources } = plan;
  const unexplained = resources
    .filter(isImportedAndChanged)
    .map((resource) => {
      // What is protected has a rule of its own, but for what may change there.
      const shield = protection(resource, context);
      const differences = differencesOf(resource).filter(
        (difference) =>
          explanation(resource, difference) === undefined && (shield === undefined || mayDiffer(shield, difference)),
      );
      return { address: resource.address, differences };
    })
    .filter(({ differences }) => differences.length > 0);
  const addresses = [...unexplained, ...expiring(plan)].map(({ address }) => address);
  return [
    ...unexplained
      .filter(({ address }) => !context.accepted.includes(address))
      .map(({ address, differences }): Finding => {
        const list = differences.map(showDifference).join(", ");
        const attributes = [...new Set(differences.map(attributeOf))].join(", ");
        return {
          kind: "change",
          address,
          message: `is imported and would change: ${list}. Describe it as it is, or accept ${attributes} with --accept ${address}`,
        };
      }),
    ...context.accepted
      .filter((address) => !addresses.includes(address))
      .map((address): Finding => ({
        kind: "accepted",
        address,
        message: "is accepted with --accept, and the plan changes nothing there that needs it: leave it out",
      })),
  ];
};
