import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emulator } from "../../src/ops/emulator";
import { seedImages } from "../../src/ops/local/seed";
import { StateInBackground } from "../../src/ops/local/state";
import { run } from "../../src/ops/process";
import { stackFolder, synthesize } from "../../src/ops/synthesize";
import { readStack } from "../../src/ops/stack";
import { Terraform } from "../../src/ops/terraform/terraform";
import { cacheDirectory } from "../helpers/directories";
import { Documented } from "../helpers/documented";
import { clientConfig, startTestEmulator } from "../helpers/emulator";
import { listEverything } from "../helpers/inventory";
import { describeEndToEnd } from "../helpers/prerequisites";
import { copyProject } from "../helpers/project-copy";

const ACCOUNT = "111122223333";
const REGION = "eu-west-1";
const STATE = `kelmah-state-${ACCOUNT}`;
const COMMAND = `npm run new-environment -- --name demo --account ${ACCOUNT} --region ${REGION}`;
const REPORTER = { phase: () => undefined, progress: () => undefined };

describeEndToEnd("a new environment in an account of its own", ["emulator", "terraform"], () => {
  const document = new Documented("docs/new-environment.md", COMMAND);
  let project: string;
  let folder: string;
  let emulator: Emulator;

  beforeAll(async () => {
    project = await copyProject();
    folder = await mkdtemp(join(tmpdir(), "kelmah-new-environment-"));
    emulator = await startTestEmulator({ account: ACCOUNT, region: REGION });
  });

  afterAll(async () => {
    await emulator.stop();
    await rm(folder, { recursive: true });
    await rm(project, { recursive: true });
  });

  test("is written by one command, applied as the document says, and destroyed whole", async () => {
    const written = await run(process.execPath, document.typeToNode(COMMAND), { cwd: project, env: process.env });
    expect(written).toMatchObject({ status: 0, stderr: "" });
    const env = { ...process.env, KELMAH_AWS_S3_USE_PATH_STYLE: "true" };
    const stacks = await synthesize({ project, outdir: join(folder, "out"), env, only: "demo" });
    const open = async (stack: string) => {
      const directory = stackFolder(stacks, stack);
      const { environment, providers } = emulator;
      const options = { directory, env: environment, providers, cacheDirectory: join(cacheDirectory, "terraform") };
      const terraform = await Terraform.open(options);
      await terraform.init();
      return terraform;
    };
    const apply = async (stack: string) => {
      const terraform = await open(stack);
      await terraform.plan({ out: "plan" });
      await terraform.apply("plan");
      return terraform;
    };

    // Its state stack first: the bucket and table are the ones that the other stacks' backends name.
    const directory = stackFolder(stacks, STATE);
    const { s3Backend } = await readStack(directory);
    const state = new StateInBackground(
      {
        directory,
        localStateDirectory: join(folder, "state"),
        cacheDirectory: join(cacheDirectory, "terraform"),
        env: emulator.environment,
        providers: emulator.providers,
      },
      clientConfig(emulator),
    );
    await state.begin(s3Backend, REPORTER);

    const repositories = await apply("kelmah-demo-repositories");
    expect(await repositories.stateList()).toContain("aws_ecr_repository.kelmah_auth_service");
    await seedImages({ stacks: [stackFolder(stacks, "kelmah-demo-services")], config: clientConfig(emulator) });
    const before = await listEverything(emulator);

    const network = await apply("kelmah-demo-network");
    const services = await apply("kelmah-demo-services");
    const there = await listEverything(emulator);
    expect(there.services).toHaveLength(7);
    expect(there.parameters).toContain("/kelmah/demo/JWT_SECRET");
    expect(await state.end(REPORTER)).toBe(
      `7 added, 0 changed, 0 destroyed; state moved to s3://kelmah-terraform-state-${ACCOUNT}/${STATE}/terraform.tfstate`,
    );

    for (const terraform of [services, network]) {
      await terraform.destroy();
      expect(await terraform.stateList()).toEqual([]);
    }
    expect(await listEverything(emulator)).toEqual(before);
    expect(await emulator.unimplemented()).toEqual([]);
  });

  document.testThatAllAreTyped();
});
