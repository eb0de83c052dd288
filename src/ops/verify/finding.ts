import type { CallFailure } from "./failure";

/** What was checked. */
export type Check =
  "service" | "targets" | "chain" | "parameters" | "images" | "logs" | "egress" | "gateway" | "http" | "inventory";

/** Something that is not as it should be, said for the person who has to mend it. */
export interface Finding {
  /** What a program knows it by, such as `listener-missing`. */
  readonly code: string;
  readonly check: Check;
  /** The service of the environment, `gateway`, `canary`, or the environment itself. */
  readonly subject: string;
  /** `wrong` makes the command fail; a `warning` is for a look at leisure; `unknown` could not be found out. */
  readonly severity: "wrong" | "warning" | "unknown";
  /** What is wrong: `auth-service-nlb runs 0 of 1 tasks`. */
  readonly what: string;
  /** Why, in plain words. @default nothing more is known */
  readonly why?: string;
  /** The call that has no answer, by its IAM action. @default what is wrong was seen */
  readonly action?: string;
  /** What to do next: commands to type, or a sentence. */
  readonly next: readonly string[];
  /** Whether it may become right by waiting: what only a person can mend does not. */
  readonly passes: boolean;
}

/** Makes the findings of one check about one subject. */
export function findingsOf(check: Check, subject: string) {
  const make =
    (severity: Finding["severity"]) =>
    (code: string, rest: Omit<Finding, "code" | "check" | "subject" | "severity" | "passes"> & { passes?: boolean }) =>
      ({ code, check, subject, severity, passes: false, ...rest }) satisfies Finding;
  return {
    wrong: make("wrong"),
    warning: make("warning"),
    /** A question whose call failed; one that failed for the moment may have an answer later. */
    unknown: (code: string, what: string, { message, action, kind }: CallFailure): Finding =>
      make("unknown")(code, { what, why: message, action, next: [], passes: kind === "passing" }),
  };
}
