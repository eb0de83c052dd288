import type { SecurityGroupRule } from "@aws-sdk/client-ec2";
import { createColors } from "picocolors";
import type { Environment } from "../../../src/model/environment";
import type { Phase } from "../../../src/model/phase";
import type { Facts } from "../../../src/ops/verify/facts";
import { renderVerification } from "../../../src/ops/verify/render";
import { DNS, GROUPS, healthyFacts, inAnswer, known, lines, NOW, production, verify, withService } from "./recorded";

const at = (minutes: number) => new Date(NOW - minutes * 60_000);
const steadyAt = (minutes: number) => ({
  message: "(service x) has reached a steady state.",
  createdAt: at(minutes),
});
const down = {
  runningCount: 0,
  events: [{ message: "(service x) failed container health checks.", createdAt: at(10) }, steadyAt(300)],
};

/** Group, code and who is cut off by each finding. */
function told(change: (facts: Facts) => Facts, environment?: Environment) {
  return verify(change, environment).findings.map(({ group, code, cutsOff }) => [group, code, cutsOff]);
}

test.each<[Phase, string, unknown[]]>([
  ["parallel", "user-service-nlb", ["will-fail", "too-few-tasks", undefined]],
  ["parallel", "user-service", ["down", "too-few-tasks", "calls to user"]],
  ["internal", "user-service-nlb", ["down", "too-few-tasks", "calls to user"]],
  ["internal", "user-service", ["will-fail", "too-few-tasks", undefined]],
  ["internal", "kelmah-api-gateway-service-gg6bf9h1", ["down", "too-few-tasks", "everybody who calls the gateway"]],
])("in phase %s, %s without tasks is %j", (phase, service, expected) => {
  expect(told(withService(service, down), production(phase))).toEqual([expected]);
});

test("what the gateway calls now decides who is cut off, and not what its phase says", () => {
  const calling = (url: string) => (facts: Facts): Facts => ({
    ...withService("user-service-nlb", down)(facts),
    taskDefinitions: new Map([...facts.taskDefinitions].map(([arn, answer]) => [
      arn,
      inAnswer(answer, ({ containers, ...of }) => ({ ...of, containers: containers.map((one) => ({
        ...one,
        urls: new Map([...one.urls, ...(one.urls.size > 0 ? [["USER_SERVICE_URL", url] as const] : [])]),
      })) })),
    ])),
  }); // prettier-ignore
  const cut = (url: string, phase: Phase) => told(calling(url), production(phase)).find(([, code]) => code === "too-few-tasks")?.[2]; // prettier-ignore
  expect(cut(`http://${DNS}:3002`, "parallel")).toBe("calls to user");
  expect(cut("http://user.kelmah.example", "internal")).toBeUndefined();
});

test("since when is the first event after it was steady, or when its tasks were stopped; or AWS does not tell", () => {
  const since = (change: object) => verify(withService("user-service", change)).findings[0]?.since;
  expect(since(down)).toBe(NOW - 600_000);
  const stopped = { message: "(service x) has stopped 1 running tasks: (task 1).", createdAt: at(60) };
  expect(since({ desiredCount: 0, runningCount: 0, events: [steadyAt(59), stopped] })).toBe(NOW - 3.6e6);
  expect(since({ runningCount: 0, events: [] })).toBeUndefined();
});

test("a service that is set to another number is scaled back by hand, unless the gateway still calls it", () => {
  const next = (service: string, count: number, phase: Phase) => {
    const change = withService(service, { desiredCount: count, runningCount: count });
    const found = verify(change, production(phase)).findings.find(({ code }) => code === "desired-count");
    return [found?.next[0], found?.apply];
  };
  const scale = (service: string, count: number) =>
    `aws ecs update-service --cluster Project-Kelmah --service ${service} --desired-count ${count} --region eu-north-1`;
  expect(next("user-service-nlb", 0, "internal")).toEqual([scale("user-service-nlb", 1), undefined]);
  expect(next("user-service", 1, "retired")).toEqual([scale("user-service", 0), undefined]);
  const stillCalled = withService("user-service", { desiredCount: 1, runningCount: 1 });
  const found = verify((facts) => ({ ...stillCalled(facts), taskDefinitions: healthyFacts(production("parallel")).taskDefinitions }), production("retired")); // prettier-ignore
  expect(found.findings.find(({ code }) => code === "desired-count")).toMatchObject({ next: [], apply: "kelmah-prod-services" }); // prettier-ignore
});

