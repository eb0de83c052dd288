import { chainFindings } from "./checks/chain";
import { connectionFindings } from "./checks/connections";
import { egressFindings } from "./checks/egress";
import { entranceFindings } from "./checks/entrance";
import { foreignTargetFindings } from "./checks/foreign-targets";
import { gatewayFindings, httpFindings } from "./checks/gateway";
import { imageFindings } from "./checks/images";
import { logFindings } from "./checks/logs";
import { managedSecretFindings } from "./checks/managed-secrets";
import { parameterFindings } from "./checks/parameters";
import { scalingFindings } from "./checks/scaling";
import { serviceFindings, stoppedUnknown } from "./checks/services";
import { targetFindings } from "./checks/targets";
import { wayBackFindings } from "./checks/way-back";
import type { Expected } from "./expected";
import type { Facts } from "./facts";
import { type Finding, findingsOf } from "./finding";
import { type Picture, pictureOf } from "./picture";

/** `healthy`: nothing is wrong; `wrong`: something is; `unknown`: nothing is seen to be, and not everything was seen. */
export type Verdict = "healthy" | "wrong" | "unknown";

/** What was found out about an environment. Nothing in it is secret. */
export interface Verification extends Picture {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly verdict: Verdict;
  /** The wrong ones first, then what is not known, then warnings. */
  readonly findings: readonly Finding[];
}

const ORDER = { wrong: 0, unknown: 1, warning: 2 } as const;

/** Compares what is with what has to be. */
export function analyse(expected: Expected, facts: Facts): Verification {
  const { environment, account, region } = expected;
  const all = [
    ...inventoryFindings(expected),
    ...wayBackFindings(expected),
    ...imageFindings(expected, facts),
    ...parameterFindings(expected, facts),
    ...managedSecretFindings(expected, facts),
    ...egressFindings(expected, facts),
    ...connectionFindings(expected, facts),
    ...chainFindings(expected, facts),
    ...entranceFindings(expected, facts),
    ...serviceFindings(expected, facts),
    ...stoppedUnknown(expected, facts),
    ...scalingFindings(expected, facts),
    ...targetFindings(expected, facts),
    ...foreignTargetFindings(expected, facts),
    ...logFindings(expected, facts),
    ...gatewayFindings(expected, facts),
    ...httpFindings(expected, facts),
  ];
  const findings = all.sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
  return {
    environment,
    account,
    region,
    at: facts.at,
    verdict: verdictOf(findings),
    ...pictureOf(expected, facts, findings),
    findings,
  };
}

function verdictOf(findings: readonly Finding[]): Verdict {
  const has = (severity: Finding["severity"]) => findings.some((finding) => finding.severity === severity);
  if (has("wrong")) return "wrong";
  return has("unknown") ? "unknown" : "healthy";
}

function inventoryFindings({ environment, undiscovered }: Expected): Finding[] {
  if (!undiscovered) return [];
  const what = "nothing has been learnt about the legacy services yet: their tasks and URLs are not compared";
  const next = [`npm run discover -- --env ${environment} --write`];
  return [findingsOf("inventory", environment).warning("undiscovered", { what, next })];
}
