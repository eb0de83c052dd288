import { writeFile } from "node:fs/promises";
import { isArchive, readPlanFile } from "../../../src/ops/guard/plan-file";
import { readPlan } from "../../../src/ops/guard/read";
import { stackBeside } from "../../../src/ops/guard/stack";
import { planWithBackend } from "../../helpers/plan-backend";
import { temporaryDirectory } from "../../helpers/temporary";
import { zip } from "../../helpers/zip";
import { judge } from "./plans";

const directory = temporaryDirectory();
const STACK = JSON.stringify({ terraform: { backend: { s3: { key: "kelmah-prod-network/terraform.tfstate" } } } });
const OWN = ["tfconfig/m-/cdk.tf.json", STACK] as const;
const OTHERS = [
  ["tfplan", planWithBackend("s3", { key: "kelmah-prod-network/terraform.tfstate" })],
  ["tfstate", "{}"],
  ["tfconfig/modules.json", '[{"Key":"","Dir":"."}]'],
  [".terraform.lock.hcl", "# lock"],
] as const;

test("is told what it was made of by the plan itself", () => {
  const content = zip([...OTHERS, OWN]);
  expect(isArchive(content)).toBe(true);
  expect(readPlanFile("plan", content)).toEqual({
    configuration: STACK,
    others: [],
    lock: "# lock",
    backend: { type: "s3", config: { key: "kelmah-prod-network/terraform.tfstate" }, workspace: "default" },
  });
});

const OVERRIDE = ["tfconfig/m-/x_override.tf.json", "{}"] as const;

test.each<[string, readonly (readonly [string, string])[], object]>([
  ["one more file", [OWN, OVERRIDE], { configuration: STACK, others: ["x_override.tf.json"] }],
  ["a module", [OWN, ["tfconfig/m-x/main.tf", ""]], { configuration: STACK, others: ["main.tf"] }],
  ["HCL", [["tfconfig/m-/cdk.tf", ""]], { configuration: undefined, others: ["cdk.tf"] }],
  ["nothing", [], { configuration: undefined, others: [] }],
])("tells of a plan that was made of %s", (_, files, expected) => {
  expect(readPlanFile("plan", zip([...OTHERS, ...files]))).toMatchObject(expected);
});

test("is refused where it was made of more than a stack, and shown nowhere but where that is installed", async () => {
  expect(judge({}, { others: ["x_override.tf.json"] }).findings).toEqual([
    {
      kind: "configuration",
      message:
        "The plan was made of x_override.tf.json too, and not of a synthesized cdk.tf.json alone: remove it, and plan again",
    },
  ]);
  await directory.write("c/plan", "");
  await writeFile(directory.path("c/plan"), zip([OWN, OVERRIDE]));
  const read = readPlan({ file: directory.path("c/plan"), env: {}, cacheDirectory: directory.path("cache") });
  await expect(read).rejects.toThrow("was made of x_override.tf.json, and the guard reads plans of a synthesized");
});

test("refuses one that is damaged, or that has a file twice, of which Terraform would take one", () => {
  const whole = zip([...OTHERS, OWN]);
  const damaged = [
    whole.subarray(0, 60),
    whole.subarray(0, -30),
    zip([OWN, OWN]),
    zip([OWN, ["tfplan", "\u006a\u0009"]]),
    Buffer.from("PK\u0003\u0004"),
  ];
  for (const content of damaged) expect(() => readPlanFile("plan", content)).toThrow("The plan plan is damaged");
});

describe("beside the plan", () => {
  test("lies what it was made of, or nothing; never another stack", async () => {
    const file = directory.path("a/plan");
    await directory.write("a/cdk.tf.json", STACK);
    expect(await stackBeside(file, STACK)).toEqual({ state: "kelmah-prod-network/terraform.tfstate" });
    expect(await stackBeside(directory.path("nowhere/plan"), STACK)).toEqual({ state: "kelmah-prod-network/terraform.tfstate" }); // prettier-ignore
    await expect(stackBeside(file, STACK.replace("prod", "dev"))).rejects.toThrow(
      "a/cdk.tf.json is another than the one that the plan was made of: plan again, and apply that plan.",
    );
  });

  test("nothing is installed for a plan that is not of this project", async () => {
    const foreign = JSON.stringify({ provider: { http: [{}] }, resource: { null_resource: { a: {} } } });
    await directory.write("b/plan", "");
    await writeFile(directory.path("b/plan"), zip([["tfconfig/m-/cdk.tf.json", foreign]]));
    const read = readPlan({ file: directory.path("b/plan"), env: {}, cacheDirectory: directory.path("cache") });
    await expect(read).rejects.toThrow(
      /is not of this project, and nothing of it is installed\.\n(?:.*\n)*provider http is http, which is not a provider/,
    );
  });
});
