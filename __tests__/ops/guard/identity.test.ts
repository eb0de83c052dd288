import type { Environment } from "../../../src/model/environment";
import { awsProvider, findings, judge, planJson, protectedEnvironment, questions, resource } from "./plans";
import { guard } from "../../../src/ops/guard/guard";
import { parsePlan } from "../../../src/ops/guard/plan";

type Inventory = Environment["inventory"];
type Json = Readonly<Record<string, unknown>>;

/** What the guard has against resources in a protected environment with this inventory. */
function against(inventory: Partial<Inventory>, ...resources: ReturnType<typeof resource>[]): string[] {
  const environment = protectedEnvironment();
  const plan = parsePlan(JSON.stringify(planJson({ resource_changes: resources })));
  const verdict = guard(plan, {
    environment: { ...environment, inventory: { ...environment.inventory, ...inventory } },
    accepted: [],
  });
  return verdict.findings.map(({ kind, address = "", message }) => `${kind} ${address} ${message}`);
}

const imports = (address: string, id: string) => ({ imports: { "kelmah-test-network": { [address]: { id, evidence: "a test" } } } }); // prettier-ignore
const AGAIN = "npm run discover -- --env test --write, and plan again";

describe("what is imported", () => {
  const imported = (address: string, id: string, values: object = {}) =>
    resource(address, { actions: ["no-op"], before: values, after: values, importing: { id } });
  const eip = (ip: string) => imported("aws_eip.nat_a", "eipalloc-1", { public_ip: ip });

  test.each<[string, Partial<Inventory>, ReturnType<typeof resource>, string[]]>([
    ["is what the inventory says", { ...imports("aws_eip.nat_a", "eipalloc-1"), natEips: ["192.0.2.1"] }, eip("192.0.2.1"), []],
    ["is what an apply that was cut off has left", imports("aws_eip.nat_a", "eipalloc-1"), eip("192.0.2.1"), []],
    ["is a subnet that such an apply has left", imports("aws_subnet.private_b", "subnet-9"), imported("aws_subnet.private_b", "subnet-9"), []],
    ["is not in the inventory", {}, eip("192.0.2.1"), [`import aws_eip.nat_a would be imported from eipalloc-1, and the inventory does not say so: ${AGAIN}`]],
    ["has another id", imports("aws_eip.nat_a", "eipalloc-2"), eip("192.0.2.1"), [`import aws_eip.nat_a would be imported from eipalloc-1, and the inventory says eipalloc-2: ${AGAIN}`]],
    ["is another address", { ...imports("aws_eip.nat_a", "eipalloc-1"), natEips: ["192.0.2.1"] }, eip("192.0.2.2"), [`import aws_eip.nat_a what would be imported is the address 192.0.2.2, and natEips of the inventory says 192.0.2.1: ${AGAIN}`]],
    ["is a public subnet as a private one", { ...imports("aws_subnet.private_a", "subnet-1"), publicSubnets: ["subnet-1"] }, imported("aws_subnet.private_a", "subnet-1"), [`import aws_subnet.private_a what would be imported is the subnet subnet-1, which is a public one: ${AGAIN}`]],
    ["is another account's", imports("aws_iam_role.auth_task", "a"), imported("aws_iam_role.auth_task", "a", { arn: "arn:aws:iam::444455556666:role/a" }), [`import aws_iam_role.auth_task what would be imported is of the account 444455556666, and the environment's is 111122223333: ${AGAIN}`]],
    ["can be called from the internet", imports("aws_lb.internal", "arn"), imported("aws_lb.internal", "arn", { internal: false }), [expect.stringContaining("is a load balancer that the internet can call")]],
  ])("%s", (_, inventory, given, expected) => {
    const found = against(inventory, given).filter((line) => line.startsWith("import "));
    expect(found).toEqual(expected);
  }); // prettier-ignore
});

