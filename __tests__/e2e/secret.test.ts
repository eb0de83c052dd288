import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { DescribeTaskDefinitionCommand, ECSClient, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Emulator } from "../../src/ops/emulator";
import { projectDirectory } from "../helpers/directories";
import { Documented } from "../helpers/documented";
import { clientConfig, startTestEmulator } from "../helpers/emulator";
import { describeEndToEnd } from "../helpers/prerequisites";
import { temporaryDirectory } from "../helpers/temporary";

const VALUE = "mongodb+srv://kelmah:a-word-that-must-not-leak@cluster0.example.net/kelmah";
const NAME = "/kelmah/dev/MONGODB_URI";
const COMMAND = `${JSON.stringify(process.execPath)} bin/run.js src/ops/secret/main.ts`;

/** A terminal for a command: types a line once it is asked, and prints all that the terminal shows. */
const TERMINAL = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp("sh", ["sh", "-c", sys.argv[1]])
shown, typed = b"", False
while True:
    try:
        chunk = os.read(terminal, 1024)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk
    if not typed and b"Enter ends it): " in shown:
        typed = True
        os.write(terminal, sys.stdin.buffer.read())
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

describeEndToEnd("npm run secret", ["emulator"], () => {
  const document = new Documented("docs/runbook.md", "One image's tag is missing");
  const [command = ""] = document.commands;
  const directory = temporaryDirectory();
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startTestEmulator();
  });

  afterAll(async () => {
    await emulator.stop();
  });

  /** Types a command into a shell, with something on its standard input. */
  async function type(command: string, input: string, env: NodeJS.ProcessEnv = {}, program = ["bash", "-c", command]) {
    const [file = "", ...args] = program;
    const running = promisify(execFile)(file, args, {
      cwd: projectDirectory,
      env: { ...process.env, ...emulator.environment, ...env },
    });
    running.child.stdin?.end(input);
    const { stdout, stderr, code = 0 } = await running.catch(
      (error: unknown) => error as { stdout: string; stderr: string; code: number },
    ) as { stdout: string; stderr: string; code?: number }; // prettier-ignore
    expect(`${stdout}${stderr}`).not.toContain("must-not-leak");
    return { status: code, stdout, stderr };
  }

  async function stored() {
    const { Parameter } = await new SSMClient(clientConfig(emulator)).send(
      new GetParameterCommand({ Name: NAME, WithDecryption: true }),
    );
    return { value: Parameter?.Value, version: Parameter?.Version, type: Parameter?.Type };
  }

  test("sets what comes through a pipe, from a file and from a terminal, and shows none of it", async () => {
    const piped = await type(`${COMMAND} --env dev MONGODB_URI`, `${VALUE}-1\n`);
    expect(piped).toMatchObject({ status: 0, stderr: "Reading the value from the pipe.\n" });
    expect(piped.stdout).toBe(`${NAME} is set in Parameter Store.
The line end behind the value was left out.

Next: it was not there before. Record it, so that Terraform does not make it too, commit the inventory, and plan:
  npm run discover -- --env dev --write
`);
    expect(await stored()).toEqual({ value: `${VALUE}-1`, version: 1, type: "SecureString" });

    const file = await directory.write("value", `${VALUE}-2`);
    const read = await type(`${COMMAND} --env dev MONGODB_URI --from-file ${file}`, "");
    expect(read).toMatchObject({ status: 0, stderr: "" });
    expect(read.stdout).toMatch(
      / is set in Parameter Store\.\n\nNext: tasks read their secrets only when they start\. /,
    );
    expect(read.stdout.match(/--force-new-deployment --region eu-north-1$/gm)).toHaveLength(7);
    expect(await stored()).toEqual({ value: `${VALUE}-2`, version: 2, type: "SecureString" });

    const typed = await type("", `${VALUE}-3\r`, {}, ["python3", "-c", TERMINAL, `${COMMAND} --env dev MONGODB_URI`]);
    expect(typed.stdout).toMatch(
      /^The value of MONGODB_URI in dev \(it is not shown; Enter ends it\): \r?\n\/kelmah\/dev\/MONGODB_URI is set in /,
    );
    expect(typed.status).toBe(0);
    expect(await stored()).toEqual({ value: `${VALUE}-3`, version: 3, type: "SecureString" });
  });

  test("sets nothing that is no value, no secret of the environment's, or for another account", async () => {
    const before = await stored();
    const dev = `${COMMAND} --env dev`;
    expect(await type(`${dev} MONGODB_URI`, "\n")).toMatchObject({ status: 1, stdout: "" });
    expect(await type(`${dev} MONGODB_URI`, "pending\n")).toMatchObject({ status: 1, stdout: "" });
    const misspelt = await type(`${dev} MONGO_URI`, VALUE);
    expect(misspelt.status).toBe(2);
    expect(misspelt.stderr).toMatch(/^No service of dev reads a secret 'MONGO_URI'\. Did you mean MONGODB_URI\? /);
    expect(await type(`${dev} MONGODB_URI ${VALUE}`, "")).toMatchObject({ status: 2, stdout: "" });
    await directory.write("inventory/dev.json", JSON.stringify({ account: "111122223333", region: "eu-north-1" }));
    const elsewhere = await type(`${dev} MONGODB_URI`, VALUE, { KELMAH_INVENTORY_DIR: directory.path("inventory") });
    expect(elsewhere.status).toBe(2);
    expect(elsewhere.stderr).toMatch(
      /^The AWS credentials are account 992350137489's, but environment dev belongs to 111122223333\. /,
    );
    expect(await stored()).toEqual(before);
  });

  test("the runbook's command shows the digest that an image can be pinned by", async () => {
    const digest = `sha256:${"5".repeat(64)}`;
    const image = `992350137489.dkr.ecr.eu-north-1.amazonaws.com/kelmah-auth-service@${digest}`;
    const client = new ECSClient(clientConfig(emulator));
    const family = /--task-definition (\S+)/.exec(command)?.[1];
    await client.send(
      new RegisterTaskDefinitionCommand({
        family,
        containerDefinitions: [{ name: "auth-service", image, memory: 512 }],
      }),
    );
    await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: family }));
    expect((await type(document.type(command), "")).stdout).toContain(`kelmah-auth-service@${digest}`);
  });

  document.testThatAllAreTyped();
});
