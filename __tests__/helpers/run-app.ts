import { execFile } from "node:child_process";
import { launcher, projectDirectory } from "./directories";

/** How the app ended, and what it wrote to the terminal. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the app as cdktf.json does, with these environment variables beside the usual ones. */
export function runApp(variables: Readonly<Record<string, string>>, cwd = projectDirectory): Promise<Outcome> {
  return new Promise((resolve) => {
    const none = {
      CDKTF_OUTDIR: undefined,
      SYNTH_HCL_OUTPUT: undefined,
      KELMAH_INVENTORY_DIR: undefined,
      KELMAH_ONLY_ENVIRONMENT: undefined,
    };
    const options = { cwd, env: { ...process.env, ...none, ...variables } };
    execFile(process.execPath, [launcher, "main.ts"], options, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
