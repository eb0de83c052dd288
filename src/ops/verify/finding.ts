import type { CallFailure } from "./failure";

/** What was checked. */
export type Check =
  "service" | "targets" | "chain" | "parameters" | "images" | "logs" | "egress" | "gateway" | "http" | "inventory";

/** What a person wants to know first, at night; the order of a report. */
export const GROUPS = ["down", "will-fail", "unknown", "tidy-up"] as const;

/**
 * `down`: somebody is cut off now; `will-fail`: what runs goes on, and the next start or deployment does not; `unknown`: it
 * could not be found out; `tidy-up`: for a look at leisure.
 */
export type Group = (typeof GROUPS)[number];

/**
 * What does not work at all: the private service or the legacy one of the subject, the gateway, or the way of every private
 * task out of the VPC. Whether that cuts anybody off depends on what the gateway calls.
 */
export type Stopped = "private" | "legacy" | "gateway" | "way-out";

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
  readonly group: Group;
  /** @default it goes on working */
  readonly stops?: Stopped;
  /** Who is cut off now: `calls to auth`. @default nobody */
  readonly cutsOff?: string;
  /** Since when, in milliseconds since 1970. @default AWS does not tell */
  readonly since?: number;
  /** What to do next: commands to type, or a sentence. */
  readonly next: readonly string[];
  /** The stack whose plan mends it, after `next`: how to apply it is in the report's procedures. @default none does */
  readonly apply?: string;
  /** Whether it may become right by waiting: what only a person can mend does not. */
  readonly passes: boolean;
}

/** What a check says of a finding; the rest follows from who makes it. */
type Said = Omit<Finding, "code" | "check" | "subject" | "severity" | "passes" | "group" | "next"> &
  Partial<Pick<Finding, "passes" | "group" | "next">>;

/** Makes the findings of one check about one subject. */
export function findingsOf(check: Check, subject: string) {
  const make =
    (severity: Finding["severity"], group: Group) =>
    (code: string, said: Said): Finding => ({
      code,
      check,
      subject,
      severity,
      passes: false,
      group,
      next: [],
      ...said,
    });
  return {
    wrong: make("wrong", "will-fail"),
    warning: make("warning", "tidy-up"),
    /** A question whose call failed; one that failed for the moment may have an answer later. */
    unknown: (code: string, what: string, { message, action, kind }: CallFailure): Finding =>
      make("unknown", "unknown")(code, { what, why: message, action, passes: kind === "passing" }),
  };
}
