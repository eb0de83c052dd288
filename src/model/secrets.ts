// In which store each secret of an environment is.
import { type Environment, secretsOf } from "./environment";
import type { SecretStore } from "./options";

/** What a parameter holds that Terraform has made, until an operator has set its value. */
export const PENDING = "pending";

const UNSET = "Set its value with: ";

/** What a parameter or secret that Terraform makes says of itself. */
export function unsetDescription(environment: string, secret: string): string {
  return `${UNSET}npm run secret -- --env ${environment} ${secret}`;
}

/**
 * Whether a parameter still holds {@link PENDING}, without a look at its value: Terraform has made it, and it is at its first
 * version. One that a person made has no such description.
 */
export function isUnset({
  description = "",
  version,
}: {
  readonly description?: string | undefined;
  readonly version?: number | undefined;
}): boolean {
  return version === 1 && description.startsWith(UNSET);
}

type WithSecrets = Pick<Environment, "secrets">;

/** The store that tasks read a secret from. */
export function storeOf({ secrets }: WithSecrets, secret: string): SecretStore {
  const stores = secrets?.stores ?? {};
  return Object.hasOwn(stores, secret) ? (stores[secret] ?? "ssm") : "ssm";
}

/** The secrets that are in a store, whether tasks read them there or not. */
export function secretsIn(
  environment: WithSecrets & Pick<Environment, "services" | "gateway">,
  store: SecretStore,
): string[] {
  const both = environment.secrets?.inBothStores ?? [];
  return secretsOf(environment).filter((secret) => storeOf(environment, secret) === store || both.includes(secret));
}

/** The services that read a secret, by name, and `gateway` if it does; a canary reads what the gateway reads. */
export function readersOf({ services, gateway }: Pick<Environment, "services" | "gateway">, secret: string): string[] {
  const reading = Object.entries(services).filter(([, { secrets }]) => secrets.includes(secret));
  return [...reading.map(([name]) => name), ...(gateway.secrets.includes(secret) ? ["gateway"] : [])];
}

/** Days from one rotation of the secrets' key to the next, if nothing else is said: KMS's own default. */
export const DEFAULT_ROTATION_DAYS = 365;
