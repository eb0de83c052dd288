import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Terraform } from "../../../src/ops/terraform/terraform";
import type { TerraformOptions } from "../../../src/ops/terraform/types";
import { temporaryDirectory } from "../../helpers/temporary";

const folder = temporaryDirectory();

/** Terraform in a stack's folder, played by a shell script that first notes its arguments and some of its environment. */
async function open(script: string, options: Partial<TerraformOptions> = {}): Promise<Terraform> {
  await folder.write("out/stacks/kelmah-dev-network/cdk.tf.json", "{}");
  await folder.write(
    "bin/terraform",
    `#!/bin/sh
echo "$* [\${TF_CLI_ARGS_init-none}] [\${TF_WORKSPACE-none}] [\${TF_DATA_DIR-none}] [$TF_INPUT]" >> "${folder.path("calls")}"
${script}
`,
    0o755,
  );
  return Terraform.open({
    directory: folder.path("out/stacks/kelmah-dev-network"),
    cacheDirectory: folder.path("cache"),
    env: {
      PATH: `${folder.path("bin")}:${process.env.PATH ?? ""}`,
      TF_CLI_ARGS_init: "-backend-config=x=y",
      TF_WORKSPACE: "other",
      TF_DATA_DIR: "/elsewhere",
    },
    logFile: folder.path("logs/network.log"),
    ...options,
  });
}

const calls = () => readFileSync(folder.path("calls"), "utf8").trim().split("\n");
const log = () => readFileSync(folder.path("logs/network.log"), "utf8");
const change = (action: string, addr: string) =>
  JSON.stringify({ type: "planned_change", change: { resource: { addr }, action } });
const summary = (add: number) => JSON.stringify({ type: "change_summary", changes: { add, change: 0, remove: 0 } });

describe("init", () => {
  test("keeps the arguments meant for the stack's backend, and the user's workspace and data folder out", async () => {
    await (await open("")).init();
    expect(calls()).toEqual(["init -json -input=false -reconfigure [-backend-config=x=y] [none] [none] [0]"]);
  });

  test("leaves those arguments out when the backend is overridden", async () => {
    await (await open("")).init({ overridden: true });
    expect(calls()).toEqual(["init -json -input=false -reconfigure [] [none] [none] [0]"]);
  });

  test("runs one at a time: the plugin cache bears no two", async () => {
    const script = `mkdir "${folder.path("busy")}" || exit 1; sleep 0.1; rmdir "${folder.path("busy")}"`;
    const terraform = await open(script);
    await Promise.all([terraform.init(), terraform.init()]);
  });
});

describe("plan", () => {
  test("tells what would change", async () => {
    const terraform = await open(`echo '${change("create", "a.a")}'; echo '${summary(1)}'; exit 2`);
    await expect(terraform.plan({ out: "p.tfplan" })).resolves.toEqual({
      changed: true,
      counts: { add: 1, change: 0, destroy: 0, import: 0 },
      changes: [{ address: "a.a", action: "create" }],
      drift: [],
      warnings: [],
    });
    expect(calls()[0]).toContain("plan -json -input=false -detailed-exitcode -out=p.tfplan ");
  });

  test("is empty when Terraform says so", async () => {
    await expect((await open("exit 0")).plan()).resolves.toMatchObject({ changed: false, changes: [] });
  });

  test("fails with the errors, and with the log", async () => {
    const diagnostic = { severity: "error", summary: "No such image", detail: "", address: "data.aws_ecr_image.auth" };
    const terraform = await open(`echo '${JSON.stringify({ type: "diagnostic", diagnostic })}'; exit 1`);
    await expect(terraform.plan()).rejects.toThrow(
      "terraform plan failed for kelmah-dev-network\n" +
        `  data.aws_ecr_image.auth: No such image\nLog: ${folder.path("logs/network.log")}`,
    );
  });
});

