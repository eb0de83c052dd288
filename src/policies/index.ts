import { accountAndTags } from "./account";
import { boundedRoles } from "./bounded-roles";
import { deploymentTrust } from "./deployment-trust";
import { desiredCounts } from "./desired-counts";
import { ecsExec } from "./ecs-exec";
import { exactSecrets } from "./exact-secrets";
import { imagesByDigest } from "./images";
import { loadBalancerProtocols } from "./load-balancer-protocols";
import { narrowNetworks } from "./narrow-networks";
import { type Policy, PolicyError, type StackUnderReview } from "./policy";
import { privateServices } from "./private-services";
import { protectedResources } from "./protected-resources";
import { publicLoadBalancers } from "./public-load-balancers";
import { repositories } from "./repositories";
import { secrets } from "./secrets";

/** Every policy that a stack must keep. */
export const POLICIES: readonly Policy[] = [
  accountAndTags,
  boundedRoles,
  deploymentTrust,
  desiredCounts,
  ecsExec,
  exactSecrets,
  imagesByDigest,
  loadBalancerProtocols,
  narrowNetworks,
  privateServices,
  protectedResources,
  publicLoadBalancers,
  repositories,
  secrets,
];

/**
 * Refuses stacks that break a policy.
 *
 * @throws PolicyError with every breach in every stack.
 */
export function enforce(stacks: readonly StackUnderReview[], policies: readonly Policy[] = POLICIES): void {
  const lines = stacks.flatMap((stack) =>
    policies.flatMap(({ name, check }) =>
      check(stack).map(({ address, message }) => `  ${stack.name} ${address}: ${message} [${name}]`),
    ),
  );
  if (lines.length > 0) {
    throw new PolicyError(
      `The stacks break ${lines.length} of the policies in src/policies/:\n${lines.join("\n")}\n\nNothing was written.`,
    );
  }
}