describe("what moves", () => {
  const moved = (address: string, previous: string) =>
    resource(address, { actions: ["no-op"], before: {}, after: {} }, { previous_address: previous });

  test("leaves no name that protects it, and takes none that may be destroyed", () => {
    expect(findings([moved("aws_lb.old", "aws_lb.internal")])).toEqual([
      expect.stringMatching(/^protected aws_lb\.old was aws_lb\.internal, which is protected/),
    ]);
    expect(findings([moved("aws_vpc_endpoint.endpoint_s3", "aws_vpc_endpoint.s3")])).toEqual([
      expect.stringMatching(/which no plan destroys, and would be called what one may/),
    ]);
  });

  test("is asked about, and nothing more, when nothing hangs on its name", () => {
    const resources = [moved("aws_lb_listener.auth", "aws_lb_listener.a")];
    expect(findings(resources)).toEqual([]);
    expect(questions(resources)).toEqual(["aws_lb_listener.auth is moved from aws_lb_listener.a"]);
  });
});

describe("never adopted, never applied", () => {
  const made = (address: string, after: object = {}) => resource(address, { actions: ["create"], after });
  const held = ["aws_eip.nat_a", "aws_nat_gateway.nat_a", "aws_lb.internal", "aws_ecs_cluster.main", "aws_subnet.private_a"].map((address) => made(address)); // prettier-ignore
  const unadopted = (lines: readonly string[]) => lines.filter((line) => line.startsWith("unadopted ")).map((line) => line.split(" ")[1]); // prettier-ignore

  test("a protected environment that nobody has discovered makes nothing that may be there", () => {
    const environment = protectedEnvironment();
    const { learnt, ...inventory } = environment.inventory;
    expect(learnt).toBeDefined();
    const { findings: found } = judge({ resource_changes: held }, { environment: { ...environment, inventory } });
    expect(found.filter(({ kind }) => kind === "unadopted").map(({ address }) => address)).toEqual(held.map(({ address }) => address)); // prettier-ignore
    const free = judge({ resource_changes: held }, { environment: { ...environment, inventory, protected: false } });
    expect(free.findings.filter(({ kind }) => kind === "unadopted")).toEqual([]);
  });

  test("one that was discovered and is empty makes all of it", () => {
    expect(unadopted(against({}, ...held))).toEqual([]);
  });

  test("what the inventory names is not made a second time", () => {
    const inventory = { natEips: ["192.0.2.1"], privateSubnets: ["subnet-1"], existingParameters: ["JWT_SECRET"] };
    const parameter = made("aws_ssm_parameter.jwt_secret", { name: "/kelmah/test/JWT_SECRET" });
    expect(unadopted(against(inventory, ...held, parameter))).toEqual([
      "aws_eip.nat_a",
      "aws_subnet.private_a",
      "aws_ssm_parameter.jwt_secret",
    ]);
  });
});

