import type { Finding, Rule } from "../finding";
import { deletes, objectOf } from "../plan";

const BALANCER = "aws_lb.entrance";
const DOMAIN = "aws_route53_record.entrance";

/** Where an environment is protected, the domain is pointed at an entrance that somebody has looked at. */
export const pointedDomain: Rule = ({ resource_changes: changes }, { environment }) => {
  const made = changes.filter(({ change }) => change.actions.includes("create")).map(({ address }) => address);
  if (environment?.protected !== true || !made.includes(BALANCER) || !made.includes(DOMAIN)) return [];
  const message = `would move callers to ${BALANCER} in the apply that makes it: apply gateway.entrance.certificate.pointDomain: false first, look, then point the domain`;
  return [{ kind: "change", address: DOMAIN, message }];
};

/**
 * AWS refuses to delete a load balancer that is protected from it, and does so when its listeners are gone already: whoever
 * calls it would be left with nothing, half-way.
 */
export const deletionProtection: Rule = ({ resource_changes: changes }) =>
  changes
    .filter(
      ({ type, change }) =>
        type === "aws_lb" && deletes(change) && objectOf(change.before).enable_deletion_protection === true,
    )
    .map(({ address }): Finding => {
      const how =
        address === BALANCER ? "apply gateway.entrance.deletionProtection: false first" : "turn that off first";
      const message = `is protected from deletion in AWS, which refuses it when the listeners are gone already: ${how}`;
      return { kind: "destroy", address, message };
    });
