import { ownerOf } from "../../../src/ops/guard/environment";
import { parsePlan } from "../../../src/ops/guard/plan";
import type { Stack } from "../../../src/ops/guard/stack";
import { example } from "../../helpers/example";
import { planJson, resource } from "./plans";

const HOW = "Write one with: terraform plan -out=plan. See --help.";

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
  const environments = [example(), { ...example(), name: "prod", protected: true }];
  const plan = (env: string | undefined) => {
    const tags = { constant_value: { Env: env } };
    const aws = { name: "aws", expressions: { default_tags: [{ tags }] } };
    return parsePlan(JSON.stringify(planJson({ configuration: { provider_config: { aws, terraform: {} } } })));
  };

  const whose = (tag: string | undefined, asked: string, stack: Stack | undefined, among = environments) =>
    ownerOf({ asked, stack }, among, plan(tag));
  const stack = { state: "kelmah-prod-network/terraform.tfstate", bucket: "kelmah-terraform-state" };

  test("is what is asked for, and has to be what its folder's state says; never what the plan says of itself", () => {
    expect(whose("prod", "prod", stack).environment?.name).toBe("prod");
    expect(whose("prod", "prod", undefined).environment?.name).toBe("prod");
    expect(whose("test", "test", { state: "kelmah-test-services/terraform.tfstate" }).environment?.name).toBe("test");
    const states = { state: "kelmah-state/terraform.tfstate", bucket: "kelmah-terraform-state" };
    expect(whose("shared", "shared", states)).toEqual({ environment: undefined, storage: environments[0] });
  });

  test("is the workspace's in HCP Terraform", () => {
    const state = { kind: "cloud", organization: "acme", workspacePrefix: "acme-" } as const;
    const cloud = [{ ...example(), name: "prod", state }];
    expect(whose("prod", "prod", { state: "acme-kelmah-prod-services" }, cloud).environment?.name).toBe("prod");
  });

  test.each([
    ["shared", "shared", undefined, "--env shared: that is the stack that holds the states, and nothing beside the plan says so."],
    ["shared", "shared", "kelmah-prod-network", "--env shared: that is the stack that holds the states, and the plan's folder is of 'prod'."],
    ["test", "test", undefined, "--env test: nothing beside the plan says whose it is, and 'test' is not protected: give the file that"],
    ["prod", "test", "kelmah-test-network", "--env test: the plan is of 'prod' (the tag Env of its provider)."],
    ["shared", "prod", undefined, "--env prod: the plan is of 'shared' (the tag Env of its provider)."],
    ["test", "prod", "kelmah-prod-network", "--env prod: the plan is of 'test' (the tag Env of its provider)."],
    ["test", "test", "kelmah-prod-network", "--env test: the plan's folder is of 'prod' (its state is kelmah-prod-network/terraform.tfstate)."],
    ["prod", "prod", "kelmah-state", "--env prod: the plan's folder is of the stack that holds the states: --env shared."],
    ["prod", "shared", "kelmah-state", "--env shared: the plan is of 'prod' (the tag Env of its provider)."],
    ["prod", "prod", "other", "The plan's folder keeps its state in other/terraform.tfstate, which is no stack of any environment."],
    [undefined, "prud", undefined, "--env prud: there is no such environment. Did you mean prod? There are test, prod."],
  ])("cannot be told when it is tagged %s, asked for as %s and in the folder of %s", (tagged, asked, folder, message) => {
    const beside = folder === undefined ? undefined : { state: `${folder}/terraform.tfstate` };
    expect(() => whose(tagged, asked, beside)).toThrow(message);
  }); // prettier-ignore

  test("cannot be told where the state is in another bucket", () => {
    expect(() => whose("prod", "prod", { ...stack, bucket: "other" })).toThrow(
      "The plan's folder keeps its state in the bucket other, and 'prod' in kelmah-terraform-state.",
    );
    const states = { state: "kelmah-state/terraform.tfstate", bucket: "other" };
    expect(() => whose("shared", "shared", states)).toThrow("which is no stack of any environment.");
  });

  test("cannot be told from providers that disagree", () => {
    const of = (env: string) => ({
      name: "aws",
      expressions: { default_tags: [{ tags: { constant_value: { Env: env } } }] },
    });
    const json = planJson({ configuration: { provider_config: { aws: of("test"), "aws.other": of("prod") } } });
    expect(() =>
      ownerOf(
        { asked: "test", stack: { state: "kelmah-test-network/terraform.tfstate" } },
        environments,
        parsePlan(JSON.stringify(json)),
      ),
    ).toThrow("--env test: the plan is of 'prod'");
  });
});
