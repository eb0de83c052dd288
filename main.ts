import { App } from "cdktf";
import { environments } from "./src/environments";
import { OperatorError } from "./src/model/problem";
import { validate } from "./src/model/validate";
import { synthesize } from "./src/stacks/app";

try {
  const all = environments(process.env.KELMAH_INVENTORY_DIR);
  validate(all);
  const app = new App({ stackTraces: false });
  synthesize(app, all, {
    s3UsePathStyle: process.env.KELMAH_AWS_S3_USE_PATH_STYLE === "true",
    only: process.env.KELMAH_ONLY_ENVIRONMENT,
  });
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
