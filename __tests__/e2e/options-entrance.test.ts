import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Environment } from "../../src/model/environment";
import { guard } from "../../src/ops/guard/guard";
import { parsePlan } from "../../src/ops/guard/plan";
import { entranceFindings } from "../../src/ops/verify/checks/entrance";
import { everyService, expectedOf } from "../../src/ops/verify/expected";
import { fetchBalancing } from "../../src/ops/verify/fetch/balancing";
import { clientConfig } from "../helpers/emulator";
import { entranceExample, makeHostedZone } from "../helpers/entrance";
import { describeEndToEnd } from "../helpers/prerequisites";
import { type Applied, optionExample, OptionPlatform } from "../helpers/option-platform";

/** What a plan does, by address, without what it leaves alone. */
const actions = (changes: readonly { readonly address: string; readonly action: string }[]) =>
  Object.fromEntries(changes.map(({ address, action }) => [address, action]));

/** Without those that do one of these. */
const but = (all: Readonly<Record<string, string>>, ...left: readonly string[]) =>
  Object.fromEntries(Object.entries(all).filter(([, action]) => !left.includes(action)));

/** Applies the services stack, when the guard has nothing against the plan. */
async function applyGuarded(platform: OptionPlatform, environment: Environment): Promise<Applied> {
  const applied = await platform.applyPart(environment, "services");
  const verdict = guard(parsePlan(JSON.stringify(applied.plan)), { environment, accepted: [] });
  expect(verdict.findings).toEqual([]);
  return applied;
}

/** What verify finds of the load balancer and its rules. */
async function verified({ emulator }: OptionPlatform, environment: Environment): Promise<string[]> {
  const expected = expectedOf(environment);
  const groups = [...everyService(expected), expected.entrance?.canary].flatMap((of) => of?.targetGroup ?? []);
  const client = new ElasticLoadBalancingV2Client(clientConfig(emulator));
  const of = { loadBalancer: expected.loadBalancer, entrance: expected.entrance?.loadBalancer };
  const balancing = await fetchBalancing(client, of, groups);
  const services = { known: true, value: { clusterThere: true, services: new Map(), stopped: new Map() } } as const;
  return entranceFindings(expected, { balancing, services }).map(({ code }) => code);
}

async function expectNothingToDo(platform: OptionPlatform, environment: Environment): Promise<void> {
  for (const format of ["json", "hcl"] as const) {
    expect(await platform.plan(environment, "services", format)).toMatchObject({ changed: false, changes: [] });
  }
}

/** What there is because of a canary, in the order in which it is made. */
const CANARY = [
  "aws_lb_target_group.canary",
  "aws_lb_listener_rule.canary_attachment",
  "aws_ecs_service.canary",
  "aws_lb_listener_rule.canary_traffic",
];
const CANARY_ONLY = [...CANARY, "aws_ecs_task_definition.canary"].sort();

describeEndToEnd("the public entrance and the canary", ["emulator", "terraform"], () => {
  let platform: OptionPlatform;

  afterAll(async () => {
    await platform.stop();
  });

  /** The running environment with its entrance on, and what is changed about it. */
  const behindEntrance = (hostedZoneId: string, change: (gateway: Environment["gateway"]) => object = () => ({})) => {
    const environment = entranceExample(
      {
        certificate: { kind: "requested", domainName: "api.kelmah.example", hostedZoneId },
        accessLogsRetentionDays: 30,
        waf: {
          kind: "managed",
          ruleGroups: ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"],
        },
      },
      optionExample(),
    ) as Environment;
    return { ...environment, gateway: { ...environment.gateway, ...change(environment.gateway) } };
  };
  const canary = (weight: number) => ({
    canary: { image: { repository: "api-gateway", tag: "2.0.0" }, weight, stickinessSeconds: 600 },
  });

  test("are turned on, changed and turned off in a running environment", async () => {
    platform = await OptionPlatform.start();
    const before = optionExample();
    await platform.apply(before);
    const zone = await makeHostedZone(platform.emulator, "kelmah.example");

    // On: the listener is there before the gateway's tasks register, and nothing is replaced.
    const entrance = behindEntrance(zone);
    const on = await applyGuarded(platform, entrance);
    expect(but(actions(on.changes), "create", "read")).toEqual({
      "aws_ecs_service.gateway": "update",
      "aws_vpc_security_group_ingress_rule.gateway_callers_0_0_0_0_0": "delete",
    });
    const at = (address: string) => on.done.indexOf(address);
    expect(at("aws_acm_certificate_validation.entrance")).toBeLessThan(at("aws_lb_listener.entrance_https"));
    expect(at("aws_lb_listener.entrance_https")).toBeLessThan(at("aws_ecs_service.gateway"));
    await expectNothingToDo(platform, entrance);

    // A canary: attached, then steady, then called.
    const ten = behindEntrance(zone, () => canary(10));
    const started = await applyGuarded(platform, ten);
    expect(started.counts).toMatchObject({ change: 0, destroy: 0 });
    expect(started.done.filter((address) => CANARY.includes(address))).toEqual(CANARY);
    await expectNothingToDo(platform, ten);
    expect(await verified(platform, ten)).toEqual([]);
    expect(
      await verified(
        platform,
        behindEntrance(zone, () => canary(20)),
      ),
    ).toEqual(["canary-shares"]);
    expect(await verified(platform, entrance)).toEqual(["canary-called", "canary-left"]);

    // Another share changes a rule and nothing else.
    const all = behindEntrance(zone, () => canary(100));
    const raised = await applyGuarded(platform, all);
    expect(actions(raised.changes)).toEqual({ "aws_lb_listener_rule.canary_traffic": "update" });

    // Promoted: the gateway takes the image, and the canary goes in the reverse order.
    const promoting = await platform.fork();
    const promoted = behindEntrance(zone, ({ image }) => ({ ...canary(100), image: { ...image, tag: "2.0.0" } }));
    const promotion = await applyGuarded(promoting, promoted);
    const { "aws_ecs_task_definition.gateway": revision, "aws_ecs_service.gateway": gateway, ...rest } = actions(promotion.changes); // prettier-ignore
    expect([revision, gateway]).toEqual(["replace", "update"]);
    expect(Object.keys(rest).sort()).toEqual(CANARY_ONLY);
    expect(promotion.done.filter((address) => CANARY.includes(address))).toEqual([...CANARY].reverse());
    await expectNothingToDo(promoting, promoted);
    await promoting.stop();

    // Aborted: only the canary's own goes, in the same order.
    const zero = behindEntrance(zone, () => canary(0));
    const aborted = await applyGuarded(platform, zero);
    expect(await verified(platform, zero)).toEqual([]);
    expect(aborted.counts).toMatchObject({ add: 0, change: 0, destroy: CANARY_ONLY.length });
    expect(Object.keys(actions(aborted.changes)).sort()).toEqual(CANARY_ONLY);
    expect(aborted.done.filter((address) => CANARY.includes(address))).toEqual([...CANARY].reverse());

    // Off again, as it was before.
    const off = await applyGuarded(platform, before);
    expect(but(actions(off.changes), "delete")).toEqual({
      "aws_ecs_service.gateway": "update",
      "aws_vpc_security_group_ingress_rule.gateway_callers_0_0_0_0_0": "create",
    });
    await expectNothingToDo(platform, before);
    expect(await platform.emulator.unimplemented()).toEqual([]);
  });
});
