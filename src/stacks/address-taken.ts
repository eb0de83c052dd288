import type { Environment } from "../model/environment";
import { addressPart } from "../model/phase";
import { InvalidEnvironmentError, quote } from "../model/problem";

/** Thrown when two elements of a stack would be at one Terraform address: Terraform JSON would silently keep one of them. */
export class AddressTakenError extends Error {
  override readonly name = "AddressTakenError";

  /**
   * @param paths of the two elements in the tree of constructs.
   */
  constructor(
    readonly address: string,
    readonly paths: readonly [string, string],
  ) {
    super(`${paths.join(" and ")} would both be ${address}: rename one.`);
  }
}

/** The service whose construct, or whose legacy service's, is on the way to an element. */
function serviceAt(path: string, { services }: Environment): string | undefined {
  const [, part, legacyPart] = /\/(?:Services\/([^/]+)|LegacyServices\/([^/]+)_legacy)\//.exec(path) ?? [];
  return Object.keys(services).find((name) => addressPart(name) === (part ?? legacyPart));
}

/**
 * Does something with an environment's stacks.
 *
 * @throws InvalidEnvironmentError instead of an {@link AddressTakenError} that a service's name has led to. Any other is a
 * mistake in this project, and stays what it is.
 */
export function namingServices<T>(environment: Environment, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof AddressTakenError)) throw error;
    const [name, other] = error.paths
      .flatMap((path) => serviceAt(path, environment) ?? [])
      .sort((one, two) => two.length - one.length);
    if (name === undefined) throw error;
    const whose = other === undefined ? "a part of the platform" : `a part of the service ${quote(other)}`;
    const message = `Terraform would call it what it calls ${whose} (${error.address}): call it something else`;
    throw new InvalidEnvironmentError(new Map([[environment.name, [{ field: `services.${name}.name`, message }]]]), {
      cause: error,
    });
  }
}
