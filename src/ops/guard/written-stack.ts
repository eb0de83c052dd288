import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../command";
import { configurationOfStack } from "./configuration";
import type { Context, Finding } from "./finding";
import { textProblem } from "./meaning/json-text";
import { objectOf } from "./plan";
import { foreign } from "./rules/configuration";
import { foreignSettings } from "./rules/settings";

type Json = Readonly<Record<string, unknown>>;

const HOW = "synthesize the stack anew: npm run synth";

/**
 * A stack from its `cdk.tf.json`.
 *
 * @param what what is read, for the message.
 * @throws UsageError when the text is no JSON that can mean one thing only.
 */
export function parseStack(what: string, text: string): Json {
  const problem = textProblem(text);
  if (problem !== undefined) throw new UsageError(`${what} ${problem}: ${HOW}.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UsageError(`${what} is no JSON: ${HOW}.`);
  }
  const wrong = misshapen(json, "");
  if (wrong !== undefined) throw new UsageError(`${what}${wrong} is not written as this project writes it: ${HOW}.`);
  return objectOf(json);
}

/** How deep a section is made of objects alone, where Terraform would take lists of them too: nothing is to hide in a list. */
const DEPTHS: Readonly<Record<string, number>> = {
  terraform: 3,
  provider: 1,
  resource: 3,
  data: 3,
  module: 2,
};

/** The first part that is no object where one is expected, as `.resource.aws_lb`. */
function misshapen(value: unknown, path: string, depth = 1): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return path;
  if (depth === 0) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const below = path === "" ? DEPTHS[key] : depth - 1;
    // A setting of Terraform's own, such as its version, is text.
    const isSetting = path.startsWith(".terraform") && typeof inner !== "object";
    if (key === "//" || below === undefined || below < 1 || isSetting) continue;
    const found = misshapen(inner, `${path}.${key}`, below);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What Terraform reads of a folder beside the stack: more configuration, and values of variables ("Files and Directories"). */
const READ_TOO = /\.(?:tf|tofu|tfvars)(?:\.json)?$|^terraform\.rc$|^\.terraformrc$/;

/**
 * Reads the stack of a folder in which nothing has run yet.
 *
 * @throws UsageError when there is none, it can mean more than one thing, or Terraform would read other files there too.
 */
export async function readWrittenStack(folder: string): Promise<Json> {
  const file = join(folder, "cdk.tf.json");
  let text: string;
  let names: string[];
  try {
    [text, names] = await Promise.all([readFile(file, "utf8"), readdir(folder)]);
  } catch {
    throw new UsageError(`${file} cannot be read: name the folder of a synthesized stack, cdktf.out/stacks/<stack>.`);
  }
  const others = names.filter((name) => name !== "cdk.tf.json" && READ_TOO.test(name));
  if (others.length > 0) {
    throw new UsageError(
      `Terraform would read ${others.sort().join(", ")} in ${folder} too: remove what is not synthesized.`,
    );
  }
  return parseStack(file, text);
}

/**
 * What is not the project's in a stack, by its `cdk.tf.json` alone: nothing is installed and nobody is asked.
 *
 * @param json as {@link parseStack} reads it.
 */
export function writtenFindings(json: Json, context: Pick<Context, "environment" | "storage">): readonly Finding[] {
  return [...foreignSettings(json, context), ...foreign(configurationOfStack(json), context)];
}
