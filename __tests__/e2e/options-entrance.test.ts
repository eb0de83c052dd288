import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Environment } from "../../src/model/environment";
import type { Certificate, Entrance } from "../../src/model/options";
import { guard } from "../../src/ops/guard/guard";
import { parsePlan } from "../../src/ops/guard/plan";
import { entranceFindings } from "../../src/ops/verify/checks/entrance";
import { everyService } from "../../src/ops/verify/expected";
import { expectedOf } from "../../src/ops/verify/expected-of";
import { fetchBalancing } from "../../src/ops/verify/fetch/balancing";
import { clientConfig } from "../helpers/emulator";
import { entranceExample, makeHostedZone } from "../helpers/entrance";
import { describeEndToEnd } from "../helpers/prerequisites";
import { type Applied, optionExample, OptionPlatform } from "../helpers/option-platform";

/** An entrance whose certificate is requested. */
type Requested = Entrance & { readonly certificate: Extract<Certificate, { readonly kind: "requested" }> };

/** What a plan does, by address, without what it leaves alone. */
const actions = (changes: readonly { readonly address: string; readonly action: string }[]) =>
  Object.fromEntries(changes.map(({ address, action }) => [address, action]));

/** Without those that do one of these. */
const but = (all: Readonly<Record<string, string>>, ...left: readonly string[]) =>
  Object.fromEntries(Object.entries(all).filter(([, action]) => !left.includes(action)));

/** What the guard has against a plan. */
const refusals = (plan: unknown, environment: Environment) =>
  guard(parsePlan(JSON.stringify(plan)), { environment, accepted: [] }).findings;

/** Applies the services stack, when the guard has nothing against the plan. */
async function applyGuarded(platform: OptionPlatform, environment: Environment): Promise<Applied> {
  const applied = await platform.applyPart(environment, "services");
  expect(refusals(await applied.plan(), environment)).toEqual([]);
  return applied;
}

/** What verify finds of the load balancer and its rules. */
async function verified({ emulator }: OptionPlatform, environment: Environment): Promise<string[]> {
  const expected = expectedOf(environment);
  const groups = [...everyService(expected), expected.entrance?.canary].flatMap((of) => of?.targetGroup ?? []);
  const client = new ElasticLoadBalancingV2Client(clientConfig(emulator));
  const of = { loadBalancer: expected.loadBalancer, entrance: expected.entrance?.loadBalancer };
  const balancing = await fetchBalancing(client, of, groups);
  const services = {
    known: true,
    value: { services: new Map(), stopped: new Map(), earlier: new Map() },
  } as const;
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
    platform = await OptionPlatform.applied();
    const before = optionExample();
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
    for (const behind of ["aws_ecs_service.gateway", "aws_wafv2_web_acl_association.entrance"]) {
      expect(at(behind)).toBeLessThan(at("aws_route53_record.entrance"));
    }
    await expectNothingToDo(platform, entrance);

    // Refused: a canary that starts with many calls, and taking the old domain's address away. Another web ACL and another
    // domain's certificate, which is there before the old one goes, are not.
    const { certificate, ...rest } = entrance.gateway.entrance as Requested;
    const webAclArn = `arn:aws:wafv2:eu-north-1:${entrance.inventory.account}:regional/webacl/other/01234567-89ab-cdef-0123-456789abcdef`;
    const moved = behindEntrance(zone, () => ({
      ...canary(11),
      entrance: {
        ...rest,
        certificate: { ...certificate, domainName: "www.kelmah.example" },
        waf: { kind: "existing", webAclArn },
      },
    }));
    const terraform = await platform.terraform(moved, "services");
    expect(but(actions((await terraform.plan({ out: "plan" })).changes), "create", "read", "update")).toEqual({
      "aws_acm_certificate.entrance": "replace",
      "aws_acm_certificate_validation.entrance": "replace",
      "aws_route53_record.entrance": "replace",
      "aws_route53_record.entrance_validation": "replace",
      "aws_wafv2_web_acl.entrance": "delete",
      "aws_wafv2_web_acl_association.entrance": "replace",
    });
    expect(refusals(await terraform.show("plan"), moved).map(({ address }) => address)).toEqual([
      "aws_route53_record.entrance",
      "aws_lb_listener_rule.canary_traffic",
    ]);

    // A canary: attached, then running, then called.
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

    // Promoted: the gateway takes the image first, and then the canary goes, in the reverse order.
    const promoting = await platform.fork();
    const promoted = behindEntrance(zone, ({ image }) => ({ ...canary(100), image: { ...image, tag: "2.0.0" } }));
    const promotion = await applyGuarded(promoting, promoted);
    const { "aws_ecs_task_definition.gateway": revision, "aws_ecs_service.gateway": gateway, ...gone } = actions(promotion.changes); // prettier-ignore
    expect([revision, gateway]).toEqual(["replace", "update"]);
    expect(Object.keys(gone).sort()).toEqual(CANARY_ONLY);
    expect(promotion.done.filter((address) => ["aws_ecs_service.gateway", ...CANARY].includes(address))).toEqual([
      "aws_ecs_service.gateway",
      ...[...CANARY].reverse(),
    ]);
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
