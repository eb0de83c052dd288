import { App } from "cdktf";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { environments } from "./src/environments";
import { writeWhole } from "./src/files/whole-folder";
import { OperatorError } from "./src/model/problem";
import { validate } from "./src/model/validate";
import { synthesize } from "./src/stacks/app";

/** Removes a file, if that is possible: where nothing can be written, it cannot be removed either. */
function removed(file: string): boolean {
  try {
    rmSync(file, { force: true });
    return true;
  } catch {
    return false;
  }
}

try {
  const all = environments(process.env.KELMAH_INVENTORY_DIR);
  validate(all);
  writeWhole(process.env.CDKTF_OUTDIR ?? "cdktf.out", (outdir) => {
    synthesize(new App({ outdir, stackTraces: false }), all, {
      s3UsePathStyle: process.env.KELMAH_AWS_S3_USE_PATH_STYLE === "true",
      only: process.env.KELMAH_ONLY_ENVIRONMENT,
    });
  });
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
  // cdktf's commands print once more what an app has written that fails. One that ends well and leaves no manifest has
  // failed for them too, and is not repeated (cdktf-cli 0.21, SynthStack.synth).
  const { CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: runByCdktf, CDKTF_OUTDIR: outdir } = process.env;
  if (runByCdktf === "true" && outdir !== undefined && removed(join(outdir, "manifest.json"))) process.exitCode = 0;
}
