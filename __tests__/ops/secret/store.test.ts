import type { Environment } from "../../../src/model/environment";
import type { Clients } from "../../../src/ops/aws/clients";
import { explainCall, placesOf, setValue, checkPlaces } from "../../../src/ops/secret/store";
import { renderSet } from "../../../src/ops/secret/report";
import { example } from "../../helpers/example";

const VALUE = "s3cret-that-must-not-leak";
const parameter = { store: "ssm", name: "/kelmah/test/JWT_SECRET" } as const;
const managed = { store: "secretsmanager", name: "kelmah/test/JWT_SECRET" } as const;

/** Clients that answer every call with what is given, and keep what was sent. */
function clients(answer: object | Error) {
  const sent: object[] = [];
  const send = ({ input }: { readonly input: object }) => {
    sent.push(input);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { sent, clients: { ssm: { send }, secretsManager: { send } } as unknown as Clients };
}

test.each<[string, Environment["secrets"], ReturnType<typeof placesOf>]>([
  ["in Parameter Store", undefined, [parameter]],
  ["in Parameter Store under the environment's key", { key: {} }, [{ ...parameter, keyId: "alias/kelmah-secrets-test" }]],
  ["in Secrets Manager", { stores: { JWT_SECRET: "secretsmanager" } }, [managed]],
  ["in both, while it moves", { inBothStores: ["JWT_SECRET"] }, [parameter, managed]],
])("a secret is kept %s", (_, secrets, places) => {
  expect(placesOf({ ...example(), ...(secrets && { secrets }) }, "JWT_SECRET")).toEqual(places);
}); // prettier-ignore

test("a parameter is set as a secret under its key, and what is new is known by its version", async () => {
  const { sent, clients: stores } = clients({ Version: 1 });
  const keyed = { ...parameter, keyId: "alias/x" };
  expect(await setValue(stores, keyed, VALUE)).toEqual({ place: keyed, isNew: true });
  expect(sent).toEqual([
    { Name: parameter.name, Type: "SecureString", Value: VALUE, Overwrite: true, KeyId: "alias/x" },
  ]);
  expect(await setValue(clients({ Version: 2 }).clients, parameter, VALUE)).toEqual({ place: parameter, isNew: false });
  expect(await setValue(clients({}).clients, managed, VALUE)).toEqual({ place: managed, isNew: false });
});

test("a value that AWS says back is not repeated", async () => {
  const { clients: stores } = clients(new Error(`Value '${VALUE}' at 'value' failed to satisfy constraint`));
  await expect(setValue(stores, parameter, VALUE)).rejects.toThrow(
    "AWS refuses to set /kelmah/test/JWT_SECRET, with words that hold the value. Nothing was set there.",
  );
});

test("a secret that Terraform has not made, or that is being deleted, is no place for a value", async () => {
  const missing = Object.assign(new Error("no"), { name: "ResourceNotFoundException" });
  await expect(checkPlaces(clients(missing).clients, [managed])).rejects.toThrow(
    /^There is no kelmah\/test\/JWT_SECRET in Secrets Manager yet: .* Plan and apply first/,
  );
  await expect(checkPlaces(clients({ DeletedDate: new Date() }).clients, [parameter, managed])).rejects.toThrow(
    "aws secretsmanager restore-secret --secret-id kelmah/test/JWT_SECRET",
  );
  await expect(checkPlaces(clients({}).clients, [managed])).resolves.toBeUndefined();
});

test("a permission that lacks is named", () => {
  const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
  const call = { action: "ssm:PutParameter", deadlineSeconds: 60 };
  expect(explainCall(denied, call).message).toMatch(/^AWS denies ssm:PutParameter to these credentials\. /);
  expect(explainCall(new Error("odd"), call).message).toBe(
    "AWS refuses ssm:PutParameter (Error: odd). Nothing was set there.",
  );
});

describe("what is said afterwards", () => {
  const said = (environment: Environment, isNew = false, secret = "JWT_SECRET") =>
    renderSet(environment, secret, { set: [{ place: parameter, isNew }], notes: ["A note."] });

  test("which services to start again, as verify would have them", () => {
    expect(said(example())).toBe(`/kelmah/test/JWT_SECRET is set in Parameter Store.
A note.

Next: tasks read their secrets only when they start. Start those that read it again, and see that they come up:
  aws ecs update-service --cluster kelmah-test --service kelmah-auth-test --force-new-deployment --region eu-north-1
  aws ecs update-service --cluster kelmah-test --service kelmah-gateway-test --force-new-deployment --region eu-north-1
  npm run verify -- --env test --wait 10m`);
  });

  test("that nothing runs which reads it", () => {
    expect(said({ ...example(), desiredCount: 0 })).toMatch(/\nNext: nothing that reads it is to run now; .*$/);
  });

  test("that a new one is recorded before the next plan, unless it is recorded", () => {
    expect(said(example(), true)).toMatch(/\n {2}npm run discover -- --env test --write$/);
    const recorded = { ...example(), inventory: { ...example().inventory, existingParameters: ["JWT_SECRET"] } };
    expect(said(recorded, true)).toContain("--force-new-deployment");
  });
});
