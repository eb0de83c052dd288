import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory } from "../../helpers/directories";
import { mayDo, type PolicyJson } from "../../helpers/iam";

const read = (file: string) => readFileSync(join(projectDirectory, file), "utf8");

/** The prefix of each client's actions in IAM policies, by the client's package. */
const IAM_PREFIX: Readonly<Record<string, string>> = {
  "application-auto-scaling": "application-autoscaling",
  "cloudwatch-logs": "logs",
  ec2: "ec2",
  ecr: "ecr",
  ecs: "ecs",
  iam: "iam",
  "elastic-load-balancing-v2": "elasticloadbalancing",
  "secrets-manager": "secretsmanager",
  ssm: "ssm",
  sts: "sts",
};

/** The actions of the commands that a file has from the AWS SDK. */
function actionsOf(file: string): string[] {
  const imports = /import (?!type)\{([^}]*)\} from "@aws-sdk\/client-([\w-]+)"/g;
  return [...read(file).matchAll(imports)].flatMap(([, names = "", client = ""]) =>
    names.split(",").flatMap((name) => {
      const [, paginated, command] = /^\s*(?:paginate(\w+)|(\w+)Command)\s*$/.exec(name) ?? [];
      const action = paginated ?? command;
      return action === undefined ? [] : [`${IAM_PREFIX[client] ?? client}:${action}`];
    }),
  );
}

const folder = "src/ops/verify/fetch";
/** What reads secrets only to look at their shapes has a policy of its own. */
const ofSecrets = `${folder}/secret-shapes.ts`;
const fetching = readdirSync(join(projectDirectory, folder)).map((file) => `${folder}/${file}`);
const asked = [...fetching.filter((file) => file !== ofSecrets), "src/ops/account.ts"];

type Policy = PolicyJson & { readonly Statement: readonly { readonly Action: string | readonly string[] }[] };

const policy = JSON.parse(read("docs/verify-policy.json")) as Policy;
const secretsPolicy = JSON.parse(read("docs/verify-secrets-policy.json")) as Policy;

test("the policy allows what verify asks for, and to decrypt what it may read", () => {
  const actions = new Set(asked.flatMap(actionsOf));
  expect(actions.size).toBeGreaterThan(15);
  const allowed = policy.Statement.flatMap(({ Action }) => Action);
  expect([...allowed].sort()).toEqual([...actions, "kms:Decrypt"].sort());
});

test("the policy beside it allows what --check-secrets asks for, which the other one does not", () => {
  const actions = actionsOf(ofSecrets);
  expect(actions).toHaveLength(2);
  const allowed = secretsPolicy.Statement.flatMap(({ Action }) => Action);
  expect([...allowed].sort()).toEqual([...actions, "kms:Decrypt"].sort());
  expect(policy.Statement.flatMap(({ Action }) => Action)).not.toEqual(expect.arrayContaining(actions));
});

test.each([
  ["ssm:GetParameter", "parameter/kelmah/prod/JWT_SECRET", true],
  ["ssm:GetParameter", "parameter/other/JWT_SECRET", false],
  ["secretsmanager:GetSecretValue", "secret:kelmah/prod/JWT_SECRET-a1b2c3", true],
  ["secretsmanager:GetSecretValue", "secret:other/JWT_SECRET-a1b2c3", false],
])("it lets %s read %s: %s", async (action, name, expected) => {
  const [service = ""] = action.split(":");
  const resource = `arn:aws:${service}:eu-north-1:992350137489:${name}`;
  expect(await mayDo("arn:aws:iam::992350137489:role/verify", [secretsPolicy], { action, resource })).toBe(expected);
});

test.each([
  [policy, "ssm.eu-north-1.amazonaws.com", "alias/kelmah-secrets-prod", true],
  [policy, "secretsmanager.eu-north-1.amazonaws.com", "alias/kelmah-secrets-prod", false],
  [policy, "ssm.eu-north-1.amazonaws.com", "alias/other", false],
  [secretsPolicy, "secretsmanager.eu-north-1.amazonaws.com", "alias/kelmah-secrets-prod", true],
  [secretsPolicy, "secretsmanager.eu-north-1.amazonaws.com", "alias/other", false],
])("%# opens a key for %s under %s: %s", async (of, via, alias, expected) => {
  const account = "992350137489";
  const decrypt = {
    action: "kms:Decrypt",
    resource: `arn:aws:kms:eu-north-1:${account}:key/01234567-0123-0123-0123-0123456789ab`,
    context: { "kms:ViaService": via, "kms:ResourceAliases": [alias] },
    // A key's own policy that leaves it to the account's.
    resourcePolicy: {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
      ],
    },
  };
  expect(await mayDo(`arn:aws:iam::${account}:role/verify`, [of], decrypt)).toBe(expected);
});
