import fc from "fast-check";
import { environments } from "../../src/environments";
import type { Environment } from "../../src/model/environment";
import { addressPart, type Phase, PHASE_MEANINGS, PHASES, touchedByStep } from "../../src/model/phase";
import { serviceUrlVariable } from "../../src/model/variables";
import "../helpers/matchers";
import { arbitraryPhase, legacyFacts, movingExample } from "../helpers/moving";
import { blockAt, blocksOf, type StackJson, synthesizeStack } from "../helpers/synth";

type Phases = Readonly<Record<string, Phase>>;

const NAMES = ["auth", "user", "job", "payment", "messaging", "review"] as const;
const GATEWAY = "aws_ecs_service.gateway";
const own = (service: string) => `aws_ecs_service.${addressPart(service)}`;
const legacyOf = (service: string) => `${own(service)}_legacy`;

/** Production as it may be once it is discovered, its services in these phases and the others in its own. */
function discoveredProd(phases: Phases): Environment {
  const prod = environments().find(({ name }) => name === "prod");
  if (prod === undefined) throw new Error("There is no prod");
  const services = Object.entries(prod.services).map(([name, service]) => {
    const phase = phases[name];
    return [name, phase === undefined ? service : { ...service, phase }] as const;
  });
  const legacyServices = Object.fromEntries(
    NAMES.map((name, index) => [name, legacyFacts(name, { desiredCount: index + 1 })]),
  );
  const learnt = { subnets: {}, takenCidrs: [], legacyServices };
  return { ...prod, inventory: { ...prod.inventory, learnt }, services: Object.fromEntries(services) };
}

/** Production with each service's own phase. */
const prodIn = (phases: Phases): StackJson => synthesizeStack(discoveredProd(phases), "services");

/** What the gateway's container finds in its variables. */
function gatewayVariables(stack: StackJson): ReadonlyMap<string, string> {
  const [definition] = blockAt(stack, "aws_ecs_task_definition.gateway").container_definitions as {
    environment: { name: string; value: string }[];
  }[];
  return new Map(definition?.environment.map(({ name, value }) => [name, value]));
}

/** Which ECS services and task definitions wait for which: by `depends_on`, or since they mention them. */
function graphOf(stack: StackJson): ReadonlyMap<string, readonly string[]> {
  const blocks = [...blocksOf(stack)].filter(([address]) => /^aws_ecs_(service|task_definition)\./.test(address));
  const addresses = blocks.map(([address]) => address);
  return new Map(
    blocks.map(([address, block]) => {
      const words: readonly string[] = JSON.stringify(block).match(/aws_ecs_(?:service|task_definition)\.\w+/g) ?? [];
      return [address, addresses.filter((other) => words.includes(other))];
    }),
  );
}

/** Whether one comes after the other, directly or by others in between. */
function follows(graph: ReturnType<typeof graphOf>, later: string, earlier: string, seen = new Set<string>()): boolean {
  if (seen.has(later)) return false;
  seen.add(later);
  const before = graph.get(later) ?? [];
  return before.includes(earlier) || before.some((next) => follows(graph, next, earlier, seen));
}

/** The edges among services: `later waits for earlier`, of those that belong to a service. */
const edges = (stack: StackJson, service: string): string[] => {
  const meant = [own(service), legacyOf(service), GATEWAY];
  return [...graphOf(stack)].flatMap(([later, earlier]) =>
    meant.includes(later) ? earlier.filter((one) => meant.includes(one)).map((one) => `${later} < ${one}`) : [],
  );
};

function expectOrder(stack: StackJson, phases: Phases): void {
  const graph = graphOf(stack);
  for (const address of graph.keys()) expect({ address, cycle: follows(graph, address, address) }).toEqual({ address, cycle: false }); // prettier-ignore
  for (const [service, phase] of Object.entries(phases)) {
    const { gatewayCalls, privateRuns, legacyRuns } = PHASE_MEANINGS[phase];
    const called = gatewayCalls === "private" ? own(service) : legacyOf(service);
    expect({ called, first: follows(graph, GATEWAY, called) }).toEqual({ called, first: true });
    if (!privateRuns) expect(follows(graph, own(service), GATEWAY)).toBe(true);
    if (!legacyRuns) expect(follows(graph, legacyOf(service), GATEWAY)).toBe(true);
  }
}

