import type { Action, Listener, Rule } from "@aws-sdk/client-elastic-load-balancing-v2";
import { ENTRANCE_PORTS } from "../../../model/entrance";
import { commandsOf } from "../commands";
import type { Expected, ExpectedEntrance } from "../expected";
import type { EntranceFacts, Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";
import { missingBalancer } from "./balancers";

/** What has to be known for it. */
type EntranceQuestion = Pick<Facts, "balancing" | "services" | "notAlive">;

/** Whether callers come in through the public load balancer, and meet the gateway and its canary in the shares asked for. */
export function entranceFindings(expected: Expected, facts: EntranceQuestion): Finding[] {
  const { entrance } = expected;
  const answer = facts.balancing.entrance;
  if (entrance === undefined || answer === undefined) return [];
  const make = findingsOf("chain", "gateway");
  if (!answer.known) return [make.unknown("entrance-unknown", "the public load balancer", answer.failure)];
  if (answer.value === undefined) {
    const { what, ...how } = missingBalancer(expected, facts, entrance.loadBalancer);
    const said = { what: `${what}: nobody can call the gateway through it`, ...stops(expected), ...how };
    return [make.wrong("entrance-missing", said)];
  }
  return [
    ...httpsFindings(expected, facts, entrance, answer.value),
    ...httpFindings(expected, entrance, answer.value),
    ...leftFindings(expected, facts, entrance),
  ];
}

/** While there is a load balancer from before, callers come through that one. */
function stops({ gateway }: Expected): { readonly stops?: "gateway" } {
  return gateway.targetGroupBeside === undefined ? { stops: "gateway" } : {};
}

function httpsFindings(
  expected: Expected,
  facts: EntranceQuestion,
  entrance: ExpectedEntrance,
  is: EntranceFacts,
): Finding[] {
  const make = findingsOf("chain", "gateway");
  const mend = commandsOf(expected).apply;
  const listener = is.listeners.find(({ Port }) => Port === ENTRANCE_PORTS.https);
  if (listener?.Protocol !== "HTTPS") {
    const what = `${entrance.loadBalancer} has no HTTPS listener on port ${ENTRANCE_PORTS.https}: nobody can call the gateway through it`;
    return [make.wrong("entrance-https-missing", { what, ...stops(expected), ...mend })];
  }
  const found: Finding[] = tlsFindings(expected, entrance, listener);
  const usual = sharesOf(facts, listener.DefaultActions);
  const { targetGroup = "" } = expected.gateway;
  if (!same(usual, { [targetGroup]: 100 })) {
    const what = `${entrance.loadBalancer} forwards to ${show(usual)}, not to ${targetGroup}`;
    found.push(make.wrong("entrance-elsewhere", { what, ...stops(expected), ...mend }));
  }
  const shared = is.rules.filter((rule) => isForEverybody(rule)).map(({ Actions }) => sharesOf(facts, Actions));
  const [actual] = shared;
  const wanted = entrance.shares;
  if (wanted === undefined) {
    if (actual !== undefined) {
      const what = `${entrance.loadBalancer} shares calls out, ${show(actual)}, and the environment has no canary that gets any`;
      found.push(make.wrong("canary-called", { what, group: "tidy-up", ...mend }));
    }
  } else if (actual === undefined) {
    const what = `${entrance.loadBalancer} sends the canary no calls; the environment says ${show(wanted)}`;
    found.push(findingsOf("chain", "canary").wrong("canary-not-called", { what, group: "tidy-up", ...mend }));
  } else if (!same(actual, wanted)) {
    const what = `${entrance.loadBalancer} shares calls out ${show(actual)}; the environment says ${show(wanted)}`;
    found.push(findingsOf("chain", "canary").wrong("canary-shares", { what, group: "tidy-up", ...mend }));
  }
  return found;
}

/** What callers are shown, where somebody has changed it by hand. A certificate that is requested has an ARN that nobody knows here. */
function tlsFindings(expected: Expected, entrance: ExpectedEntrance, { SslPolicy, Certificates }: Listener): Finding[] {
  const make = findingsOf("chain", "gateway");
  const mend = commandsOf(expected).apply;
  const { loadBalancer, sslPolicy, certificateArn } = entrance;
  const shown = Certificates?.[0]?.CertificateArn;
  const found: Finding[] = [];
  if (SslPolicy !== sslPolicy) {
    const what = `${loadBalancer} has ${SslPolicy === undefined ? "no security policy" : `the security policy ${SslPolicy}`}; the environment says ${sslPolicy}`;
    found.push(make.wrong("entrance-ssl-policy", { what, group: "tidy-up", ...mend }));
  }
  if (certificateArn !== undefined && shown !== certificateArn) {
    const what = `${loadBalancer} shows ${shown ?? "no certificate"}; the environment says ${certificateArn}`;
    found.push(make.wrong("entrance-certificate", { what, group: "tidy-up", ...mend }));
  }
  return found;
}

function httpFindings(expected: Expected, { loadBalancer }: ExpectedEntrance, { listeners }: EntranceFacts): Finding[] {
  if (redirects(listeners.find(({ Port }) => Port === ENTRANCE_PORTS.http))) return [];
  const what = `${loadBalancer} does not send callers on port ${ENTRANCE_PORTS.http} to HTTPS`;
  const make = findingsOf("chain", "gateway");
  return [make.warning("entrance-redirect", { what, ...commandsOf(expected).apply })];
}

function redirects(listener: Listener | undefined): boolean {
  return listener?.DefaultActions?.some(({ RedirectConfig }) => RedirectConfig?.Protocol === "HTTPS") ?? false;
}

/** What an aborted or promoted canary has left behind. */
function leftFindings(
  expected: Expected,
  { services, balancing }: EntranceQuestion,
  { canary }: ExpectedEntrance,
): Finding[] {
  if (expected.canary !== undefined) return [];
  const left = [
    ...(services.known && services.value.services.has(canary.service) ? [`ECS service ${canary.service}`] : []),
    ...(balancing.targetGroups.known && balancing.targetGroups.value.has(canary.targetGroup)
      ? [`target group ${canary.targetGroup}`]
      : []),
  ];
  if (left.length === 0) return [];
  const what = `the environment has no canary that gets calls, and there still is ${left.join(" and ")}`;
  return [findingsOf("chain", "gateway").warning("canary-left", { what, ...commandsOf(expected).apply })];
}

/** A rule that every call matches. */
function isForEverybody({ IsDefault, Conditions = [] }: Rule): boolean {
  const [only, ...others] = Conditions;
  const paths = only?.PathPatternConfig?.Values ?? only?.Values ?? [];
  return IsDefault !== true && others.length === 0 && only?.Field === "path-pattern" && paths.includes("/*");
}

type Shares = Readonly<Record<string, number>>;

/** Per cent of the calls by target group: AWS's weights are relative. */
function sharesOf({ balancing: { targetGroups } }: EntranceQuestion, actions: readonly Action[] = []): Shares {
  const names = new Map(
    [...(targetGroups.known ? targetGroups.value : [])].map(([name, { TargetGroupArn = "" }]) => [
      TargetGroupArn,
      name,
    ]),
  );
  const nameOf = (arn = "") => names.get(arn) ?? arn.split("/")[1] ?? arn;
  const groups = actions.flatMap(({ TargetGroupArn, ForwardConfig }) => {
    const weighted = ForwardConfig?.TargetGroups ?? [];
    return weighted.length > 0 ? weighted : TargetGroupArn === undefined ? [] : [{ TargetGroupArn, Weight: 1 }];
  });
  const total = groups.reduce((sum, { Weight = 1 }) => sum + Weight, 0);
  const share = (weight: number) => (total === 0 ? 0 : Math.round((weight * 100) / total));
  return Object.fromEntries(groups.map(({ TargetGroupArn, Weight = 1 }) => [nameOf(TargetGroupArn), share(Weight)]));
}

function same(a: Shares, b: Shares): boolean {
  return [...Object.keys(a), ...Object.keys(b)].every((name) => (a[name] ?? 0) === (b[name] ?? 0));
}

function show(shares: Shares): string {
  return (
    Object.entries(shares)
      .map(([name, share]) => `${share} % to ${name}`)
      .join(", ") || "nothing"
  );
}
