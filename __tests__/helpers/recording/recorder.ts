import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { performance } from "node:perf_hooks";
import { CALLS_VARIABLE, cpuSecondsOf, parseCalls, PROVIDER } from "../../../src/ops/terraform/calls";
import { nameOf, writeRecord } from "./records";
import { findProgram, shim } from "./shim";

/** Which test file is measured. */
export interface Measured {
  /** The project's folder. */
  readonly project: string;
  /** The test file's path. */
  readonly path: string;
  /** The environment that the test's processes inherit. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Measures a test file from now to `finish`. Until then a script stands before the Terraform on PATH: it is the one place
 * that every way of starting Terraform passes, through cdktf, from a command of ours or as a document says.
 */
export class Recorder {
  private readonly began = performance.now();
  private readonly cpuBefore = cpuSecondsOf("self");
  private readonly folder = mkdtempSync(join(tmpdir(), "kelmah-terraform-"));
  private readonly log = join(this.folder, "calls");
  private readonly before: Readonly<Record<string, string | undefined>>;

  constructor(private readonly measured: Measured) {
    const { env } = measured;
    this.before = { PATH: env.PATH, [CALLS_VARIABLE]: env[CALLS_VARIABLE] };
    env[CALLS_VARIABLE] = this.log;
    const terraform = findProgram("terraform", env.PATH);
    if (terraform === undefined) return; // Whoever looks for one is to find none.
    writeFileSync(join(this.folder, "terraform"), shim(terraform, this.log), { mode: 0o755 });
    env.PATH = `${this.folder}${delimiter}${env.PATH ?? ""}`;
  }

  /** Puts everything back, and keeps the record of a file that was run `whole`: half a run says nothing of the next. */
  finish(whole: boolean): void {
    const { env, project, path } = this.measured;
    for (const [name, value] of Object.entries(this.before)) {
      if (value === undefined) Reflect.deleteProperty(env, name);
      else env[name] = value;
    }
    try {
      if (whole) writeRecord(project, { file: nameOf(project, path), ...this.figures() });
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  private figures() {
    const cpuAfter = cpuSecondsOf("self");
    const calls = existsSync(this.log) ? parseCalls(readFileSync(this.log, "utf8")) : [];
    // Nobody waits for the end of a provider that stays up, so it is not among the children.
    const beside = calls.reduce((sum, { command, cpuSeconds }) => sum + (command === PROVIDER ? cpuSeconds : 0), 0);
    return {
      ended: new Date().toISOString(),
      seconds: (performance.now() - this.began) / 1000,
      ...(cpuAfter !== undefined && this.cpuBefore !== undefined && { cpuSeconds: cpuAfter - this.cpuBefore + beside }),
      calls,
    };
  }
}
