import fc from "fast-check";
import { secretsIn, storeOf } from "../../../src/model/secrets";
import { secretsOf } from "../../../src/model/environment";
import { example, problemLines, testBreakages } from "../../helpers/example";

testBreakages([
  [
    "a store for what is no secret",
    (e) => (e.secrets = { stores: { JWT_SECRT: "secretsmanager" } }),
    "secrets.stores.JWT_SECRT: 'JWT_SECRT' is a secret of no service: take it out, or name it in a service's 'secrets'",
  ],
  [
    "both stores for what is no secret",
    (e) => (e.secrets = { inBothStores: ["TOKEN"] }),
    "secrets.inBothStores[0]: 'TOKEN' is a secret of no service: take it out, or name it in a service's 'secrets'",
  ],
  [
    "a secret that is in both stores twice",
    (e) => (e.secrets = { inBothStores: ["JWT_SECRET", "JWT_SECRET"] }),
    "secrets.inBothStores[1]: 'JWT_SECRET' is listed twice: keep one",
  ],
  ...[89, 2561, 90.5].map(
    (rotationDays) =>
      [
        `a key that is rotated every ${rotationDays} days`,
        (e: ReturnType<typeof example>) => (e.secrets = { key: { rotationDays } }),
        `secrets.key.rotationDays: ${rotationDays} is not possible: KMS rotates every 90 to 2560 days, in whole days`,
      ] as const,
  ),
  [
    "a store that there is not",
    (e) => (e.secrets = { stores: { JWT_SECRET: "vault" as "ssm" } }),
    "secrets.stores.JWT_SECRET: 'vault' is neither 'ssm' nor 'secretsmanager'",
  ],
]);

test("each secret is in the store that tasks read it from, and in the other only when it is to be in both", () => {
  const all = secretsOf(example());
  const store = fc.constantFrom("ssm" as const, "secretsmanager" as const);
  const stores = fc.dictionary(fc.constantFrom(...all), store);
  fc.assert(
    fc.property(stores, fc.subarray(all), (given, inBothStores) => {
      const environment = { ...example(), secrets: { stores: given, inBothStores } };
      expect(problemLines(environment)).toEqual([]);
      for (const secret of all) {
        const own = storeOf(environment, secret);
        expect(own).toBe(given[secret] ?? "ssm");
        const other = own === "ssm" ? "secretsmanager" : "ssm";
        expect(secretsIn(environment, own)).toContain(secret);
        expect(secretsIn(environment, other).includes(secret)).toBe(inBothStores.includes(secret));
      }
    }),
  );
});
