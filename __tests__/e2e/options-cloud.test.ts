// HCP Terraform itself cannot be emulated: `terraform validate` says whether its workspaces and states are written well. The roles
// of a deployment are applied to the emulator, as they are with a state in S3.
import { App } from "cdktf";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPlan } from "../../src/ops/guard/read";
import { run } from "../../src/ops/process";
import type { Terraform } from "../../src/ops/terraform/terraform";
import { validate } from "../../src/model/validate";
import { addStacks } from "../../src/stacks/app";
import { githubExample } from "../helpers/cloud";
import { cacheDirectory } from "../helpers/directories";
import { optionExample, OptionPlatform } from "../helpers/option-platform";
import { everything } from "../helpers/everything";
import { describeEndToEnd } from "../helpers/prerequisites";
import { withStandingProvider } from "../helpers/standing-provider";

const STACKS = ["repositories", "network", "services", "deployment"].map((part) => `kelmah-test-${part}`);

describeEndToEnd("an environment with its state in HCP Terraform", ["terraform"], () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kelmah-cloud-"));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test("passes terraform validate without a warning with every option on, as JSON and as HCL", async () => {
    const environment = everything();
    validate([environment]);
    const stacks = addStacks(new App({ outdir: join(folder, "out"), stackTraces: false }), [environment]);
    expect(stacks.map(({ stack }) => stack.node.id)).toEqual(STACKS);
    for (const { stack } of stacks) {
      stack.prepareStack();
      const { hcl } = stack.toHclTerraform();
      // What cdktf leaves out of the HCL of a `cloud` block.
      expect(hcl).toContain('project = "Platform"');
      for (const [format, file, text] of [
        ["json", "cdk.tf.json", JSON.stringify(stack.toTerraform())],
        ["hcl", "cdk.tf", hcl],
      ] as const) {
        await mkdir(join(folder, format, stack.node.id), { recursive: true });
        await writeFile(join(folder, format, stack.node.id, file), text);
      }
    }
    const directories = ["json", "hcl"].flatMap((format) => STACKS.map((stack) => join(folder, format, stack)));
    const clean = { ...process.env, CI: "1", CHECKPOINT_DISABLE: "1" };
    await withStandingProvider(clean, directories, async (env) => {
      const terraform = (cwd: string, ...args: string[]) => run("terraform", args, { cwd, env });
      for (const directory of directories) {
        const { stdout } = await terraform(directory, "validate", "-json");
        expect({ directory, ...(JSON.parse(stdout) as object) }).toMatchObject({
          directory,
          valid: true,
          diagnostics: [],
        });
      }
    });
  });
});

/** The plan's own file says all that the guard wants to know, in a folder where nobody has run `terraform init`, without credentials. */
async function isJudgedElsewhere(terraform: Terraform): Promise<void> {
  const stack = await readFile(join(terraform.directory, "cdk.tf.json"), "utf8");
  await terraform.plan({ out: "plan", destroy: true });
  const folder = await mkdtemp(join(tmpdir(), "kelmah-plan-"));
  await copyFile(join(terraform.directory, "plan"), join(folder, "plan"));
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  const read = (file: string) =>
    readPlan({ file, env: Object.fromEntries(clean), cacheDirectory: join(cacheDirectory, "terraform") });
  const { plan, made } = await read(join(folder, "plan"));
  expect(made).toMatchObject({
    configuration: stack,
    others: [],
    backend: {
      type: "s3",
      config: (JSON.parse(stack) as { terraform: { backend: { s3: object } } }).terraform.backend.s3,
      workspace: "default",
    },
  });
  expect(plan.resource_changes.map(({ address, change }) => `${change.actions.join()} ${address}`)).toEqual([
    "delete aws_iam_openid_connect_provider.github",
    "delete aws_iam_policy.boundary",
    "delete aws_iam_role.github_apply",
    "delete aws_iam_role.github_plan",
    "delete aws_iam_role_policy.github_apply",
    "delete aws_iam_role_policy.github_plan",
  ]);
  await rm(folder, { recursive: true });
}

describeEndToEnd("the roles of a deployment from GitHub", ["emulator", "terraform"], () => {
  test("are applied, plan nothing afterwards in JSON and in HCL, and leave with the option", async () => {
    const platform = await OptionPlatform.start();
    const { deployment } = githubExample();
    const environment = { ...optionExample(), inventory: githubExample().inventory };
    const deployed = { ...environment, ...(deployment && { deployment }) };
    // Roles that are there get their bound in place, once the deployment's stack has made it, and lose it in place.
    const network = { ...environment.network, flowLogsRetentionDays: 30 };
    await platform.applyPart({ ...environment, network }, "network");
    const { counts } = await platform.applyPart(deployed, "deployment");
    for (const roles of ["bounded", "untouched"] as const) {
      const watched = { ...environment, network, deployment: { ...deployment, roles } };
      expect((await platform.applyPart(watched, "network")).changes).toEqual([
        expect.objectContaining({ address: "aws_iam_role.flow_logs", action: "update" }),
      ]);
      expect(await platform.plan(watched, "network")).toMatchObject({ changed: false });
    }
    expect(counts).toMatchObject({ add: 6, change: 0, destroy: 0 });
    for (const format of ["json", "hcl"] as const) {
      expect(await platform.plan(deployed, "deployment", format)).toMatchObject({ changed: false, changes: [] });
    }
    await isJudgedElsewhere(await platform.terraform(deployed, "deployment"));
    const moved = { ...deployed, deployment: { github: { repository: "kelmah/platform" } } };
    expect((await platform.applyPart(moved, "deployment")).counts).toMatchObject({ add: 0, change: 2, destroy: 0 });
    expect((await (await platform.terraform(moved, "deployment")).plan({ destroy: true })).counts).toMatchObject({
      destroy: 6,
    });
    expect(await platform.emulator.unimplemented()).toEqual([]);
    await platform.stop();
  });
});
