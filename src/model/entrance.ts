import type { Environment, Gateway } from "./environment";
import type { Entrance } from "./options";
import { resourceNames } from "./names";

/** Where the public entrance listens: HTTPS, and HTTP, which sends callers to HTTPS. */
export const ENTRANCE_PORTS = { https: 443, http: 80 } as const;

/** What listens with TLS 1.3 and 1.2 (Elastic Load Balancing, "Security policies for your Application Load Balancer"). */
export const DEFAULT_SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/**
 * Whether a security policy lets in TLS 1.2 or newer and nothing older. AWS's names say the oldest version that they take
 * (`TLS13-1-2`, `TLS-1-2`); `FS-1-2` is forward secrecy with TLS 1.2. Those without one (`2016-08`) take TLS 1.0.
 */
export function isModernSslPolicy(policy: string): boolean {
  return /^ELBSecurityPolicy-(?:TLS13-1-[23]|TLS-1-2|FS-1-2)(?:-[A-Za-z0-9]+)*-\d{4}-\d{2}$/.test(policy);
}

/** Rule groups of AWS that need no settings and no subscription (AWS WAF, "AWS Managed Rules rule groups list"). */
export const MANAGED_RULE_GROUPS = [
  "AWSManagedRulesAdminProtectionRuleSet",
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesAnonymousIpList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesLinuxRuleSet",
  "AWSManagedRulesPHPRuleSet",
  "AWSManagedRulesSQLiRuleSet",
  "AWSManagedRulesUnixRuleSet",
  "AWSManagedRulesWindowsRuleSet",
  "AWSManagedRulesWordPressRuleSet",
] as const;

/** An entrance with every default in its place. */
export interface EntranceSettings {
  readonly sslPolicy: string;
  readonly idleTimeoutSeconds: number;
  readonly deletionProtection: boolean;
}

/** The settings of an entrance, its own or the defaults. */
export function entranceSettings(entrance: Entrance, environment: Pick<Environment, "protected">): EntranceSettings {
  return {
    sslPolicy: entrance.sslPolicy ?? DEFAULT_SSL_POLICY,
    idleTimeoutSeconds: entrance.idleTimeoutSeconds ?? 120,
    deletionProtection: entrance.deletionProtection ?? environment.protected,
  };
}

/** The ports that `gateway.ingressCidrs` opens: the entrance's where there is one, else the gateway's own. */
export function callersPorts({ entrance, port }: Pick<Gateway, "entrance" | "port">): readonly number[] {
  return entrance === undefined ? [port] : Object.values(ENTRANCE_PORTS);
}

/** A block as it is in Terraform addresses: a rule stays its own whatever blocks come and go beside it. */
export function blockPart(cidr: string): string {
  return cidr.replaceAll(/[./]/g, "_");
}

/** Whether a rule of this name lets callers in to the entrance. */
export function isEntranceRule(name: string): boolean {
  return /^entrance_https?(?:_\d+){5}$/.test(name);
}

/** The target groups that the gateway's tasks register in: the entrance's own, and that of a load balancer beside it. */
export function gatewayTargetGroups(
  environment: Pick<Environment, "name" | "services" | "names" | "gateway">,
): readonly string[] {
  const { entrance, targetGroup } = environment.gateway;
  return [
    ...(entrance === undefined ? [] : [resourceNames(environment).gateway.targetGroup]),
    ...(targetGroup === undefined ? [] : [targetGroup]),
  ];
}
