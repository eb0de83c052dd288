import type { Environment } from "../../../src/model/environment";
import type { Context } from "../../../src/ops/guard/finding";
import { guard, type Verdict } from "../../../src/ops/guard/guard";
import { parsePlan } from "../../../src/ops/guard/plan";
import { example } from "../../helpers/example";

type Json = Readonly<Record<string, unknown>>;

/** A plan as `terraform show -json` writes it, with what is given instead of nothing. */
export function planJson(parts: Json = {}): Json {
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: [],
    configuration: {
      provider_config: {
        aws: { name: "aws", expressions: { default_tags: [{ tags: { constant_value: { Env: "test" } } }] } },
      },
    },
    applyable: true,
    complete: true,
    errored: false,
    ...parts,
  };
}

/** What a plan does to a resource, written shortly. */
export interface Written extends Json {
  readonly actions: readonly string[];
}

/** A resource in a plan: its type and name are its address's. */
export function resource(address: string, change: Written, parts: Json = {}): Json {
  const [type = "", name = ""] = address.split(".");
  return { address, mode: "managed", type, name, change: { before: null, after: null, ...change }, ...parts };
}

/** An environment whose addresses are protected, and whose gateway everybody may call. */
export function protectedEnvironment(): Environment {
  return { ...example(), protected: true };
}

/** The guard's verdict about a plan, which it reads from its text as from a file. */
export function judge(parts: Json, context: Partial<Context> = {}): Verdict {
  const plan = parsePlan(JSON.stringify(planJson(parts)));
  return guard(plan, { environment: protectedEnvironment(), accepted: [], ...context });
}

/** What the guard has against resources in a plan, as `kind address message`. */
export function findings(resources: readonly Json[], context?: Partial<Context>): string[] {
  const { findings: found } = judge({ resource_changes: resources }, context);
  return found.map(({ kind, address, message }) => [kind, address, message].filter(Boolean).join(" "));
}
