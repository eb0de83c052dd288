import { isModernSslPolicy, MANAGED_RULE_GROUPS } from "../entrance";
import type { Environment } from "../environment";
import { resourceNames } from "../names";
import type { Entrance } from "../options";
import { type Problem, quote } from "../problem";

/**
 * Seconds that an application load balancer may keep a quiet connection here; web sockets need 120 (docs/platform.md,
 * "What the images are like").
 */
const IDLE_TIMEOUT = { min: 120, max: 4000 };

/** Days that access logs may be kept: ten years at most. */
const ACCESS_LOGS_DAYS = { min: 1, max: 3653 };

const DOMAIN_NAME = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
/** Route 53 API reference, HostedZoneId. */
const HOSTED_ZONE_ID = /^[A-Z0-9]{1,32}$/;

type Say = (field: string, message: string) => void;
type Check = (environment: Environment, entrance: Entrance, say: Say) => void;

/** What an ARN has to look like, part by part; `region` and `account` are the environment's. */
function arnProblem(
  arn: string,
  service: "acm" | "wafv2",
  { region, account }: Environment["inventory"],
): string | undefined {
  const [pattern, example] =
    service === "acm"
      ? [/^certificate\/[0-9a-f-]{36}$/, `arn:aws:acm:${region}:${account}:certificate/...`]
      : [/^regional\/webacl\/[\w-]{1,128}\/[0-9a-f-]{36}$/, `arn:aws:wafv2:${region}:${account}:regional/webacl/...`];
  const [prefix, partition, of, inRegion = "", ofAccount = "", ...rest] = arn.split(":");
  if (prefix !== "arn" || partition !== "aws" || of !== service || !pattern.test(rest.join(":"))) {
    return `${quote(arn)} is no ARN of that kind: it looks like ${example}`;
  }
  if (inRegion !== region) {
    return `${quote(arn)} is in region ${quote(inRegion)}: a load balancer takes it from its own, ${quote(region)}`;
  }
  if (ofAccount !== account) {
    return `${quote(arn)} is of account ${quote(ofAccount)}: a load balancer takes it from its own, ${quote(account)}`;
  }
  return undefined;
}

/** Whether a value is a whole number within its bounds. */
function isWithin(value: number, { min, max }: { readonly min: number; readonly max: number }): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

const certificate: Check = ({ inventory }, { certificate: given }, say) => {
  if (given.kind === "existing") {
    const problem = arnProblem(given.arn, "acm", inventory);
    if (problem !== undefined) say("certificate.arn", problem);
    return;
  }
  const { domainName, hostedZoneId } = given;
  if (!DOMAIN_NAME.test(domainName)) {
    say("certificate.domainName", `${quote(domainName)} is no domain name such as api.kelmah.com, in lower case`);
  }
  if (!HOSTED_ZONE_ID.test(hostedZoneId)) {
    const message = `${quote(hostedZoneId)} is no id of a hosted zone in Route 53: it looks like Z0123456789ABCDEFGHIJ`;
    say("certificate.hostedZoneId", message);
  }
};

const firewall: Check = ({ inventory }, { waf }, say) => {
  if (waf === undefined) return;
  if (waf.kind === "existing") {
    const problem = arnProblem(waf.webAclArn, "wafv2", inventory);
    if (problem !== undefined) say("waf.webAclArn", problem);
    return;
  }
  const { ruleGroups } = waf;
  if (ruleGroups.length === 0) {
    say("waf.ruleGroups", `${quote(ruleGroups)} has no rule group: name one at least, or leave 'waf' out`);
    return;
  }
  ruleGroups.forEach((name, index) => {
    if (!MANAGED_RULE_GROUPS.some((known) => known === name)) {
      say(`waf.ruleGroups[${index}]`, `${quote(name)} is no rule group of AWS that works without settings: ${MANAGED_RULE_GROUPS.join(", ")}`); // prettier-ignore
    } else if (ruleGroups.indexOf(name) !== index) {
      say(`waf.ruleGroups[${index}]`, `${quote(name)} is given twice: a web ACL has it once`);
    }
  });
};

const settings: Check = (
  environment,
  { sslPolicy, idleTimeoutSeconds = 120, accessLogsRetentionDays = 1, ...entrance },
  say,
) => {
  if (environment.protected && entrance.deletionProtection === false) {
    say("deletionProtection", "false: a protected environment keeps its entrance from being deleted: leave it out");
  }
  if (sslPolicy !== undefined && !isModernSslPolicy(sslPolicy)) {
    say("sslPolicy", `${quote(sslPolicy)} lets in TLS older than 1.2, or is none of AWS's: name one of TLS 1.2 or newer, such as 'ELBSecurityPolicy-TLS13-1-2-2021-06'`); // prettier-ignore
  }
  if (!isWithin(idleTimeoutSeconds, IDLE_TIMEOUT)) {
    say(
      "idleTimeoutSeconds",
      `${quote(idleTimeoutSeconds)} seconds: 120 to 4000, for web sockets are cut off below and AWS takes no more`,
    );
  }
  if (!isWithin(accessLogsRetentionDays, ACCESS_LOGS_DAYS)) {
    say(
      "accessLogsRetentionDays",
      `${quote(accessLogsRetentionDays)} days: a whole number from 1 to 3653, or leave it out for no access logs`,
    );
  }
};

const names: Check = (environment, _, say) => {
  const { entrance, loadBalancer } = resourceNames(environment);
  if (entrance === loadBalancer) {
    say("", `${quote(entrance)} is also the internal load balancer's name: give names.loadBalancer another`);
  }
};

/** The public entrance: what it shows, who may call it, and that the gateway is private behind it. */
export function entranceProblems(environment: Environment): Problem[] {
  const { gateway } = environment;
  const { entrance } = gateway;
  if (entrance === undefined) return [];
  const problems: Problem[] = [];
  const say: Say = (field, message) =>
    problems.push({ field: ["gateway.entrance", field].filter(Boolean).join("."), message });
  for (const check of [certificate, firewall, settings, names]) check(environment, entrance, say);
  if (gateway.publicIp) {
    problems.push({
      field: "gateway.publicIp",
      message: "true: behind gateway.entrance the gateway is private, or callers go around it: set false",
    });
  }
  if (gateway.ingressCidrs.length === 0) {
    problems.push({
      field: "gateway.ingressCidrs",
      message: "[]: nobody could call gateway.entrance: name the blocks that may, such as '0.0.0.0/0' for everybody",
    });
  }
  if (gateway.healthCheck.protocol === "TCP") {
    problems.push({
      field: "gateway.healthCheck.protocol",
      message: "'TCP': the application load balancer of gateway.entrance checks over HTTP only: give 'HTTP' and a path",
    });
  }
  if (gateway.targetGroup !== undefined && gateway.targetGroup === resourceNames(environment).gateway.targetGroup) {
    problems.push({
      field: "gateway.targetGroup",
      message: `${quote(gateway.targetGroup)} is also what gateway.entrance calls its own: give names.gateway.targetGroup another`,
    });
  }
  return problems;
}