test("what a service ran before is one command away, where that may help", () => {
  const withEarlier = (reason: string) => (facts: Facts): Facts => ({
    ...facts,
    services: inAnswer(withService("user-service-nlb", { runningCount: 0, events: [] }, [reason])(facts).services, (value) => ({
      ...value,
      earlier: new Map([["user-service-nlb", known("user-service-task:6")]]),
    })),
  }); // prettier-ignore
  const next = (reason: string) => verify(withEarlier(reason)).findings[0]?.next.at(-1);
  expect(next("Essential container in task exited")).toBe(
    "aws ecs update-service --cluster Project-Kelmah --service user-service-nlb --task-definition user-service-task:6 --region eu-north-1",
  );
  expect(next("Capacity is unavailable at this time.")).toMatch(/^Wait some minutes/);
  // What was rolled back runs what ran before already.
  const events = [{ message: "(service user-service-nlb) rolling back to deployment ecs-svc/1." }];
  const [rolledBack] = verify((facts) => withService("user-service-nlb", { events })(withEarlier("")(facts))).findings;
  expect([rolledBack?.code, JSON.stringify(rolledBack?.next)]).toEqual([
    "rolled-back",
    expect.not.stringContaining(":6"),
  ]);
});

const withListenerGone = (facts: Facts): Facts => ({
  ...facts,
  balancing: {
    ...facts.balancing,
    loadBalancer: inAnswer(facts.balancing.loadBalancer, (value) => value && { ...value, listeners: [] }),
  },
});

const APPLY = [
  "npm run synth",
  'terraform "-chdir=cdktf.out/stacks/kelmah-prod-services" init',
  'terraform "-chdir=cdktf.out/stacks/kelmah-prod-services" plan "-out=plan"',
  "npm run guard -- --plan cdktf.out/stacks/kelmah-prod-services/plan --env prod",
  'terraform "-chdir=cdktf.out/stacks/kelmah-prod-services" apply plan',
];

describe("how a stack is applied", () => {
  test("in a protected environment its plan passes the guard first", () => {
    expect(verify(withListenerGone).procedures).toEqual({ "kelmah-prod-services": APPLY });
  });

  test("in any other one cdktf shows it and asks", () => {
    const open = { ...production(), protected: false };
    expect(verify(withListenerGone, open).procedures).toEqual({
      "kelmah-prod-services": [
        "npx cdktf diff kelmah-prod-services",
        "npx cdktf deploy kelmah-prod-services --ignore-missing-stack-dependencies",
      ],
    });
  });

  test("makes no parameter that says 'pending', and nothing a second time", () => {
    const change = (facts: Facts): Facts => ({
      ...withListenerGone(facts),
      parameters: inAnswer(facts.parameters, (value) => {
        const parameters = new Map(value);
        parameters.delete("/kelmah/prod/SMTP_PASS");
        return parameters;
      }),
    });
    const discover = "npm run discover -- --env prod --write";
    expect(verify(change).procedures["kelmah-prod-services"]).toEqual([
      "npm run secret -- --env prod SMTP_PASS",
      discover,
      ...APPLY,
    ]);
    const { learnt: _, ...given } = production().inventory;
    expect(_).toBeDefined();
    const unknown = verify(withListenerGone, { ...production(), inventory: given });
    expect(unknown.procedures["kelmah-prod-services"]).toEqual([
      expect.stringMatching(
        /^prod has not been adopted: an apply of kelmah-prod-services would adopt everything in it\./,
      ),
      discover,
    ]);
  });

  test("names no discovery where the state is not in S3, which it does not know", () => {
    const state = { kind: "cloud", organization: "kelmah" } as const;
    const { findings, procedures } = verify((facts) => ({ ...withListenerGone(facts), parameters: known(new Map()) }), {
      ...production(),
      state,
    });
    const steps = [...findings.flatMap(({ next }) => next), ...Object.values(procedures).flat()];
    expect(steps.filter((step) => step.startsWith("npm run discover"))).toEqual([]);
    expect(steps).toContain(
      "Record it by hand in src/environments/inventory/prod.json: discovery knows states in S3 only (docs/options/hcp-terraform.md).",
    );
  });

  test("makes no second address", () => {
    const gone = verify((facts) => ({
      ...facts,
      egress: inAnswer(facts.egress, (value) => ({ ...value, natGateways: [], held: [] })),
    }));
    expect(gone.findings.map(({ group, code, cutsOff }) => [group, code, cutsOff])).toEqual([
      ["will-fail", "no-way-out", undefined],
      ["will-fail", "nat-address-lost", undefined],
    ]);
    // What is read first does not lead to an apply before that.
    expect(gone.findings[0]?.next).toEqual(["Get 13.62.68.130 back first, as said of it below."]);
    expect(gone.findings[1]?.next[0]).toBe("aws ec2 allocate-address --domain vpc --address 13.62.68.130 --region eu-north-1"); // prettier-ignore
    expect(gone.procedures["kelmah-prod-network"]?.[0]).toMatch(/^Get 13\.62\.68\.130 back first/);
  });
});

