import { createHash } from "node:crypto";
import { join } from "node:path";
import { stackNamesOf } from "../../src/model/names";
import { githubExample } from "../helpers/cloud";
import { projectDirectory } from "../helpers/directories";
import { synthesizeStacks } from "../helpers/synth";
import { workflowShell } from "../helpers/workflow-shell";

const { write, read, standIn, run } = workflowShell();

describe("the list of plans", () => {
  const script = join(projectDirectory, ".github/scripts/list-plans");
  const withRepositories = {
    ...githubExample(),
    name: "other",
    inventory: { account: "222233334444", region: "eu-west-1" },
    repositories: { immutableTags: true },
  };

  beforeEach(async () => {
    const stacks = synthesizeStacks([withRepositories, githubExample()]);
    for (const [name, json] of Object.entries(stacks)) {
      await write(`cdktf.out/stacks/${name}/cdk.tf.json`, JSON.stringify(json));
    }
  });

  test("has every stack that pipelines apply, in their order, with the account and region that it says itself", () => {
    const { status, output } = run(script, { ENVIRONMENTS: '["test", "other"]' });
    expect(status).toBe(0);
    const plans = JSON.parse(output) as { stack: string }[];
    expect(plans.map(({ stack }) => stack)).toEqual([githubExample(), withRepositories].flatMap(stackNamesOf));
    expect(plans[0]).toEqual({
      environment: "test",
      part: "network",
      stack: "kelmah-test-network",
      account: "111122223333",
      region: "eu-north-1",
    });
    expect(plans[2]).toEqual({
      environment: "other",
      part: "repositories",
      stack: "kelmah-other-repositories",
      account: "222233334444",
      region: "eu-west-1",
    });
  });

  test("fails for an environment that has no stacks", () => {
    const { status, output } = run(script, { ENVIRONMENTS: '["tset", "test"]' });
    expect(status).toBe(1);
    expect(output).toBe("::error::KELMAH_ENVIRONMENTS names what has no stacks: tset.\n");
  });
});