test("apply tells its progress and its counts", async () => {
  const seen: string[] = [];
  const done = JSON.stringify({ type: "apply_complete", hook: { resource: { addr: "a.a" } } });
  const terraform = await open(`echo '${change("create", "a.a")}'; echo '${done}'; echo '${summary(1)}'`);
  const counts = await terraform.apply("p.tfplan", ({ done: count, total }) => seen.push(`${count}/${total}`));
  expect(counts).toEqual({ add: 1, change: 0, destroy: 0, import: 0 });
  expect(seen).toEqual(["0/1", "1/1", "1/1"]);
});

test("destroy does not ask", async () => {
  await (await open("")).destroy();
  expect(calls()[0]).toContain("destroy -json -input=false -auto-approve ");
});

describe("the log", () => {
  test("has the commands, the events and what Terraform says beside them", async () => {
    const terraform = await open(`echo '${summary(0)}'; echo oops >&2`);
    await terraform.plan();
    expect(log()).toBe(`$ terraform plan -json -input=false -detailed-exitcode\n${summary(0)}\noops\n`);
  });

  test("has no states and no outputs: they may hold secrets", async () => {
    const terraform = await open(`echo '{"password": {"value": "hunter2", "sensitive": true}}'`);
    await expect(terraform.output()).resolves.toEqual({ password: { value: "hunter2", sensitive: true } });
    await terraform.statePull();
    await terraform.show("p.tfplan");
    expect(log()).not.toContain("hunter2");
  });
});

describe("validate", () => {
  const result = (severity: string) =>
    JSON.stringify({
      diagnostics: [{ severity, summary: "Quoted reference", range: { filename: "cdk.tf", start: { line: 7 } } }],
    });

  test("returns the warnings", async () => {
    await expect((await open(`echo '${result("warning")}'`)).validate()).resolves.toEqual([
      { severity: "warning", summary: "Quoted reference", detail: "", place: "cdk.tf:7" },
    ]);
  });

  test("fails with the errors", async () => {
    await expect((await open(`echo '${result("error")}'; exit 1`)).validate()).rejects.toThrow(
      "  cdk.tf:7: Quoted reference",
    );
  });
});

test("an empty state lists nothing, though Terraform calls that an error", async () => {
  await expect((await open('[ "$2" = pull ]')).stateList()).resolves.toEqual([]);
});

test("a state lists its addresses", async () => {
  await expect((await open('[ "$2" = pull ] && echo {} || printf "a.a\\nb.b\\n"')).stateList()).resolves.toEqual([
    "a.a",
    "b.b",
  ]);
});

describe("when interrupted", () => {
  const interrupted = new Error("Interrupted");

  /** Applies with a script that says when it is running, and interrupts it then. */
  async function interrupt(script: string): Promise<number> {
    const controller = new AbortController();
    const terraform = await open(`${script}; echo $$ > "${folder.path("running")}"; while :; do sleep 0.05; done`, {
      signal: controller.signal,
      killAfterSeconds: 0.3,
    });
    const apply = expect(terraform.apply("p.tfplan")).rejects.toBe(interrupted);
    while (!existsSync(folder.path("running"))) await sleep(10);
    const began = Date.now();
    controller.abort(interrupted);
    await apply;
    const pid = Number(readFileSync(folder.path("running"), "utf8"));
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    return (Date.now() - began) / 1000;
  }

  test("lets Terraform write its state, and waits for that", async () => {
    await interrupt(`trap 'sleep 0.1; echo written > "${folder.path("state")}"; exit 1' INT`);
    expect(readFileSync(folder.path("state"), "utf8")).toBe("written\n");
  });

  test("kills it when it does not end", async () => {
    expect(await interrupt("trap '' INT")).toBeGreaterThan(0.25);
  });

  test("does not begin another command", async () => {
    const terraform = await open("", { signal: AbortSignal.abort(interrupted) });
    await expect(terraform.plan()).rejects.toBe(interrupted);
    expect(existsSync(folder.path("calls"))).toBe(false);
  });
});