describe("a rule that is open to the world", () => {
  const open = (rule: Partial<SecurityGroupRule>) => (facts: Facts): Facts => ({
    ...facts,
    ingress: inAnswer(facts.ingress, (rules) => [...rules, {
      GroupId: GROUPS.services, SecurityGroupRuleId: "sgr-9", IsEgress: false, IpProtocol: "tcp", FromPort: 22, ToPort: 22, ...rule,
    }]),
  }); // prettier-ignore
  const REVOKE = `aws ec2 revoke-security-group-ingress --group-id ${GROUPS.services} --security-group-rule-ids sgr-9 --region eu-north-1`;

  test.each([
    ["any port", { CidrIpv4: "0.0.0.0/0" }, "0.0.0.0/0, sgr-9) in on port 22"],
    ["IPv6", { CidrIpv6: "::/0", FromPort: 3002, ToPort: 3002 }, "::/0, sgr-9) in on port 3002"],
    ["every protocol", { CidrIpv4: "0.0.0.0/0", IpProtocol: "-1", FromPort: -1, ToPort: -1 }, "0.0.0.0/0, sgr-9) in on every port"],
    ["the gateway's group", { GroupId: GROUPS.gateway, CidrIpv4: "0.0.0.0/0" }, "0.0.0.0/0, sgr-9) in on port 22"],
  ])("is wrong, with the command that takes it away: %s", (_, rule, what) => {
    const { findings, verdict } = verify(open(rule));
    const group = "GroupId" in rule ? rule.GroupId : GROUPS.services;
    expect(lines({ findings })).toEqual([`wrong ingress-open prod: security group ${group} lets everybody (${what}`]);
    expect([verdict, findings[0]?.group, findings[0]?.next]).toEqual(["wrong", "tidy-up", [REVOKE.replace(GROUPS.services, group)]]); // prettier-ignore
  }); // prettier-ignore

  test("stays as long as callers come through nothing else", () => {
    const only = (facts: Facts): Facts => ({
      ...facts,
      ingress: inAnswer(facts.ingress, (rules) =>
        rules.map((rule) => (rule.FromPort === 3002 ? { ...rule, CidrIpv4: "0.0.0.0/0" } : rule)),
      ),
    });
    const [finding] = verify(only).findings;
    expect([finding?.code, finding?.next, finding?.apply]).toEqual(["ingress-open", [], "kelmah-prod-services"]);
  });

  test("is no fault while a legacy service with a public address is called through it", () => {
    const legacy = (phase: Phase) =>
      lines(
        verify((facts) => {
          const awsvpcConfiguration = { subnets: [], securityGroups: [GROUPS.services], assignPublicIp: "ENABLED" as const };
          const inPublic = withService("user-service", { networkConfiguration: { awsvpcConfiguration } });
          return open({ CidrIpv4: "0.0.0.0/0", FromPort: 3002, ToPort: 3002 })(inPublic(facts));
        }, production(phase)),
      ); // prettier-ignore
    expect(legacy("parallel")).toEqual([]);
    expect(legacy("retired")).toEqual([expect.stringMatching(/^wrong ingress-open prod: /)]);
  });
});

