import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ECSClient, DescribeTaskDefinitionCommand, DescribeServicesCommand } from "@aws-sdk/client-ecs";
import { SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { SSMClient, GetParameterHistoryCommand } from "@aws-sdk/client-ssm";
import type { Environment } from "../../src/model/environment";
import { guard } from "../../src/ops/guard/guard";
import { parsePlan } from "../../src/ops/guard/plan";
import { createClients } from "../../src/ops/aws/clients";
import { checkPlaces, placesOf, setValue } from "../../src/ops/secret/store";
import { fetchParameters } from "../../src/ops/verify/fetch/parameters";
import { fetchSecret } from "../../src/ops/verify/fetch/secrets";
import { Documented } from "../helpers/documented";
import { clientConfig } from "../helpers/emulator";
import { optionExample, OptionPlatform } from "../helpers/option-platform";
import { describeEndToEnd } from "../helpers/prerequisites";

const [OLD, ROTATED, MOVED, NEW] = ["an-old", "a-rotated", "a-moved", "a-new"].map(
  (word) => `${word}-value-that-must-not-leak`,
) as [string, string, string, string];
const NAME = "PAYSTACK_SECRET_KEY";
const SECRET = `kelmah/test/${NAME}`;
const PARAMETER = `/kelmah/test/${NAME}`;

describeEndToEnd("secrets in both stores", ["emulator", "terraform"], () => {
  const document = new Documented("docs/options/secrets.md", "Move a secret", "Rotate a secret", "Leave the key");
  const forget = document.of("Move a secret");
  const [set = "", ...others] = document.of("Rotate a secret");
  const leaveKey = document.of("Leave the key");
  let platform: OptionPlatform;
  let config: ReturnType<typeof clientConfig>;

  beforeAll(async () => {
    platform = await OptionPlatform.start();
    config = clientConfig(platform.emulator);
  });

  afterAll(async () => {
    await platform.stop();
  });

  /** Types commands of the document, in a folder. */
  async function type(commands: readonly string[], cwd?: string): Promise<void> {
    const env = { ...process.env, ...platform.emulator.environment };
    const typed = commands.map((command) => document.type(command)).join("\n");
    // The example's environment is called test.
    const script = typed.replaceAll("/dev/", "/test/").replaceAll("-dev", "-test");
    await promisify(execFile)("bash", ["-e", "-c", script], { env, ...(cwd !== undefined && { cwd }) });
  }

  /** Rotates as the document says. Its first command knows the project's environments alone: here its engine does what it does. */
  async function rotateTo(value: string, environment: Environment): Promise<void> {
    expect(document.type(set)).toBe(`npm run secret -- --env dev ${NAME}`);
    const clients = createClients(config);
    const places = placesOf(environment, NAME);
    await checkPlaces(clients, places);
    for (const place of places) await setValue(clients, place, value);
    await type(others);
  }

  /** The example with the document's service, the one that reads the document's secret. */
  function withSecrets(secrets?: Environment["secrets"]): Environment {
    const environment = optionExample();
    environment.services.payment = {
      ...environment.services.user,
      port: 3004,
      image: { repository: "kelmah-payment-service", tag: "1.0.0" },
      secrets: [NAME],
    };
    return { ...environment, ...(secrets && { secrets }) };
  }

  /** What a plan would do, and what the guard has against it. */
  async function planned(environment: Environment) {
    const terraform = await platform.terraform(environment, "services");
    const { changes } = await terraform.plan({ out: "plan" });
    const plan = parsePlan(JSON.stringify(await terraform.show("plan")));
    const { findings } = guard(plan, { environment, accepted: [] });
    return {
      terraform,
      changes: changes.filter(({ action }) => action !== "read").map(({ address, action }) => `${action} ${address}`),
      refused: findings.map(({ kind, address = "" }) => `${kind} ${address}`),
    };
  }

  /** Where the running tasks of payment read the secret from. */
  async function readFrom(): Promise<string | undefined> {
    const client = new ECSClient(config);
    const { services = [] } = await client.send(
      new DescribeServicesCommand({ cluster: "kelmah-test", services: ["kelmah-payment-test"] }),
    );
    const { taskDefinition } = await client.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: services[0]?.taskDefinition }),
    );
    return taskDefinition?.containerDefinitions?.[0]?.secrets?.find(({ name }) => name === NAME)?.valueFrom;
  }

  /** The values that a parameter has had, and the key that it is under. */
  async function parameter() {
    const client = new SSMClient(config);
    const { Parameters = [] } = await client.send(
      new GetParameterHistoryCommand({ Name: PARAMETER, WithDecryption: true }),
    );
    const facts = await fetchParameters(client, "test", []);
    return { values: Parameters.map(({ Value }) => Value), key: facts.get(PARAMETER)?.keyId };
  }

  const managed = new RegExp(`:secretsmanager:eu-north-1:\\d+:secret:${SECRET}-\\w{6}$`);
  const stores = { [NAME]: "secretsmanager" } as const;
  const inBothStores = [NAME];
  const key = { rotationDays: 180 };

  test("a secret is rotated, moves, and leaves its key as the document says, and its value is in no state and no plan", async () => {
    // Rotated in Parameter Store.
    await platform.apply(withSecrets());
    await rotateTo(OLD, withSecrets());
    await rotateTo(ROTATED, withSecrets());
    expect(await parameter()).toEqual({ values: ["pending", OLD, ROTATED], key: "alias/aws/ssm" });
    expect(await readFrom()).toContain(`:parameter${PARAMETER}`);
    const manager = new SecretsManagerClient(config);
    expect(await fetchSecret(manager, SECRET)).toMatchObject({ state: "missing" });

    // Not in one step: tasks would read what nobody has set.
    expect((await planned(withSecrets({ stores }))).refused).toContain(
      "change aws_secretsmanager_secret.paystack_secret_key",
    );

    // In both stores, under a key: made, read by nobody, and its readers may read both.
    const made = await platform.applyPart(withSecrets({ inBothStores, key }), "services");
    const roles = ["auth", "gateway", "payment", "user"].map((name) => `aws_iam_role_policy.${name}_execution`);
    expect(
      made.changes.filter(({ action }) => action !== "read").map(({ address, action }) => `${action} ${address}`).sort(),
    ).toEqual([
      "create aws_kms_alias.secrets",
      "create aws_kms_key.secrets",
      "create aws_secretsmanager_secret.paystack_secret_key",
      ...roles.map((address) => `update ${address}`),
    ]); // prettier-ignore
    expect(await readFrom()).toContain(`:parameter${PARAMETER}`);
    expect(await fetchSecret(manager, SECRET)).toMatchObject({ state: "empty" });
    // The parameter changes its key with its value.
    expect((await parameter()).key).toBe("alias/aws/ssm");
    await rotateTo(MOVED, withSecrets({ inBothStores, key }));
    expect(await parameter()).toMatchObject({ key: "alias/kelmah-secrets-test" });
    expect(await fetchSecret(manager, SECRET)).toMatchObject({ state: "set" });

    // Read from there: the service that reads it rolls over, and the parameter stays.
    const moved = withSecrets({ inBothStores, stores, key });
    const step = await planned(moved);
    expect(step.refused).toEqual([]);
    expect(step.changes.sort()).toEqual([
      "replace aws_ecs_task_definition.payment",
      "update aws_ecs_service.payment",
    ]); // prettier-ignore
    await step.terraform.apply("plan");
    expect(await readFrom()).toMatch(managed);
    for (const format of ["json", "hcl"] as const) {
      expect(await platform.plan(moved, "services", format)).toMatchObject({ changed: false, changes: [] });
    }

    // Rotated in Secrets Manager.
    await rotateTo(NEW, withSecrets({ stores, key }));
    const versions = await Promise.all(
      ["AWSCURRENT", "AWSPREVIOUS"].map((VersionStage) =>
        manager.send(new GetSecretValueCommand({ SecretId: SECRET, VersionStage })),
      ),
    );
    expect(versions.map(({ SecretString }) => SecretString)).toEqual([NEW, MOVED]);
    const terraform = await platform.terraform(moved, "services");
    expect(await terraform.plan({ out: "plan" })).toMatchObject({ changed: false });
    // The old parameter's value is in the state as the provider's own read of a write-only value leaves it: empty.
    const plan = JSON.stringify(await terraform.show("plan"));
    for (const value of [OLD, ROTATED, MOVED, NEW]) expect(plan).not.toContain(value);

    // The old parameter is no plan's to destroy: Terraform forgets it, and then takes the right to read it away.
    const done = withSecrets({ stores, key });
    const last = await planned(done);
    expect(last.refused).toEqual(["destroy aws_ssm_parameter.paystack_secret_key"]);
    await type(forget, last.terraform.directory);
    const forgotten = await planned(done);
    expect(forgotten).toMatchObject({ changes: ["update aws_iam_role_policy.payment_execution"], refused: [] });
    await forgotten.terraform.apply("plan");

    // Nor is the key.
    const keyless = withSecrets({ stores });
    const left = await planned(keyless);
    expect(left.refused.sort()).toEqual(["destroy aws_kms_alias.secrets", "destroy aws_kms_key.secrets"]);
    await type(leaveKey, left.terraform.directory);
    const without = await planned(keyless);
    expect(without).toMatchObject({ refused: [] });
    expect(without.changes.sort()).toEqual(roles.map((address) => `update ${address}`));
    await without.terraform.apply("plan");
    expect(await platform.plan(keyless, "services")).toMatchObject({ changed: false, changes: [] });
    expect(await platform.emulator.unimplemented()).toEqual([]);
  });

  document.testThatAllAreTyped();
});
