import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../src/ops/process";
import { AWS_PROVIDER } from "../helpers/aws-provider";
import { launcher, projectDirectory } from "../helpers/directories";
import { describeWithEmulator } from "../helpers/prerequisites";
import { type Production, writeInventory } from "../../src/ops/rehearse/production/production";
import { copyProduction } from "../helpers/production";
import { temporaryDirectory } from "../helpers/temporary";

const directory = temporaryDirectory();
let production: Production;

/** Runs the command as npm does. */
async function discover(env: NodeJS.ProcessEnv, ...args: string[]) {
  const entry = join(projectDirectory, "src/ops/discover/main.ts");
  const { providers } = production.emulator;
  const lent = await providers.lend(AWS_PROVIDER);
  try {
    const reattach = { ...env, TF_REATTACH_PROVIDERS: lent.reattach };
    return await run(process.execPath, [launcher, entry, ...args], { cwd: projectDirectory, env: reattach });
  } finally {
    await lent.giveBack(true);
  }
}

describeWithEmulator("npm run discover in production", () => {
  beforeAll(async () => {
    production = await copyProduction("full");
  });
  afterAll(async () => {
    await production.emulator.stop();
  });
  const inventory = () => directory.path("inventory");
  const environment = (): NodeJS.ProcessEnv => ({
    ...production.emulator.environment,
    // On a terminal, and in CI, it says it in colour.
    NO_COLOR: "1",
    KELMAH_INVENTORY_DIR: inventory(),
  });

  test("nothing is written unless told, then the inventory is, and a second time there is nothing to write", async () => {
    const file = await writeInventory(inventory(), production.given);
    const before = await readFile(file, "utf8");
    const dry = await discover(environment(), "--env", "prod");
    expect(dry).toMatchObject({ status: 0, stderr: "" });
    expect(dry.stdout).toMatch(
      /prod\.json would change: write it with --write\.\nImports: \+50, ~0, -0, 50 in all\.\n$/,
    );
    expect(await readFile(file, "utf8")).toBe(before);

    expect((await discover(environment(), "--env", "prod", "--write")).stdout).toMatch(/prod\.json was written/);
    const written = await readFile(file, "utf8");
    const again = await discover(environment(), "--env", "prod", "--write", "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({ changed: false, written: false, unsettled: [] });
    expect(await readFile(file, "utf8")).toBe(written);
  });

  test("what has to be settled ends with status 1, and nothing is written", async () => {
    // The NAT gateway lies in the first public subnet: in the second, it would have to be made again, and the route lead there.
    const [first = "", second = "", third = ""] = production.given.publicSubnets ?? [];
    const file = await writeInventory(inventory(), { ...production.given, publicSubnets: [second, first, third] });
    const before = await readFile(file, "utf8");
    const { status, stdout, stderr } = await discover(environment(), "--env", "prod", "--write");
    expect([status, stderr]).toEqual([1, "2 things have to be settled first, see above. Nothing was written.\n"]);
    expect(stdout).toContain(
      `aws_nat_gateway.nat_a: subnet_id is "${first}" and would be "${second}": Terraform would destroy it and make it again.`,
    );
    expect(await readFile(file, "utf8")).toBe(before);
  });

  test("no credentials are one sentence", async () => {
    await writeInventory(inventory(), production.given);
    const { AWS_ACCESS_KEY_ID: _id, ...env } = environment();
    const { status, stderr } = await discover(env, "--env", "prod");
    expect([_id, status, stderr]).toEqual([
      "test",
      2,
      "There are no AWS credentials. Set AWS_PROFILE, or sign in with: aws sso login.\n",
    ]);
  });
});
