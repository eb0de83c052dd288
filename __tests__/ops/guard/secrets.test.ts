import fc from "fast-check";
import { createColors } from "picocolors";
import { secrets } from "../../../src/ops/guard/rules/secrets";
import { looksSecret } from "../../../src/ops/guard/secret-values";
import { parsePlan } from "../../../src/ops/guard/plan";
import { renderVerdict } from "../../../src/ops/guard/render";
import { example } from "../../helpers/example";
import { judge, planJson, resource } from "./plans";

const URI = "mongodb+srv://kelmah:hunter2@kelmah.example.mongodb.net/kelmah";
const KEY = "sk_live_0123456789abcdef";
const colors = createColors(false);

function said(parts: Parameters<typeof judge>[0]): string[] {
  const verdict = judge(parts, { environment: example() });
  const text = JSON.stringify(verdict) + renderVerdict(verdict, colors);
  for (const secret of [URI, "hunter2", KEY, "correct horse"]) expect(text).not.toContain(secret);
  // What else these made-up resources would be asked about is another matter.
  const found = verdict.findings.filter(({ kind }) => kind === "secret");
  return found.map(({ kind, address, message }) => `${kind} ${address ?? ""} ${message}`);
}

/** What the rule says alone: of an address others say more. */
function findingsOf(parts: Parameters<typeof judge>[0]): string[] {
  const found = secrets(parsePlan(JSON.stringify(planJson(parts))), { environment: example(), accepted: [] });
  return found.map(({ kind, address, message }) => `${kind} ${address ?? ""} ${message}`);
}

const change = (before: unknown, after: unknown, more: object = {}) => ({
  actions: ["update"],
  before,
  after,
  ...more,
});
const connection = "looks like a credential: its value is a connection string with a password";
const named = "looks like a credential: its name says that it is a credential";
const containers = (name: string, value: string) => JSON.stringify([{ name: "auth", environment: [{ name, value }] }]);

test.each<[string, Parameters<typeof judge>[0], string]>([
  [
    "a value after",
    { resource_changes: [resource("aws_x.a", change({}, { url: URI }))] },
    `secret aws_x.a has a secret in its value after: url ${connection}`,
  ],
  [
    "a value before",
    { resource_changes: [resource("aws_x.a", change({ list: ["a", URI] }, {}))] },
    `secret aws_x.a has a secret in its value before: list[1] ${connection}`,
  ],
  [
    "a container's environment, by its value",
    { resource_changes: [resource("aws_x.a", change({}, { container_definitions: containers("DB", URI) }))] },
    `secret aws_x.a has a secret in its value after: container_definitions[0].environment[0].DB ${connection}`,
  ],
  [
    "a container's environment, by its name",
    { resource_changes: [resource("aws_x.a", change({ c: containers("JWT_SECRET", "correct horse") }, {}))] },
    `secret aws_x.a has a secret in its value before: c[0].environment[0].JWT_SECRET ${named}`,
  ],
  [
    "a parameter's value, whatever it is",
    { resource_changes: [resource("aws_ssm_parameter.a", change({ value: "correct horse" }, { value: "pending" }))] },
    "secret aws_ssm_parameter.a has a secret in its value before: value is the value of a secret",
  ],
  [
    "a parameter's value that is no secret by its type",
    { resource_changes: [resource("aws_ssm_parameter.a", change({}, { insecure_value: "correct horse" }))] },
    "secret aws_ssm_parameter.a has a secret in its value after: insecure_value is the value of a secret",
  ],
  [
    "what Terraform marks",
    {
      resource_changes: [
        resource("aws_x.a", change({ a: ["correct horse"] }, {}, { before_sensitive: { a: [true] } })),
      ],
    },
    "secret aws_x.a has a secret in its value before: a[0] is marked as sensitive by Terraform",
  ],
  [
    "all of what Terraform marks",
    {
      resource_changes: [
        resource("aws_x.a", change({}, { a: { b: '{"c":"correct horse"}' } }, { after_sensitive: true })),
      ],
    },
    "secret aws_x.a has a secret in its value after: a.b is marked as sensitive by Terraform",
  ],
  [
    "drift",
    { resource_drift: [resource("aws_x.a", change({}, { url: URI }))] },
    `secret aws_x.a has a secret in its drifted value after: url ${connection}`,
  ],
  [
    "a key of a map",
    { resource_changes: [resource("aws_x.a", change({}, { tags: { [KEY]: "a" } }))] },
    "secret aws_x.a has a secret in its value after: tags.key looks like a credential: its value has the shape of an issued key",
  ],
  [
    "an output",
    { output_changes: { db_password: change("correct horse", null) } },
    `secret output.db_password has a secret in its value before: db_password ${named}`,
  ],
  [
    "a variable",
    { variables: { jwt_secret: { value: "correct horse" } } },
    `secret var.jwt_secret has a secret in its value: jwt_secret ${named}`,
  ],
  [
    "the state",
    {
      prior_state: {
        values: {
          root_module: {
            child_modules: [{ resources: [{ address: "module.m.aws_x.a", type: "aws_x", values: { url: URI } }] }],
          },
        },
      },
    },
    `secret module.m.aws_x.a has a secret in its value in the state: url ${connection}`,
  ],
  [
    "an output in the state",
    { prior_state: { values: { outputs: { a: { value: "correct horse", sensitive: true } } } } },
    "secret output.a has a secret in its value in the state: a is marked as sensitive by Terraform",
  ],
  [
    "the configuration",
    {
      configuration: { provider_config: { aws: { expressions: { secret_key: { constant_value: "correct horse" } } } } },
    },
    `secret the configuration has a secret in its value: provider_config.aws.expressions.secret_key ${named}`,
  ],
])("finds a secret in %s", (_, parts, expected) => {
  expect(said(parts)).toEqual([expected]);
});

