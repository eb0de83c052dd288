import { writeFile } from "node:fs/promises";
import { isArchive, readPlanFile } from "../../../src/ops/guard/plan-file";
import { readPlan } from "../../../src/ops/guard/read";
import { stackBeside } from "../../../src/ops/guard/stack";
import { temporaryDirectory } from "../../helpers/temporary";
import { zip } from "../../helpers/zip";

const directory = temporaryDirectory();
const STACK = JSON.stringify({ terraform: { backend: { s3: { key: "kelmah-prod-network/terraform.tfstate" } } } });
const OWN = ["tfconfig/m-/cdk.tf.json", STACK] as const;
const OTHERS = [
  ["tfplan", "\u0008\u0003"],
  ["tfstate", "{}"],
  ["tfconfig/modules.json", '[{"Key":"","Dir":"."}]'],
  [".terraform.lock.hcl", "# lock"],
] as const;

test("is told what it was made of by the plan itself", () => {
  const content = zip([...OTHERS, OWN]);
  expect(isArchive(content)).toBe(true);
  expect(readPlanFile("plan", content)).toEqual({ configuration: STACK, lock: "# lock" });
});

test.each<[string, readonly (readonly [string, string])[], string]>([
  ["one more file", [OWN, ["tfconfig/m-/x_override.tf.json", "{}"]], "was made of x_override.tf.json beside cdk.tf.json: the guard judges"],
  ["a module", [OWN, ["tfconfig/m-x/main.tf", ""]], "was made of main.tf beside cdk.tf.json"],
  ["HCL", [["tfconfig/m-/cdk.tf", ""]], "was made of cdk.tf: the guard judges"],
  ["nothing", [], "was made of nothing: the guard judges"],
])("refuses a plan that was made of %s", (_, files, message) => {
  expect(() => readPlanFile("plan", zip([...OTHERS, ...files]))).toThrow(message);
}); // prettier-ignore

test("refuses one that is damaged, or that has a file twice, of which Terraform would take one", () => {
  const whole = zip([...OTHERS, OWN]);
  const damaged = [whole.subarray(0, 60), whole.subarray(0, -30), zip([OWN, OWN]), Buffer.from("PK\u0003\u0004")];
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
