import { inflateRawSync } from "node:zlib";
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

/** A file in an archive: where it begins, and how it is packed (PKWARE, ".ZIP File Format Specification", 4.3.7 and 4.3.12). */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly size: number;
  readonly offset: number;
}

const CENTRAL = 0x02014b50;
const END = 0x06054b50;

function entriesOf(content: Buffer): Entry[] {
  let end = content.length - 22;
  while (content.readUInt32LE(end) !== END) end--;
  const entries: Entry[] = [];
  let at = content.readUInt32LE(end + 16);
  for (let left = content.readUInt16LE(end + 10); left > 0; left--) {
    if (content.readUInt32LE(at) !== CENTRAL) throw new RangeError("The directory is damaged");
    const [length, extra, comment] = [28, 30, 32].map((place) => content.readUInt16LE(at + place)) as [number, number, number]; // prettier-ignore
    entries.push({
      name: content.toString("utf8", at + 46, at + 46 + length),
      method: content.readUInt16LE(at + 10),
      size: content.readUInt32LE(at + 20),
      offset: content.readUInt32LE(at + 42),
    });
    at += 46 + length + extra + comment;
  }
  return entries;
}

function unpack(content: Buffer, { method, size, offset }: Entry): Buffer {
  const begin = offset + 30 + content.readUInt16LE(offset + 26) + content.readUInt16LE(offset + 28);
  const packed = content.subarray(begin, begin + size);
  return method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: LARGEST });
}

/** Where Terraform keeps the root module's files in a plan (hashicorp/terraform, internal/plans/planfile/config_snapshot.go). */
const ROOT_MODULE = "tfconfig/m-/";
const LOCK = ".terraform.lock.hcl";
const PLAN = "tfplan";

/**
 * Reads what a plan was made of out of the plan itself. Whatever lies beside it now, this is what is applied.
 *
 * @throws UsageError when the file is damaged.
 */
export function readPlanFile(file: string, content: Buffer): PlanFile {
  const files = new Map<string, Buffer>();
  let backend: PlanBackend | undefined;
  try {
    for (const entry of entriesOf(content)) {
      if (files.has(entry.name)) throw new RangeError("A file is there twice");
      const isWanted = entry.name.startsWith(ROOT_MODULE) || [LOCK, PLAN].includes(entry.name);
      files.set(entry.name, isWanted ? unpack(content, entry) : Buffer.alloc(0));
    }
    backend = backendIn(files.get(PLAN) ?? Buffer.alloc(0));
  } catch {
    throw new UsageError(`The plan ${file} is damaged: make it again, with terraform plan -out=plan.`);
  }
  const own = `${ROOT_MODULE}cdk.tf.json`;
  const others = [...files.keys()].filter((name) => name.startsWith("tfconfig/m-") && name !== own);
  return {
    configuration: files.get(own)?.toString("utf8"),
    others: others.map((name) => name.replace(/^tfconfig\/m-[^/]*\//, "")).sort(),
    lock: files.get(LOCK)?.toString("utf8") ?? "",
    backend,
  };
}
