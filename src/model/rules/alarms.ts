import { credentialReason } from "../credentials";
import type { Environment } from "../environment";
import { errorPatternProblem } from "../error-pattern";
import type { Subscription } from "../options";
import { type Problem, quote } from "../problem";

/** The part of a Terraform address that a subscription is known by: it stays when others come and go. */
export function subscriptionAddress({ endpoint }: Subscription): string {
  return endpoint
    .replace(/^https:\/\//, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
}

function endpointProblem({ protocol, endpoint }: Subscription): string | undefined {
  if (protocol === "email") {
    return /^[^\s@<>,;]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(endpoint)
      ? undefined
      : `${quote(endpoint)} is no e-mail address: name@example.com, one for each subscription`;
  }
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== "https:") return `${quote(endpoint)} is no https URL: SNS would send alarms in the open`;
  // Not repeated: it is a secret by now.
  return url.username !== "" || url.password !== "" || url.search !== "" || credentialReason("", endpoint) !== undefined
    ? "(not shown) has credentials or a query in it, which would be in the code and the state: use an endpoint that checks SNS's signature"
    : undefined;
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/** Alarms, their thresholds and whom they tell. */
export function alarmsProblems({ alarms, containerInsights }: Environment): Problem[] {
  if (alarms === undefined) return [];
  const { subscriptions, utilizationPercent = 85, gatewayErrors = 10, gatewayErrorPattern: pattern } = alarms;
  const problems: Problem[] = [];
  const say = (field: string, message: string) => problems.push({ field, message });
  if (!containerInsights) {
    say(
      "containerInsights",
      "false: the alarms on running tasks read Container Insights; set it to true, or leave out `alarms`",
    );
  }
  const seen = new Map<string, number>();
  subscriptions.forEach((subscription, index) => {
    const field = `alarms.subscriptions[${index}].endpoint`;
    const problem = endpointProblem(subscription);
    if (problem !== undefined) {
      say(field, problem);
      return;
    }
    const address = subscriptionAddress(subscription);
    const owner = seen.get(address);
    if (owner === undefined) seen.set(address, index);
    else say(field, `${quote(subscription.endpoint)} is also subscription ${owner}, or too like it: leave one out`);
  });
  if (!isWhole(utilizationPercent, 1, 99)) {
    say(
      "alarms.utilizationPercent",
      `${quote(utilizationPercent)} is no share of a task to ring at: a whole number, 1 to 99`,
    );
  }
  if (!isWhole(gatewayErrors, 0, 1_000_000)) {
    say("alarms.gatewayErrors", `${quote(gatewayErrors)} is no number of errors: a whole number, 0 to 1000000`);
  }
  const unfit = pattern === undefined ? undefined : errorPatternProblem(pattern);
  if (unfit !== undefined) say("alarms.gatewayErrorPattern", `${quote(pattern)} ${unfit}`);
  return problems;
}