describe("a configuration that is not the project's", () => {
  const refused = (configuration: object, environment: Environment | undefined = protectedEnvironment()) =>
    judge({ configuration }, { environment }).findings.map(({ kind, address = "", message }) => `${kind} ${address} ${message}`); // prettier-ignore
  const aws = (expressions: Json, more: Json = {}) => ({ provider_config: { aws: awsProvider(expressions, more) } });
  const block = (more: object) => ({ ...aws({}), root_module: { resources: [{ address: "a.b", mode: "managed", type: "aws_lb", name: "b", ...more }] } }); // prettier-ignore
  const remote = (config: object, more: object = {}) => block({ mode: "data", type: "terraform_remote_state", expressions: { backend: { constant_value: "s3" }, config: { constant_value: config }, ...more } }); // prettier-ignore
  const OWN_STATE = { bucket: "kelmah-terraform-state", key: "kelmah-test-network/terraform.tfstate", region: "eu-north-1" }; // prettier-ignore

  test.each<[string, object, RegExp]>([
    ["another provider", { provider_config: { x: { name: "x", full_name: "registry.terraform.io/a/x" } } }, /is registry\.terraform\.io\/a\/x, which is not a provider of this project/],
    ["AWS's provider of somebody else", aws({}, { full_name: "registry.terraform.io/other/aws" }), /other\/aws, which is not a provider/],
    ["no provider", { root_module: block({}).root_module }, /is not written, and would work in whatever account its credentials open/],
    ["a provider without an account", aws({ allowed_account_ids: undefined }), /works in the account \(not said\), and the environment's is 111122223333/],
    ["an account that a variable says", aws({ allowed_account_ids: { references: ["var.a"] } }), /works in the account \(not said\)/],
    ["a provider without a region", aws({ region: undefined }), /works in \(not said\), and the environment is in eu-north-1/],
    ["a provider without a tag", aws({ default_tags: undefined }), /tags what it makes Env=\(not said\)/],
    ["another role", aws({ assume_role: [{ role_arn: { constant_value: "arn:aws:iam::111122223333:role/x" } }] }), /has the argument assume_role/],
    ["another AWS", aws({ endpoints: [{ s3: { constant_value: "https://example.com" } }] }), /has the argument endpoints/],
    ["a second provider", aws({}, { alias: "b" }), /is a second provider/],
    ["credentials", aws({ profile: { constant_value: "x" } }), /has the argument profile/],
    ["another account", aws({ allowed_account_ids: { constant_value: ["444455556666"] } }), /works in the account 444455556666, and the environment's is 111122223333/],
    ["another region", aws({ region: { constant_value: "us-east-1" } }), /works in us-east-1, and the environment is in eu-north-1/],
    ["another tag", aws({ default_tags: [{ tags: { constant_value: { Env: "dev" } } }] }), /tags what it makes Env=dev, and the environment is test/],
    ["a module", { root_module: { module_calls: { x: { source: "./x" } } } }, /is a module from \.\/x/],
    ["a provisioner", block({ provisioners: [{ type: "local-exec" }] }), /has a provisioner/],
    ["a null resource", block({ type: "null_resource" }), /is nothing in AWS/],
    ["a data source of HTTP", block({ mode: "data", type: "http" }), /is a data source that this project does not have/],
    ["a data source that reads a secret", block({ mode: "data", type: "aws_ssm_parameter" }), /may run a program, or read a secret/],
    ["data of Terraform's own", block({ type: "terraform_data" }), /is nothing in AWS/],
    ["what a later Terraform has", block({ mode: "ephemeral", type: "aws_lambda_invocation" }), /is ephemeral, which this project does not have/],
    ["another state", remote({ ...OWN_STATE, bucket: "b", key: "k" }), /reads the state b\/k, which is not the environment's/],
    ["its state at another place", remote({ ...OWN_STATE, endpoint: "https://example.com" }), /reads the state .*, or not as this project reads it/],
    ["its state in another role", remote({ ...OWN_STATE, role_arn: "arn:aws:iam::111122223333:role/x" }), /reads the state /],
    ["a state that is worked out", remote(OWN_STATE, { config: { references: ["var.a"] } }), /reads the state /],
    ["a state's defaults", remote(OWN_STATE, { defaults: { constant_value: {} } }), /reads the state /],
  ])("is refused: %s", (_, configuration, message) => {
    expect(refused(configuration)).toEqual([expect.stringMatching(message)]);
  }); // prettier-ignore

  test("the project's own is not", () => {
    expect(refused(remote(OWN_STATE))).toEqual([]);
  });

  test("the storage of the states is where its environment keeps them, and everybody's", () => {
    const storage = protectedEnvironment();
    const of = (tag: string, account = "111122223333") =>
      judge(
        {
          configuration: aws({
            default_tags: [{ tags: { constant_value: { Env: tag } } }],
            allowed_account_ids: { constant_value: [account] },
          }),
        },
        { environment: undefined, storage },
      ).findings;
    expect(of("shared")).toEqual([]);
    expect(of("test")).toHaveLength(1);
    expect(of("shared", "444455556666")).toHaveLength(1);
  });

  test("a check that fails is refused, one that passes or is not known yet is not", () => {
    const checks = ["fail", "error", "pass", "unknown"].map((status) => ({ address: { to_display: status }, status }));
    const { findings: found } = judge({ checks });
    expect(found.map(({ address }) => address)).toEqual(["fail", "error"]);
  });
});