test.each<[string, Parameters<typeof judge>[0], string]>([
  [
    "a variable's name",
    { variables: { [KEY]: { value: "a" } } },
    "secret var.(not shown) has a secret in its value: key",
  ],
  ["an output's name", { output_changes: { [KEY]: change("a", "b") } }, "secret output.(not shown) has a secret in its value before: key"], // prettier-ignore
  [
    "a variable of a container",
    { resource_changes: [resource("aws_x.a", change({}, { c: containers(KEY, "on") }))] },
    "secret aws_x.a has a secret in its value after: c[0].environment[0].name",
  ],
  [
    "an address",
    { resource_changes: [resource(`aws_x.a["${KEY}"]`, change({}, { a: "b" }))] },
    "secret aws_x.(not shown) has a secret in its address: address",
  ],
])("finds a secret in %s, and shows none of it", (_, parts, expected) => {
  const found = findingsOf(parts);
  expect(found[0]).toContain(expected);
  expect(found.join()).not.toContain(KEY);
});

test.each<[string, object, string]>([
  ["the default of a variable", { root_module: { variables: { db_password: { default: "correct horse" } } } }, "variables.db_password.default"],
  ["an output's expression", { root_module: { outputs: { jwtSecret: { expression: { constant_value: "correct horse" } } } } }, "outputs.jwtSecret.expression"],
  ["a tag of an Auto Scaling group", { tag: [{ key: "API_KEY", value: "correct horse" }] }, "tag[0].API_KEY"],
])("a value in %s goes by the name above it", (_, configuration, path) => {
  expect(said({ configuration: { ...(planJson().configuration as object), ...configuration } })).toEqual([
    expect.stringContaining(`${path} ${named}`),
  ]);
}); // prettier-ignore

test("reads documents as deep as they are, and lists as long", () => {
  const deep = `${'{"a":['.repeat(20_000)}"${URI}"${"]}".repeat(20_000)}`;
  const long = JSON.stringify([...Array.from({ length: 200_000 }, () => "x"), URI]);
  for (const document of [deep, long]) {
    expect(looksSecret("document", document)).toBe(true);
    expect(looksSecret("document", document.replace(URI, "a"))).toBe(false);
  }
});

test("says once what stands in the plan more than once", () => {
  const twice = resource("aws_x.a", change({ url: URI }, { url: URI }));
  const values = { root_module: { resources: [{ address: "aws_x.a", type: "aws_x", values: { url: URI } }] } };
  expect(said({ resource_changes: [twice], resource_drift: [twice], planned_values: values })).toHaveLength(1);
});

