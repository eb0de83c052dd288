import { living } from "./alive";
import { chainFindings } from "./checks/chain";
import { connectionFindings } from "./checks/connections";
import { egressFindings } from "./checks/egress";
import { entranceFindings } from "./checks/entrance";
import { foreignTargetFindings } from "./checks/foreign-targets";
import { gatewayFindings, httpFindings } from "./checks/gateway";
import { imageFindings } from "./checks/images";
import { keyRightFindings } from "./checks/key-rights";
import { logFindings } from "./checks/logs";
import { managedSecretFindings } from "./checks/managed-secrets";
import { networkAclFindings } from "./checks/network-acls";
import { olderTaskFindings } from "./checks/older-tasks";
import { parameterFindings } from "./checks/parameters";
import { plainParameterFindings } from "./checks/plain-parameters";
import { scalingFindings } from "./checks/scaling";
import { secretShapeFindings } from "./checks/secret-shapes";
import { serviceFindings, stoppedUnknown } from "./checks/services";
import { targetFindings } from "./checks/targets";
import { wayBackFindings } from "./checks/way-back";
import { commandsOf } from "./commands";
import type { Expected } from "./expected";
import type { Facts } from "./facts";
import { type Finding, findingsOf } from "./finding";
import { inOrder } from "./impact";
import { type Picture, pictureOf } from "./picture";
import { type Procedures, proceduresOf } from "./procedures";

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
  /** Who is called when somebody is cut off. @default nobody is named */
  readonly onCall?: string;
  /** What is down now first, then what will fail, what is not known, and what is for leisure. */
  readonly findings: readonly Finding[];
  /** How the stacks that findings name are applied. */
  readonly procedures: Procedures;
}

/** Compares what is, as far as it works, with what has to be. */
export function analyse(expected: Expected, found: Facts): Verification {
  const facts = living(found);
  const { environment, account, region, onCall } = expected;
  const all = [
    ...inventoryFindings(expected),
    ...wayBackFindings(expected),
    ...imageFindings(expected, facts),
    ...parameterFindings(expected, facts),
    ...managedSecretFindings(expected, facts),
    ...plainParameterFindings(expected, facts),
    ...keyRightFindings(expected, facts),
    ...olderTaskFindings(expected, facts),
    ...secretShapeFindings(expected, facts),
    ...egressFindings(expected, facts),
    ...connectionFindings(expected, facts),
    ...chainFindings(expected, facts),
    ...networkAclFindings(expected, facts),
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
  const findings = inOrder(expected, facts, all);
  return {
    environment,
    account,
    region,
    at: facts.at,
    verdict: verdictOf(findings),
    ...pictureOf(expected, facts, findings),
    ...(onCall !== undefined && { onCall }),
    findings,
    procedures: proceduresOf(expected, facts, findings),
  };
}

function verdictOf(findings: readonly Finding[]): Verdict {
  const has = (severity: Finding["severity"]) => findings.some((finding) => finding.severity === severity);
  if (has("wrong")) return "wrong";
  return has("unknown") ? "unknown" : "healthy";
}

function inventoryFindings(expected: Expected): Finding[] {
  if (!expected.undiscovered) return [];
  const what = "nothing has been learnt about the legacy services yet: their tasks and URLs are not compared";
  const next = [commandsOf(expected).discover];
  return [findingsOf("inventory", expected.environment).warning("undiscovered", { what, next })];
}