describe.each(PHASES)("production in phase %s", (phase) => {
  const phases = Object.fromEntries(NAMES.map((name) => [name, phase]));
  const stack = prodIn(phases);
  const runs = (yes: boolean, count: number) => (yes ? count : 0);
  const { privateRuns, legacyRuns, gatewayCalls } = PHASE_MEANINGS[phase];

  test.each(NAMES)(
    "%s runs what it is meant to, as it was found, and each is waited for until it is steady",
    (name) => {
      expect(stack).toHaveResourceAt(own(name), {
        desired_count: runs(privateRuns, 1),
        wait_for_steady_state: true,
      });
      expect(stack).toHaveResourceAt(legacyOf(name), {
        name: `${name}-service`,
        task_definition: `${name}-service-task:7`,
        desired_count: runs(legacyRuns, NAMES.indexOf(name) + 1),
        wait_for_steady_state: true,
      });
      expect(stack).toHaveResourceAt(GATEWAY, { desired_count: 1, wait_for_steady_state: true });
    },
  );

  test("the gateway calls each service where it is, and notifications where messaging is", () => {
    const variables = gatewayVariables(stack);
    const { services } = discoveredProd({});
    for (const name of NAMES) {
      const behindTheBalancer = `http://\${aws_lb.internal.dns_name}:${services[name]?.port ?? ""}`;
      expect(variables.get(serviceUrlVariable(name))).toBe(
        gatewayCalls === "private" ? behindTheBalancer : `http://${name}.legacy.example:8080`,
      );
    }
    expect(variables.get("NOTIFICATION_SERVICE_URL")).toBe(variables.get("MESSAGING_SERVICE_URL"));
  });

  test("an output says so", () => {
    expect(stack).toHaveResourceAt("output.phases", { value: phases });
  });
});

describe("what waits for what", () => {
  const stack = prodIn({ auth: "legacy", user: "parallel", job: "internal", payment: "retired" });

  test.each([
    ["auth", [`${own("auth")} < ${GATEWAY}`, `${GATEWAY} < ${legacyOf("auth")}`]],
    ["user", [`${GATEWAY} < ${legacyOf("user")}`]],
    ["job", [`${GATEWAY} < ${own("job")}`]],
    ["payment", [`${GATEWAY} < ${own("payment")}`, `${legacyOf("payment")} < ${GATEWAY}`]],
  ])("of %s", (service, expected) => {
    expect(edges(stack, service).sort()).toEqual([...expected].sort());
  });

  test("is written as depends_on, beside what a service waited for already", () => {
    const dependsOn = (address: string) => blockAt(stack, address).depends_on;
    expect(dependsOn(legacyOf("payment"))).toEqual([GATEWAY]);
    expect(dependsOn(legacyOf("user"))).toBeUndefined();
    expect(dependsOn(own("auth"))).toEqual(expect.arrayContaining(["aws_lb_listener.auth", GATEWAY]));
    expect(dependsOn(GATEWAY)).toEqual(
      expect.arrayContaining(["aws_iam_role_policy.gateway_execution", legacyOf("auth"), legacyOf("user"), own("job")]),
    );
  });

  test("is ordered for services whose names have hyphens, and for those with nothing to move", () => {
    for (const phase of PHASES) {
      const environment = movingExample({ "search-index": phase });
      const small = synthesizeStack(environment, "services");
      expectOrder(small, { "search-index": phase, auth: "parallel" });
      expect(edges(small, "user")).toEqual([`${GATEWAY} < ${own("user")}`]);
      expect(small).not.toHaveResourceAt(legacyOf("user"));
      expect(small).toHaveResourceAt("output.phases", {
        value: { auth: "parallel", user: "internal", "search-index": phase },
      });
    }
  });

  test("has no cycle in whatever phases, and lets no call go where nothing runs", () => {
    const phases = fc.record(Object.fromEntries(NAMES.map((name) => [name, arbitraryPhase])));
    fc.assert(
      fc.property(phases, (some) => {
        expectOrder(prodIn(some), some);
      }),
      { numRuns: 15 },
    );
  });
});

