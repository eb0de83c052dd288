import type { Environment } from "../../model/environment";
import type { Plan } from "./plan";

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
  | "phase";

/** One reason to refuse a plan. */
export interface Finding {
  readonly kind: FindingKind;
  /** The resource, output or variable it is about; none when it is the whole plan. */
  readonly address?: string;
  /** What is wrong and what to do, never with a value that may be a secret. */
  readonly message: string;
}

/** What the rules are told beside the plan. */
export interface Context {
  /** Whose plan it is; none for the stack that holds the state. */
  readonly environment: Environment | undefined;
  /** Addresses whose changes the engineer has named: imported resources, and lifecycle policies of images. */
  readonly accepted: readonly string[];
}

/** One rule over a plan. */
export type Rule = (plan: Plan, context: Context) => readonly Finding[];