describe("the judge", () => {
  /** What Terraform reads of a stack when it applies its plan. */
  const APPLIED = [".terraform.lock.hcl", "cdk.tf.json", "plan"];
  const script = join(projectDirectory, ".github/scripts/judge");
  const plan = (environment: string, part: string) => ({
    environment,
    part,
    stack: `kelmah-${environment}-${part}`,
    account: "111122223333",
    region: "eu-north-1",
  });

  /** `passes` and `refused` are verdicts, `broken` is none; what is not there was not planned. */
  async function judge(
    plans: Readonly<Record<string, readonly [verdict: "passes" | "refused" | "broken" | "missing", changes: boolean]>>,
    beside: Readonly<Record<string, string>> = {},
  ) {
    await standIn(
      "npm",
      `[ "$*" = "run --silent guard -- --env $6 --plan $8 --json --markdown \${11} --markdown-characters \${13}" ]
[ "\${13}" -ge 1000 ]
verdict=$(jq --raw-output .verdict "$8")
if [ "$verdict" = broken ]; then exit 2; fi
echo "$verdict" > "\${11}"
cat "$8"
[ "$verdict" = passes ]`,
    );
    await write(".terraform.lock.hcl", "locked");
    for (const [name, [verdict, applyable]] of Object.entries(plans)) {
      if (verdict === "missing") continue;
      await write(`plans/plan-${name}/.terraform.lock.hcl`, "locked");
      await write(`plans/plan-${name}/cdk.tf.json`, `stack of ${name}`);
      await write(`plans/plan-${name}/plan`, JSON.stringify({ verdict, applyable }));
    }
    for (const [file, text] of Object.entries(beside)) await write(`plans/${file}`, text);
    const { status } = run(script, {
      ENVIRONMENTS: '["staging", "dev", "prod"]',
      PLANS: JSON.stringify(
        Object.keys(plans).map((name) => plan(...(name.split("-") as [environment: string, part: string]))),
      ),
    });
    const environments = JSON.parse(read("output").replace("environments=", "")) as object[];
    return { status, environments, verdicts: read("verdicts.md") };
  }

  const sum = (name: string) =>
    APPLIED.map((file) => {
      const path = `plans/plan-${name}/${file}`;
      return `${createHash("sha256").update(read(path)).digest("hex")}  ${path}`;
    }).join("\n");
  const applied = (environment: string, ...parts: string[]) => ({
    environment,
    account: "111122223333",
    region: "eu-north-1",
    parts: parts.join(" "),
    sums: parts.map((part) => sum(`${environment}-${part}`)).join("\n"),
  });

  test("offers what changes, in the environments' order, with the checksums of the plans", async () => {
    const { status, environments } = await judge({
      "dev-network": ["passes", false],
      "dev-services": ["passes", true],
      "staging-repositories": ["passes", true],
      "staging-network": ["passes", true],
      "staging-services": ["passes", true],
      "prod-network": ["passes", false],
    });
    expect(status).toBe(0);
    expect(environments).toEqual([
      applied("staging", "repositories", "network", "services"),
      applied("dev", "services"),
    ]);
  });

  test.each(["refused", "broken", "missing"] as const)(
    "offers nothing of an environment of which a plan is %s, and the others all the same",
    async (verdict) => {
      const { status, environments } = await judge({
        "dev-network": [verdict, true],
        "dev-services": ["passes", true],
        "prod-services": ["passes", true],
      });
      expect(status).toBe(1);
      expect(environments).toEqual([applied("prod", "services")]);
    },
  );

  test.each([
    [
      "another lock file",
      { ".terraform.lock.hcl": "another" },
      "not made with the provider that this repository locks",
    ],
    ["variables", { "x.auto.tfvars": "a = 1" }, "its folder holds something else"],
    ["a provider", { ".terraform/providers/x": "" }, "its folder holds something else"],
  ])("refuses a plan beside which %s lies", async (_, files, message) => {
    const beside = Object.fromEntries(Object.entries(files).map(([file, text]) => [`plan-dev-network/${file}`, text]));
    const plans = { "dev-network": ["passes", true], "prod-services": ["passes", true] } as const;
    const { status, environments, verdicts } = await judge(plans, beside);
    expect(status).toBe(1);
    expect(environments).toEqual([applied("prod", "services")]);
    expect(verdicts).toContain(`### kelmah-dev-network\n\n**It is refused**: `);
    expect(verdicts).toContain(message);
  });

  test("offers nothing when nothing changes", async () => {
    expect(await judge({ "dev-network": ["passes", false] })).toMatchObject({ status: 0, environments: [] });
  });

  test("writes every verdict, for the comment and into the run's summary", async () => {
    const { verdicts } = await judge({
      "dev-network": ["passes", false],
      "dev-services": ["refused", true],
      "prod-network": ["broken", true],
      "prod-services": ["missing", true],
    });
    expect(verdicts).toBe(`
### kelmah-dev-network

passes

### kelmah-dev-services

refused

### kelmah-prod-network

**It could not be judged**; the log of the run says why.

### kelmah-prod-services

**It could not be planned**; the log of the run says why.
`);
    expect(read("summary")).toBe(verdicts);
  });
});

describe("the look at the stacks", () => {
  const script = join(projectDirectory, ".github/scripts/check-stacks");

  test("is taken of every stack that is planned, and fails where one is refused", async () => {
    const check = async (refused: string) => {
      await standIn("npm", `echo "$*" | tee -a calls\n[[ "$*" != *${refused} ]]`);
      const plans = ["network", "services"].map((part) => ({ environment: "dev", part, stack: `kelmah-dev-${part}` }));
      return run(script, { PLANS: JSON.stringify(plans) }).status;
    };
    expect(await check("prod-network")).toBe(0);
    expect(read("calls")).toBe(
      ["network", "services"]
        .map((part) => `run --silent guard -- --env dev --configuration cdktf.out/stacks/kelmah-dev-${part}\n`)
        .join(""),
    );
    for (const part of ["network", "services"]) expect(await check(`dev-${part}`)).toBe(1);
  });
});
