import { environmentOf } from "../../../src/ops/guard/environment";
import { parsePlan } from "../../../src/ops/guard/plan";
import { example } from "../../helpers/example";
import { planJson, resource } from "./plans";

const HOW = "Write one with: terraform plan -out=plan, then terraform show -json plan > plan.json. See --help.";

test("reads an empty plan, which has no lists at all", () => {
  const empty = planJson({ resource_changes: undefined });
  expect(parsePlan(JSON.stringify(empty))).toMatchObject({ resource_changes: [], resource_drift: [], complete: true });
});

test.each<[string, unknown, string]>([
  ["nothing", "", `This is no JSON. ${HOW}`],
  ["a log", '{"@level":"info"}\n{"@level":"info"}', `This is the log of a Terraform command, not a plan. ${HOW}`],
  ["a list", [], `This is no plan as terraform show -json writes it. ${HOW}`],
  ["something else", { a: 1 }, `This is no plan as terraform show -json writes it. ${HOW}`],
  ["a state", { format_version: "1.0", values: {} }, `This is a state or a configuration, not a plan. ${HOW}`],
  [
    "a later format",
    planJson({ format_version: "2.0" }),
    'The plan is in format "2.0", and this guard reads format 1. Terraform 1.11 and its successors up to 2.0 write it. See --help.',
  ],
  [
    "an older format",
    planJson({ format_version: "0.2" }),
    'The plan is in format "0.2", and this guard reads format 1. Terraform 1.11 and its successors up to 2.0 write it. See --help.',
  ],
  [
    "no list of changes",
    planJson({ resource_changes: {} }),
    "The plan's resource_changes is not what Terraform writes: the file is damaged or of another tool. See --help.",
  ],
  [
    "a change of nothing",
    planJson({ resource_changes: [{ change: { actions: ["create"] } }] }),
    "The plan's resource_changes[0] is not what Terraform writes: the file is damaged or of another tool. See --help.",
  ],
  [
    "a drift that does nothing",
    planJson({ resource_drift: [resource("aws_eip.a", { actions: [] })] }),
    "The plan's resource_drift[0] is not what Terraform writes: the file is damaged or of another tool. See --help.",
  ],
  [
    "an action that nobody knows",
    planJson({ resource_changes: [resource("aws_eip.a", { actions: ["explode"] })] }),
    "The plan would do something to aws_eip.a that this guard does not know: it is not safe to judge. See --help.",
  ],
])("refuses %s", (_, content, message) => {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  expect(() => parsePlan(text)).toThrow(message);
});

describe("whose plan it is", () => {
  const environments = [example(), { ...example(), name: "prod" }];
  const plan = (env: string | undefined) => {
    const tags = { constant_value: { Env: env } };
    const aws = { name: "aws", expressions: { default_tags: [{ tags }] } };
    return parsePlan(JSON.stringify(planJson({ configuration: { provider_config: { aws, terraform: {} } } })));
  };

  test("is what its folder's state says, or what is asked for; never what the plan says of itself", () => {
    const stack = { state: "kelmah-prod-network/terraform.tfstate", bucket: "kelmah-terraform-state" };
    expect(environmentOf(plan("prod"), { asked: undefined, stack }, environments)?.name).toBe("prod");
    expect(environmentOf(plan("prod"), { asked: "prod", stack }, environments)?.name).toBe("prod");
    expect(environmentOf(plan("prod"), { asked: "prod", stack: undefined }, environments)?.name).toBe("prod");
    expect(environmentOf(plan(undefined), { asked: "test", stack: undefined }, environments)?.name).toBe("test");
    const states = { state: "kelmah-state/terraform.tfstate" };
    expect(environmentOf(plan("shared"), { asked: undefined, stack: states }, environments)).toBeUndefined();
  });

  test("is the workspace's in HCP Terraform", () => {
    const state = { kind: "cloud", organization: "acme", workspacePrefix: "acme-" } as const;
    const cloud = [{ ...example(), name: "prod", state }];
    const stack = { state: "acme-kelmah-prod-services" };
    expect(environmentOf(plan("prod"), { asked: undefined, stack }, cloud)?.name).toBe("prod");
  });

  test.each([
    [undefined, undefined, undefined, "Nothing beside the plan says which environment it is of: give --env."],
    ["prod", undefined, undefined, "Nothing beside the plan says which environment it is of: give --env."],
    ["shared", undefined, undefined, "Nothing beside the plan says which environment it is of: give --env."],
    ["prod", "test", undefined, "--env test: the plan is of 'prod' (the tag Env of its provider)."],
    ["shared", "prod", undefined, "--env prod: the plan is of 'shared' (the tag Env of its provider)."],
    ["test", undefined, "kelmah-prod-network", "--env prod: the plan is of 'test' (the tag Env of its provider)."],
    ["test", "test", "kelmah-prod-network", "--env test: the plan's folder is of 'prod' (its state is kelmah-prod-network/terraform.tfstate)."],
    ["prod", "prod", "kelmah-state", "--env prod: the plan's folder is of the stack that holds the states. Leave --env out."],
    ["prod", undefined, "other", "The plan's folder keeps its state in other/terraform.tfstate, which is no stack of any environment."],
    [undefined, "prud", undefined, "There is no environment 'prud': the nearest is 'prod'."],
  ])("cannot be told when it is tagged %s, asked for as %s and in the folder of %s", (tagged, asked, folder, message) => {
    const stack = folder === undefined ? undefined : { state: `${folder}/terraform.tfstate` };
    expect(() => environmentOf(plan(tagged), { asked, stack }, environments)).toThrow(message);
  }); // prettier-ignore

  test("cannot be told where the state is in another bucket", () => {
    const stack = { state: "kelmah-prod-network/terraform.tfstate", bucket: "other" };
    expect(() => environmentOf(plan("prod"), { asked: "prod", stack }, environments)).toThrow(
      "The plan's folder keeps its state in the bucket other, and 'prod' in kelmah-terraform-state.",
    );
  });

  test("cannot be told from providers that disagree", () => {
    const of = (env: string) => ({
      name: "aws",
      expressions: { default_tags: [{ tags: { constant_value: { Env: env } } }] },
    });
    const json = planJson({ configuration: { provider_config: { aws: of("test"), "aws.other": of("prod") } } });
    expect(() =>
      environmentOf(parsePlan(JSON.stringify(json)), { asked: "test", stack: undefined }, environments),
    ).toThrow("--env test: the plan is of 'prod'");
  });
});