test("takes what is no secret for none", () => {
  const parameter = { value_wo: "pending", value: "", value_wo_version: 1, name: "/kelmah/prod/JWT_SECRET" };
  const definition = JSON.stringify([
    {
      secrets: [{ name: "JWT_SECRET", valueFrom: "arn:aws:ssm:eu-north-1:1:parameter/kelmah/prod/JWT_SECRET" }],
      environment: [{ name: "AUTH_SERVICE_URL", value: "http://internal:5001" }],
    },
  ]);
  expect(
    said({
      resource_changes: [
        resource(
          "aws_ssm_parameter.jwt_secret",
          change(null, parameter, { after_sensitive: { value: true, value_wo: true } }),
        ),
        resource("aws_ecs_task_definition.auth", change(null, { container_definitions: definition })),
      ],
    }),
  ).toEqual([]);
});

test("masks what looks like a secret among the changes it lists", () => {
  const { rows } = judge({
    resource_changes: [
      resource("aws_x.a", change({ a: URI, b: "x", map: { [KEY]: "1" } }, { a: "plain", b: KEY, map: { [KEY]: "2" } })),
      resource("aws_ssm_parameter.a", change({ insecure_value: "a" }, { insecure_value: "b" })),
      resource(
        "aws_y.a",
        change({ c: 1, d: 1 }, { c: 2 }, { after_sensitive: { c: true }, after_unknown: { d: true } }),
      ),
    ],
  });
  expect(rows.flatMap(({ changes }) => changes)).toEqual([
    'a: (not shown: it looks like a credential) → "plain"',
    'b: "x" → (not shown: it looks like a credential)',
    'map.(not shown): "1" → "2"',
    "insecure_value: (sensitive) → (sensitive)",
    "c: (sensitive) → (sensitive)",
    "d: 1 → (known after apply)",
  ]);
});

test("never repeats a secret, wherever in a plan it stands", () => {
  const words = fc.stringMatching(/^[a-z_]{1,8}$/);
  const anywhere = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(URI, KEY),
      fc.array(tie("value"), { minLength: 1, maxLength: 3 }),
      fc.dictionary(words, tie("value"), { minKeys: 1, maxKeys: 3 }),
      tie("value").map((value) => JSON.stringify(value)),
    ),
  })).value;
  const places = fc.constantFrom("before", "after", "drift", "state", "variable", "output", "configuration");
  fc.assert(
    fc.property(words, anywhere, places, (name, value, place) => {
      const holder = { [name]: value };
      const parts: Record<string, () => Parameters<typeof judge>[0]> = {
        before: () => ({ resource_changes: [resource("aws_x.a", change(holder, {}))] }),
        after: () => ({ resource_changes: [resource("aws_x.a", change({}, holder))] }),
        drift: () => ({ resource_drift: [resource("aws_x.a", change({}, holder))] }),
        state: () => ({ prior_state: { values: { root_module: { resources: [{ values: holder }] } } } }),
        variable: () => ({ variables: { [name]: { value } } }),
        output: () => ({ output_changes: { [name]: change(null, value) } }),
        configuration: () => ({ configuration: { ...(planJson().configuration as object), root_module: holder } }),
      };
      expect(said(parts[place]?.() ?? {})).not.toEqual([]);
    }),
  );
});

test("the version of a web ACL is no secret, though it is called a token; anything else of that name is", () => {
  const same = (values: object) => ({ actions: ["no-op"], before: values, after: values });
  const lock = { lock_token: "1c8d1f3e-3c5f-4a4e-8f55-0f0f0f0f0f0f" };
  expect(said({ resource_changes: [resource("aws_wafv2_web_acl.entrance", same(lock))] })).toEqual([]);
  expect(said({ resource_changes: [resource("aws_x.a", same(lock))] })).toEqual([
    expect.stringContaining("lock_token looks like a credential"),
  ]);
});

test("an address that holds a secret is nowhere in the verdict", () => {
  const address = `aws_x.a["${KEY}"]`;
  const moved = { ...resource(address, change({ size: 1 }, { size: 2 })), previous_address: `aws_x.b["${KEY}"]` };
  expect(said({ resource_changes: [moved] })).not.toEqual([]);
});
