import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parsePlan, type ResourceChange } from "../../guard/plan";
import { stackFolder, type StackFolders } from "../../synthesize";
import { TerraformError } from "../../terraform/error";
import { Terraform } from "../../terraform/terraform";
import type { Providers } from "../../terraform/types";
import type { Matching, Match } from "../match";
import { UNKNOWN } from "../resolve";
import type { WantedStack } from "../stacks";
import { plannable, type StackJson, stateOfOutputs, UNKNOWN_YET } from "./plannable";

/** What to plan, and with what. */
export interface PlanImportsOptions {
  /** The project's folder. */
  readonly project: string;
  /** A folder of this run's own. */
  readonly folder: string;
  readonly stacks: readonly WantedStack[];
  /** Where the stacks were synthesized. */
  readonly folders: StackFolders;
  readonly matches: readonly Match[];
  readonly matching: Pick<Matching, "resolve">;
  /** The whole environment, credentials included. */
  readonly env: NodeJS.ProcessEnv;
  readonly providers?: Providers | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What came of a stack's plan: what it would make of what it imports, or what Terraform said when it could not plan. */
export type PlannedImports = { readonly resources: readonly ResourceChange[] } | { readonly failed: string };

/**
 * Plans stacks with everything that was found as imports, in folders of their own with an empty state: the provider reads
 * each resource as it is, and says of every attribute what would become of it. Nothing is locked, and nothing is written but
 * in these folders.
 *
 * @param stacks those to plan
 */
export async function planImports(
  stacks: readonly WantedStack[],
  options: PlanImportsOptions,
): Promise<ReadonlyMap<string, PlannedImports>> {
  const states = await writeStates(options);
  const planned = new Map<string, PlannedImports>();
  for (const { name } of stacks) planned.set(name, await planStack(name, states, options));
  return planned;
}

async function planStack(
  name: string,
  states: ReadonlyMap<string, string>,
  { project, folder, folders, matches, env, providers, signal }: PlanImportsOptions,
): Promise<PlannedImports> {
  const directory = join(folder, "imports", name);
  await mkdir(directory, { recursive: true });
  const source = await readFile(join(stackFolder(folders, name), "cdk.tf.json"), "utf8");
  const imports = new Map(
    matches.flatMap(({ stack, address, outcome }) =>
      stack === name && outcome.kind === "found" ? [[address, outcome.existing.importId] as const] : [],
    ),
  );
  const json = JSON.parse(source) as StackJson;
  await writeFile(join(directory, "cdk.tf.json"), JSON.stringify(plannable(json, { imports, states })));
  const cacheDirectory = join(project, ".cache/terraform");
  try {
    const terraform = await Terraform.open({ directory, env, cacheDirectory, providers, signal });
    await terraform.init({ overridden: true });
    await terraform.plan({ out: "plan" });
    return { resources: parsePlan(JSON.stringify(await terraform.show("plan"))).resource_changes };
  } catch (error) {
    if (error instanceof TerraformError) return { failed: error.message };
    throw error;
  }
}

/** Stands in for the states that stacks read from each other; by the name under which they read them. */
async function writeStates({ folder, stacks, matching }: PlanImportsOptions): Promise<ReadonlyMap<string, string>> {
  const states = new Map<string, string>();
  for (const { name, outputs } of stacks) {
    const file = join(folder, "imports", `${name}.outputs.tfstate`);
    const known = Object.entries(outputs).map(([output, value]) => [output, untilApplied(value, name, matching)]);
    await mkdir(join(folder, "imports"), { recursive: true });
    await writeFile(file, JSON.stringify(stateOfOutputs(Object.fromEntries(known) as Record<string, unknown>)));
    states.set(name.replace(/^.*-/, ""), file);
  }
  return states;
}

/** A value of a stack as far as it is known, each part of it. */
function untilApplied(value: unknown, stack: string, matching: Pick<Matching, "resolve">): unknown {
  if (Array.isArray(value)) return value.map((item) => untilApplied(item, stack, matching));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, untilApplied(inner, stack, matching)]));
  }
  const resolved = matching.resolve(stack, value);
  return resolved === UNKNOWN || resolved === undefined ? UNKNOWN_YET : resolved;
}
