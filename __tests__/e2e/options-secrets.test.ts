import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ECSClient, DescribeTaskDefinitionCommand, DescribeServicesCommand } from "@aws-sdk/client-ecs";
import { SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { SSMClient, GetParameterCommand } from "@aws-sdk/client-ssm";
import type { Environment } from "../../src/model/environment";
import { guard } from "../../src/ops/guard/guard";
import { parsePlan } from "../../src/ops/guard/plan";
import { fetchSecret } from "../../src/ops/verify/fetch/secrets";
import { projectDirectory } from "../helpers/directories";
import { clientConfig } from "../helpers/emulator";
import { optionExample, OptionPlatform } from "../helpers/option-platform";
import { describeEndToEnd } from "../helpers/prerequisites";

/** The commands of docs/options.md, "Secrets", in their order. */
const COMMANDS = [
  "aws ssm put-parameter",
  "aws secretsmanager put-secret-value",
  "aws ecs update-service",
  "aws ecs wait",
  "terraform state rm",
] as const;

type Command = (typeof COMMANDS)[number];

function documented(beginning: Command): string {
  const section = readFileSync(join(projectDirectory, "docs/options.md"), "utf8").split(/^(?=## )/m);
  const [, block = ""] =
    /```sh\n([\s\S]*?)```/.exec(section.find((part) => part.startsWith("## Secrets\n")) ?? "") ?? [];
  const commands = block.trim().split("\n");
  expect(commands).toHaveLength(COMMANDS.length);
  const command = commands.find((line) => line.startsWith(beginning));
  if (command === undefined) throw new Error(`docs/options.md has no command ${beginning}`);
  // The example's environment is called test.
  return command.replaceAll("/dev/", "/test/").replaceAll("-dev", "-test");
}

const OLD = "an-old-value-that-must-not-leak";
const NEW = "a-new-value-that-must-not-leak";
const SECRET = "kelmah/test/JWT_SECRET";

describeEndToEnd("secrets in Secrets Manager", ["emulator", "terraform"], () => {
  let platform: OptionPlatform;
  let config: ReturnType<typeof clientConfig>;

  beforeAll(async () => {
    platform = await OptionPlatform.start();
    config = clientConfig(platform.emulator);
  });

  afterAll(async () => {
    await platform.stop();
  });

  /** Types a command of the document, with a value for its variable. */
  async function type(command: string, value: string, cwd?: string): Promise<void> {
    const env = { ...process.env, ...platform.emulator.environment, JWT_SECRET: value };
    await promisify(execFile)("bash", ["-c", command], { env, ...(cwd !== undefined && { cwd }) });
  }

  const withSecrets = (secrets: Environment["secrets"]): Environment => ({
    ...optionExample(),
    ...(secrets && { secrets }),
  });

  /** Where the running tasks of auth read JWT_SECRET from. */
  async function readFrom(): Promise<string | undefined> {
    const client = new ECSClient(config);
    const { services = [] } = await client.send(
      new DescribeServicesCommand({ cluster: "kelmah-test", services: ["kelmah-auth-test"] }),
    );
    const { taskDefinition } = await client.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: services[0]?.taskDefinition }),
    );
    return taskDefinition?.containerDefinitions?.[0]?.secrets?.find(({ name }) => name === "JWT_SECRET")?.valueFrom;
  }

  const managed = new RegExp(`:secretsmanager:eu-north-1:\\d+:secret:${SECRET}-\\w{6}$`);

  test("a secret moves there and back, is rotated as the document says, and its value is in no state and no plan", async () => {
    await platform.apply(withSecrets(undefined));
    await type(documented("aws ssm put-parameter"), OLD);
    expect(await readFrom()).toContain(":parameter/kelmah/test/JWT_SECRET");
    const manager = new SecretsManagerClient(config);
    expect(await fetchSecret(manager, SECRET)).toBe("missing");

    // In both stores, under a key: made, and read by nobody.
    const key = { rotationDays: 180 };
    const both = withSecrets({ inBothStores: ["JWT_SECRET"], key });
    const made = await platform.applyPart(both, "services");
    expect(
      made.changes
        .filter(({ address, action }) => action === "create" && !address.includes("task_definition"))
        .map(({ address }) => address)
        .sort(),
    ).toEqual(["aws_kms_alias.secrets", "aws_kms_key.secrets", "aws_secretsmanager_secret.jwt_secret"]);
    expect(made.counts.destroy).toBe(0);
    expect(await readFrom()).toContain(":parameter/kelmah/test/JWT_SECRET");
    const parameter = await new SSMClient(config).send(
      new GetParameterCommand({ Name: "/kelmah/test/JWT_SECRET", WithDecryption: true }),
    );
    expect(parameter.Parameter?.Value).toBe(OLD);
    expect(await fetchSecret(manager, SECRET)).toBe("empty");
    await type(documented("aws secretsmanager put-secret-value"), OLD);
    expect(await fetchSecret(manager, SECRET)).toBe("set");

    // Read from there: the services that read it roll over, and the parameter stays.
    const moved = withSecrets({ inBothStores: ["JWT_SECRET"], stores: { JWT_SECRET: "secretsmanager" }, key });
    const rolled = await platform.applyPart(moved, "services");
    expect(
      Object.keys(
        Object.fromEntries(rolled.changes.filter(({ action }) => action !== "read").map(({ address }) => [address, 1])),
      ).sort(),
    ).toEqual([
      "aws_ecs_service.auth",
      "aws_ecs_service.gateway",
      "aws_ecs_task_definition.auth",
      "aws_ecs_task_definition.gateway",
      "aws_iam_role_policy.auth_execution",
      "aws_iam_role_policy.gateway_execution",
    ]);
    expect(await readFrom()).toMatch(managed);
    for (const format of ["json", "hcl"] as const) {
      expect(await platform.plan(moved, "services", format)).toMatchObject({ changed: false, changes: [] });
    }

    // Rotated.
    await type(documented("aws secretsmanager put-secret-value"), NEW);
    await type(documented("aws ecs update-service"), NEW);
    await type(documented("aws ecs wait"), NEW);
    const versions = await Promise.all(
      ["AWSCURRENT", "AWSPREVIOUS"].map((VersionStage) =>
        manager.send(new GetSecretValueCommand({ SecretId: SECRET, VersionStage })),
      ),
    );
    expect(versions.map(({ SecretString }) => SecretString)).toEqual([NEW, OLD]);
    const terraform = await platform.terraform(moved, "services");
    expect(await terraform.plan({ out: "plan" })).toMatchObject({ changed: false });
    // The old parameter's value is in the state as the provider's own read of a write-only value leaves it: empty.
    const plan = JSON.stringify(await terraform.show("plan"));
    expect(plan).not.toContain(NEW);
    expect(plan).not.toContain(OLD);

    // The old parameter is no plan's to destroy: Terraform forgets it, and then has nothing to do.
    const done = withSecrets({ stores: { JWT_SECRET: "secretsmanager" }, key });
    const last = await platform.terraform(done, "services");
    await last.plan({ out: "plan" });
    const { findings } = guard(parsePlan(JSON.stringify(await last.show("plan"))), { environment: done, accepted: [] });
    expect(findings.map(({ address }) => address)).toEqual(["aws_ssm_parameter.jwt_secret"]);
    await type(documented("terraform state rm"), NEW, last.directory);
    expect(await platform.plan(done, "services")).toMatchObject({ changed: false, changes: [] });
    expect(await platform.emulator.unimplemented()).toEqual([]);
  });
});
