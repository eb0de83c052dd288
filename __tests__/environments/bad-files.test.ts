import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../src/ops/process";
import { copyProject } from "../helpers/project-copy";
import { temporaryDirectory } from "../helpers/temporary";

// Each test runs the app, on a machine that may be busy.
jest.setTimeout(60_000);

const directory = temporaryDirectory();

let project: string;
beforeAll(async () => {
  project = await copyProject();
});
afterAll(() => rm(project, { recursive: true, force: true }));

/** Runs a command while these files of `src/environments/` have another text, and makes sure that it refuses them. */
async function refusal(files: Readonly<Record<string, string>>, command = APP, status = 1): Promise<string> {
  const before = new Map<string, string | undefined>();
  try {
    for (const [name, text] of Object.entries(files)) {
      const file = join(project, "src/environments", name);
      before.set(file, await readFile(file, "utf8").catch(() => undefined));
      await mkdir(join(file, ".."), { recursive: true });
      await writeFile(file, text);
    }
    const env = { ...process.env, CDKTF_OUTDIR: directory.path("out"), KELMAH_INVENTORY_DIR: undefined };
    const ended = await run(process.execPath, command, { cwd: project, env });
    expect(ended).toMatchObject({ status, stdout: "" });
    return ended.stderr;
  } finally {
    for (const [file, text] of before) await (text === undefined ? rm(file) : writeFile(file, text));
  }
}

const APP = ["bin/run.js", "main.ts"];
const INVENTORY = '{ "account": "111122223333", "region": "eu-north-1" }';
const demo = (text: string) => ({ "demo.ts": text, "inventory/demo.json": INVENTORY });
const cannot = "src/environments/demo.ts: no environment can be made of it:";

test.each([
  ["gives back null", "export default () => null;", "src/environments/demo.ts: what its default export gives back is no environment"],
  ["gives back nothing", "export default () => undefined;", "src/environments/demo.ts: what its default export gives back is no environment"],
  ["fails", "export default () => { throw new Error('no such thing'); };", `${cannot} no such thing`],
  ["cannot be read", "export default () => ({}); throw new Error('not now');", `${cannot} not now`],
])("an environment's file that %s is a problem and no stack trace", async (_, text, line) => {
  const stderr = await refusal(demo(text));
  expect(stderr).toBe(
    `Environment 'demo' has 1 problem:\n  ${line}\n\nNothing was written. Correct src/environments/ and run the command again.\n`,
  );
}); // prettier-ignore

test("what is wrong with how one is made hides nothing of the others", async () => {
  const prod = await readFile(join(project, "src/environments/prod.ts"), "utf8");
  const dev = await readFile(join(project, "src/environments/dev.ts"), "utf8");
  const stderr = await refusal({
    "dev.ts": dev.replace("containerInsights:", "containerInsight:"),
    "prod.ts": prod.replace("> = {};", "> = { reveiw: 'internal' };"),
    ...demo(dev.replace('name: "dev"', 'name: "prod"').replace("10.20.0.0/16", "10.90.0.0/15")),
  });
  expect(stderr).toContain(`Environment 'demo' has 2 problems:
  name: 'prod': an environment is called like its file: write 'demo'
  network.vpc.cidr: `);
  expect(stderr).toContain(`Environment 'prod' has 1 problem:
  src/environments/prod.ts: no environment can be made of it: A phase is given to what is no service: 'reveiw' (the nearest is 'review')
`);
  expect(stderr).toContain(`Environment 'dev' has 2 problems:
  containerInsights: (missing): true or false is needed
  containerInsight: is not a field that is known here: the nearest is 'containerInsights'
`);
});

test.each(["demo-1", "Demo", "demo_eu", "1demo"])(
  "an environment whose file is called %s is not passed over",
  async (name) => {
    const dev = await readFile(join(project, "src/environments/dev.ts"), "utf8");
    const stderr = await refusal({
      [`${name}.ts`]: dev.replace('name: "dev"', `name: "${name}"`).replace("10.20.", "10.90."),
      [`inventory/${name}.json`]: INVENTORY,
    });
    expect(stderr).toContain(`name: '${name}' is no environment's name: 2 to 10 lower-case letters and digits`);
  },
);

test("an inventory of no environment is not passed over either", async () => {
  expect(await refusal({ "inventory/Demo.json": INVENTORY })).toContain(
    "src/environments/inventory/Demo.json is an inventory, and no src/environments/Demo.ts has a default export that takes it",
  );
});

test.each([
  ["verify", ["--env", "dev"]],
  ["secret", ["--env", "dev", "JWT_SECRET"]],
  ["discover", ["--env", "dev"]],
])("npm run %s, which synthesizes nothing or only later, refuses a field that nobody knows too", async (name, args) => {
  const dev = await readFile(join(project, "src/environments/dev.ts"), "utf8");
  const files = { "dev.ts": dev.replace("ecsExec:", "ecsExce:") };
  const command = ["bin/run.js", `src/ops/${name}/main.ts`, ...args];
  expect(await refusal(files, command, 2)).toContain(
    "Environment 'dev' has 1 problem:\n  ecsExce: is not a field that is known here: the nearest is 'ecsExec'\n",
  );
});
