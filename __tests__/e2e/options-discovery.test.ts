import { guard } from "../../src/ops/guard/guard";
import { parsePlan } from "../../src/ops/guard/plan";
import type { Environment } from "../../src/model/environment";
import { describeEndToEnd } from "../helpers/prerequisites";
import { optionExample, OptionPlatform } from "../helpers/option-platform";

/** What a plan does, by address, without what it reads. */
const actions = (changes: readonly { readonly address: string; readonly action: string }[]) =>
  Object.fromEntries(changes.filter(({ action }) => action !== "read").map(({ address, action }) => [address, action]));

// moto keeps no instances of Cloud Map for ECS's tasks: that a name is answered is AWS's part, and not looked at here.
describeEndToEnd("service discovery", ["emulator", "terraform"], () => {
  let platform: OptionPlatform;
  const before = optionExample() as Environment;

  beforeAll(async () => {
    platform = await OptionPlatform.applied();
  });

  test("an environment without options plans nothing after its apply, in JSON and in HCL", async () => {
    for (const part of ["network", "services"] as const) {
      for (const format of ["json", "hcl"] as const) {
        expect(await platform.plan(before, part, format)).toMatchObject({ changed: false, changes: [] });
      }
    }
  });

  afterAll(async () => {
    await platform.stop();
  });

  const findings = (plan: unknown, environment: Environment) =>
    guard(parsePlan(JSON.stringify(plan)), { environment, accepted: [] }).findings;

  test("services let in the load balancer's subnets and the gateway alone, in place, and nobody is shut out in between", async () => {
    const fork = await platform.fork();
    const wide: Environment = { ...before, serviceDiscovery: { namespace: "kelmah.internal" } };
    const narrow: Environment = { ...wide, network: { ...wide.network, servicesIngress: "load-balancer-subnets" } };
    await fork.applyPart(wide, "services");
    const rule = "aws_vpc_security_group_ingress_rule";
    const { network, services: less } = await fork.apply(narrow);
    expect(network.changes).toEqual([]);
    expect(actions(less.changes)).toEqual({
      [`${rule}.auth`]: "update",
      [`${rule}.auth_from_b`]: "create",
      [`${rule}.auth_from_gateway`]: "create",
      [`${rule}.user`]: "update",
      [`${rule}.user_from_b`]: "create",
      [`${rule}.user_from_gateway`]: "create",
    });
    expect(findings(await less.plan(), narrow)).toEqual([]);
    const order = (done: readonly string[], ...addresses: string[]) =>
      addresses.map((address) => done.indexOf(`${rule}.${address}`));
    const [own = 0, ...others] = order(less.done, "auth", "auth_from_b", "auth_from_gateway");
    expect(own).toBeGreaterThan(Math.max(...others));
    for (const format of ["json", "hcl"] as const) {
      expect(await fork.plan(narrow, "services", format)).toMatchObject({ changed: false, changes: [] });
    }

    const more = await fork.applyPart(wide, "services");
    expect(more.counts).toMatchObject({ add: 0, change: 2, destroy: 4 });
    expect(findings(await more.plan(), wide)).toEqual([]);
    const [back = 0, ...gone] = order(more.done, "auth", "auth_from_b", "auth_from_gateway");
    expect(back).toBeLessThan(Math.min(...gone));
    expect(await fork.plan(wide, "services")).toMatchObject({ changed: false, changes: [] });
    expect(await fork.emulator.unimplemented()).toEqual([]);
    await fork.stop();
  });

  test("services register in place, then are called by their names, and not before the gateway has left do the names go", async () => {
    const namespace = "kelmah.internal";

    const registered: Environment = { ...before, serviceDiscovery: { namespace } };
    const on = await platform.applyPart(registered, "services");
    expect(actions(on.changes)).toEqual({
      "aws_service_discovery_private_dns_namespace.main": "create",
      "aws_service_discovery_service.auth": "create",
      "aws_service_discovery_service.user": "create",
      "aws_ecs_service.auth": "update",
      "aws_ecs_service.user": "update",
    });
    expect(findings(await on.plan(), registered)).toEqual([]);
    for (const format of ["json", "hcl"] as const) {
      expect(await platform.plan(registered, "services", format)).toMatchObject({ changed: false, changes: [] });
    }

    const called: Environment = { ...before, serviceDiscovery: { namespace, gatewayCalls: "namespace" } };
    const calls = await platform.applyPart(called, "services");
    expect(actions(calls.changes)).toEqual({
      "aws_ecs_task_definition.gateway": "replace",
      "aws_ecs_service.gateway": "update",
    });
    expect(findings(await calls.plan(), called)).toEqual([]);

    // All at once would take the names from under the gateway.
    const terraform = await platform.terraform(before, "services");
    await terraform.plan({ out: "plan" });
    const refused = findings(await terraform.show("plan"), before).map(({ kind, address }) => [kind, address]);
    expect(refused).toEqual([
      ["destroy", "aws_service_discovery_service.auth"],
      ["destroy", "aws_service_discovery_service.user"],
    ]);

    await platform.applyPart(registered, "services");
    const off = await platform.applyPart(before, "services");
    expect(findings(await off.plan(), before)).toEqual([]);
    expect(actions(off.changes)).toEqual({
      "aws_service_discovery_private_dns_namespace.main": "delete",
      "aws_service_discovery_service.auth": "delete",
      "aws_service_discovery_service.user": "delete",
      "aws_ecs_service.auth": "update",
      "aws_ecs_service.user": "update",
    });
    const at = (address: string) => off.done.indexOf(address);
    expect(at("aws_ecs_service.auth")).toBeLessThan(at("aws_service_discovery_service.auth"));
    expect(await platform.plan(before, "services")).toMatchObject({ changed: false, changes: [] });
    expect(await platform.emulator.unimplemented()).toEqual([]);
  });
});
