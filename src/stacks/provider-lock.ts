import type { App } from "cdktf";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../model/problem";
import type { BaseStack } from "./base-stack";

/** What Terraform calls its lock file of providers ("Dependency Lock File"). */
const NAME = ".terraform.lock.hcl";
const COMMITTED = join(__dirname, "../..", NAME);

/**
 * Puts the project's lock file of providers into the folder of each stack: `terraform init` then installs that very provider, on
 * every platform, or nothing. For a provider that the file does not name, init adds an entry in the stack's folder.
 *
 * @throws OperatorError when the file is not there.
 */
export function writeProviderLocks(app: App, stacks: readonly BaseStack[]): void {
  let text: string;
  try {
    text = readFileSync(COMMITTED, "utf8");
  } catch {
    throw new OperatorError(
      `${NAME} cannot be read in the project's folder, and no provider would be checked: git checkout ${NAME}`,
    );
  }
  for (const stack of stacks)
    writeFileSync(join(app.outdir, app.manifest.forStack(stack).workingDirectory, NAME), text);
}
