import type { Environment } from "../../model/environment";
import type { Accepted } from "./acceptance";
import type { Plan } from "./plan";
import type { PlanBackend } from "./plan-backend";

/** What is wrong with a plan: which of the guard's rules it breaks. */
export type FindingKind =
  | "destroy"
  | "replace"
  | "forget"
  | "protected"
  | "ingress"
  | "secret"
  | "change"
  | "unfinished"
  | "accepted"
  | "phase"
  | "import"
  | "unadopted"
  | "configuration"
  | "acceptance";

/** One reason to refuse a plan. */
export interface Finding {
  readonly kind: FindingKind;
  /** The resource, output or variable it is about; none when it is the whole plan. */
  readonly address?: string;
  /** What is wrong and what to do, never with a value that may be a secret. */
  readonly message: string;
  /** The fingerprint of the change, where a person may accept it. */
  readonly change?: string;
}

/** What the rules are told beside the plan. */
export interface Context {
  /** Whose plan it is; none for the stack that holds the state. */
  readonly environment: Environment | undefined;
  /** An environment that keeps its states in the stack that it is of, where that belongs to none. */
  readonly storage?: Environment | undefined;
  /** The `cdk.tf.json` that the plan was made of, where the plan's own file has it. */
  readonly written?: Readonly<Record<string, unknown>> | undefined;
  /** Where its apply would write the state, where the plan's own file says so. */
  readonly backend?: PlanBackend | undefined;
  /** Other files that it was made of. @default none */
  readonly others?: readonly string[] | undefined;
  /** Changes that the engineer has named on the command line, for this plan; the environment's own come on top. */
  readonly accepted: readonly Accepted[];
}

/** Whether a finding goes away when a person accepts the change; no other does. */
export function isAcceptable({ kind }: Pick<Finding, "kind">): boolean {
  return kind === "acceptance";
}

/** One rule over a plan. */
export type Rule = (plan: Plan, context: Context) => readonly Finding[];