test("a step changes what it is meant to touch, the order and the output, and no other block", () => {
  const before = blocksOf(prodIn({}));
  const differing = (after: ReturnType<typeof blocksOf>) =>
    [...new Set([...before.keys(), ...after.keys()])].filter(
      (address) => JSON.stringify(before.get(address)) !== JSON.stringify(after.get(address)),
    );
  expect(differing(blocksOf(prodIn({ auth: "internal" })))).toEqual([
    GATEWAY,
    "aws_ecs_task_definition.gateway",
    "output.phases",
  ]);
  // The gateway calls the legacy before and after.
  expect(differing(blocksOf(prodIn({ auth: "legacy" })))).toEqual([own("auth"), "output.phases"]);
});

describe("with everything on that a phase may touch", () => {
  const nightStop = { stop: "20:00", start: "07:00", timeZone: "Africa/Accra" };
  /** The moving example with `search-index` in a phase, scaled, watched and, where it says so, stopped at night. */
  const inPhase = (phase: Phase, more: Partial<Environment>) => {
    const environment = movingExample({ "search-index": phase });
    Object.assign(environment.services["search-index"] ?? {}, {
      autoscaling: { min: 1, max: 3, cpuPercent: 60, memoryPercent: 70 },
    });
    const watched = { containerInsights: true, alarms: { subscriptions: [] } };
    return blocksOf(synthesizeStack({ ...environment, ...watched, ...more }, "services"));
  };
  // Where tasks stop at night, no alarm rings for their silence, in whatever phase.
  const variants = [{}, { nightStop }].map((more) => new Map(PHASES.map((phase) => [phase, inPhase(phase, more)])));
  const steps = PHASES.flatMap((from, index) => PHASES.slice(index + 1).map((to) => [from, to] as const));

  test.each(steps)("from %s to %s: all that the guard lets it touch, and nothing else", (from, to) => {
    const differing = variants.flatMap((stacks) => {
      const [before, after] = [stacks.get(from), stacks.get(to)];
      return [...(before?.keys() ?? []), ...(after?.keys() ?? [])].filter(
        (address) => JSON.stringify(before?.get(address)) !== JSON.stringify(after?.get(address)),
      );
    });
    expect([...new Set(differing)].sort()).toEqual(
      [...touchedByStep("search-index", from, to), "output.phases"].sort(),
    );
  });
});

test("a step changes no alarm but those on the tasks that it starts or ends", () => {
  const watched = (phases: Phases) =>
    blocksOf(
      synthesizeStack(
        { ...discoveredProd(phases), containerInsights: true, alarms: { subscriptions: [] } },
        "services",
      ),
    );
  const alarmsThatDiffer = (from: Phase, to: Phase) => {
    const [before, after] = [watched({ auth: from }), watched({ auth: to })];
    return [...before.keys()].filter(
      (address) =>
        address.startsWith("aws_cloudwatch_") &&
        JSON.stringify(before.get(address)) !== JSON.stringify(after.get(address)),
    );
  };
  expect(alarmsThatDiffer("legacy", "parallel")).toEqual(["aws_cloudwatch_metric_alarm.auth_running"]);
  expect(alarmsThatDiffer("parallel", "internal")).toEqual([]);
  expect(alarmsThatDiffer("internal", "retired")).toEqual(["aws_cloudwatch_metric_alarm.auth_legacy_running"]);
});

test("an adopted legacy service goes with its service, and the others stay", () => {
  const environment = movingExample();
  const { user, auth } = environment.services;
  const stack = synthesizeStack({ ...environment, services: { user, auth } }, "services");
  const legacies = [...blocksOf(stack)].map(([address]) => address).filter((address) => address.endsWith("_legacy"));
  expect(legacies).toEqual([legacyOf("auth")]);
  expect(stack).toHaveResourceAt("output.phases", { value: { user: "internal", auth: "parallel" } });
});
