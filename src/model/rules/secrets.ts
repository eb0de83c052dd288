import { type Environment, secretsOf } from "../environment";
import { type Problem, quote } from "../problem";

/** Where secrets are kept, and how often their key is rotated. */
export function secretsProblems(environment: Environment): Problem[] {
  const { stores = {}, inBothStores = [], key } = environment.secrets ?? {};
  const known = secretsOf(environment);
  const unknown = (field: string, secret: string): Problem[] =>
    known.includes(secret)
      ? []
      : [{ field, message: `${quote(secret)} is a secret of no service: take it out, or name it in a service's 'secrets'` }]; // prettier-ignore
  const days = key?.rotationDays;
  return [
    ...Object.keys(stores).flatMap((secret) => unknown(`secrets.stores.${secret}`, secret)),
    ...inBothStores.flatMap((secret, index) => [
      ...unknown(`secrets.inBothStores[${index}]`, secret),
      ...(inBothStores.indexOf(secret) === index
        ? []
        : [{ field: `secrets.inBothStores[${index}]`, message: `${quote(secret)} is listed twice: keep one` }]),
    ]),
    // KMS API reference, EnableKeyRotation.
    ...(days !== undefined && (!Number.isInteger(days) || days < 90 || days > 2560)
      ? [{ field: "secrets.key.rotationDays", message: `${days} is not possible: KMS rotates every 90 to 2560 days, in whole days` }] // prettier-ignore
      : []),
  ];
}