test("a network that is not there is said, and not shown as good", () => {
  const { findings, lines: shown } = verify((facts) => ({
    ...facts,
    egress: known({ subnets: [], routeTables: [], natGateways: [], held: [] }),
  }));
  expect(findings.map(({ severity, code }) => [severity, code])).toContainEqual(["wrong", "network-missing"]);
  // What the way to apply the network refers to.
  expect(findings.flatMap(({ next }) => next)).toContain(
    "aws ec2 allocate-address --domain vpc --address 13.62.68.130 --region eu-north-1",
  );
  expect(shown.find(({ title }) => title === "NAT")).toMatchObject({ text: "there is no network", standing: "wrong" });
});

test("what leads to a service that is not there is no complete chain, and calls that nobody knows are not good", () => {
  const { rows, lines: shown } = verify((facts) =>
    withService("kelmah-api-gateway-service-gg6bf9h1", undefined)(withService("user-service-nlb", undefined)(facts)),
  );
  expect(rows.find(({ name }) => name === "user")?.chain).toEqual({ text: "–", standing: "idle" });
  expect(shown.find(({ title }) => title === "gateway calls")).toMatchObject({ text: "could not be found out", standing: "unknown" }); // prettier-ignore
});

describe("one NAT gateway a zone", () => {
  const perZone = (natEips: readonly string[]): Environment => {
    const found = production("internal");
    return { ...found, network: { ...found.network, nat: "per-az" }, inventory: { ...found.inventory, natEips } };
  };
  const addresses = ["13.62.68.130", "13.62.68.131"];
  const out = (facts: Facts): Facts => ({
    ...facts,
    egress: inAnswer(facts.egress, (value) => ({
      ...value,
      natGateways: [{ ...value.natGateways[0], NatGatewayAddresses: addresses.map((PublicIp) => ({ PublicIp })) }],
      held: addresses,
    })),
  });

  test("is well when every address is on the list", () => {
    const { findings, lines: shown } = verify(out, perZone(addresses));
    expect(lines({ findings })).toEqual([]);
    expect(shown.find(({ title }) => title === "NAT")?.text).toBe("13.62.68.130, 13.62.68.131, as allowlisted");
  });

  test("asks for a new address to be let in and written down, and for no apply", () => {
    const [finding] = verify(out, perZone(["13.62.68.130"])).findings;
    expect(finding).toMatchObject({ code: "nat-address", group: "down", cutsOff: "calls to every service" });
    expect(finding?.next).toEqual([
      "Let 13.62.68.131 in at Atlas (Network Access, IP Access List), then add it to 'natEips' in src/environments/inventory/prod.json, in the order of the availability zones.",
    ]);
    expect(finding).not.toHaveProperty("apply");
  });
});

describe("the report", () => {
  const change = (facts: Facts): Facts => {
    const { taskDefinitions, ...rest } = withService("user-service", down)(facts);
    const logs = new Map([...facts.logs, ["/ecs/job-service", known({ there: true })]]);
    return { ...withListenerGone({ ...rest, taskDefinitions }), logs };
  };
  const report = (environment = production()) => renderVerification(verify(change, environment), createColors(false));

  test("says who is cut off first, and whom to call", () => {
    const text = report({ ...production(), onCall: "Platform, +46 70 123 45 67" });
    const titles = ["Down now; call: Platform, +46 70 123 45 67", "Will fail at the next start or deployment", "To tidy up", "To apply kelmah-prod-services"]; // prettier-ignore
    const places = titles.map((title) => text.indexOf(`\n\n${title}\n`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).toContain("\n  cut off calls to user, since 2026-03-01 11:50 UTC (10 min)\n");
  });

  test("tells the same advice once", () => {
    expect(report().match(/apply kelmah-prod-services, as below/g)).toHaveLength(1);
    expect(report()).toContain("Down now; call: nobody is named: 'onCall' in src/environments/prod.ts");
  });
});
