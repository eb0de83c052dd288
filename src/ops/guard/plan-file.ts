import { unzipSync } from "fflate";
import { UsageError } from "../command";
import { backendIn, type PlanBackend } from "./plan-backend";

/** Bytes of a file in a plan at most: the largest of this project has 1 MB. */
const LARGEST = 64 * 1024 * 1024;

/** What `terraform plan -out` has put into its file beside the plan: what it was made of. */
export interface PlanFile {
  /** The stack: `cdk.tf.json`, if it was made of one. */
  readonly configuration: string | undefined;
  /** Other files that it was made of, such as overrides. */
  readonly others: readonly string[];
  /** The lock file of its providers. */
  readonly lock: string;
  /** Where its apply would write the state. */
  readonly backend: PlanBackend | undefined;
}

/** Whether a file is one that `terraform plan -out` writes: a ZIP archive. */
export function isArchive(content: Buffer): boolean {
  return content.subarray(0, 4).toString("latin1") === "PK\u0003\u0004";
}

/** Where Terraform keeps the files of modules in a plan; the root module has no name (hashicorp/terraform, internal/plans/planfile/config_snapshot.go). */
const MODULES = "tfconfig/m-";
const STACK = `${MODULES}/cdk.tf.json`;
const LOCK = ".terraform.lock.hcl";
const PLAN = "tfplan";

/**
 * Reads what a plan was made of out of the plan itself. Whatever lies beside it now, this is what is applied.
 *
 * @throws UsageError when the file is damaged.
 */
export function readPlanFile(file: string, content: Buffer): PlanFile {
  const names: string[] = [];
  let files: Readonly<Record<string, Uint8Array>>;
  let backend: PlanBackend | undefined;
  try {
    files = unzipSync(content, {
      filter: ({ name, originalSize }) => {
        if (names.includes(name)) throw new RangeError("A file is there twice");
        names.push(name);
        const isWanted = [STACK, LOCK, PLAN].includes(name);
        if (isWanted && originalSize > LARGEST) throw new RangeError("A file is too large");
        return isWanted;
      },
    });
    backend = backendIn(files[PLAN] ?? new Uint8Array());
  } catch {
    throw new UsageError(`The plan ${file} is damaged: make it again, with terraform plan -out=plan.`);
  }
  const text = (name: string) => files[name] && new TextDecoder().decode(files[name]);
  const others = names.filter((name) => name.startsWith(MODULES) && name !== STACK);
  return {
    configuration: text(STACK),
    others: others.map((name) => name.replace(/^tfconfig\/m-[^/]*\//, "")).sort(),
    lock: text(LOCK) ?? "",
    backend,
  };
}
