import fc from "fast-check";
import { addressPart, type Phase, PHASE_MEANINGS, PHASES, PHASES_OUTPUT, touchedByStep } from "../../src/model/phase";
import { arbitraryPhase } from "../helpers/moving";

const service = fc.stringMatching(/^[a-z](?:[a-z0-9-]{0,8}[a-z0-9])?$/);
const sorted = (addresses: readonly string[]) => [...addresses].sort();

test("the phases are in the order of the move", () => {
  expect(PHASES).toEqual(["legacy", "parallel", "internal", "retired"]);
});

test.each([
  ["legacy", { privateRuns: false, gatewayCalls: "legacy", legacyRuns: true }],
  ["parallel", { privateRuns: true, gatewayCalls: "legacy", legacyRuns: true }],
  ["internal", { privateRuns: true, gatewayCalls: "private", legacyRuns: true }],
  ["retired", { privateRuns: true, gatewayCalls: "private", legacyRuns: false }],
] as const)("in phase %s: %j", (phase, meaning) => {
  expect(PHASE_MEANINGS[phase]).toEqual(meaning);
});

test.each(PHASES)("in phase %s, whatever the gateway calls runs", (phase) => {
  const { gatewayCalls, privateRuns, legacyRuns } = PHASE_MEANINGS[phase];
  expect(gatewayCalls === "private" ? privateRuns : legacyRuns).toBe(true);
});

test("two neighbouring phases differ in one thing, so that a step can be taken back by itself", () => {
  PHASES.slice(1).forEach((phase, index) => {
    const [before, after] = [PHASE_MEANINGS[PHASES[index] ?? "legacy"], PHASE_MEANINGS[phase]];
    const keys = Object.keys(after) as (keyof typeof after)[];
    expect(keys.filter((key) => before[key] !== after[key])).toHaveLength(1);
  });
});

test("the output that says the phases is called phases: recorded states know it by that", () => {
  expect(PHASES_OUTPUT).toBe("phases");
});

test.each([
  ["auth", "auth"],
  ["search-index", "search_index"],
  ["a-b-c", "a_b_c"],
])("%s is %s in addresses", (name, part) => {
  expect(addressPart(name)).toBe(part);
});

const own = (part: string) => [
  `aws_ecs_service.${part}`,
  `aws_cloudwatch_metric_alarm.${part}_running`,
  `aws_appautoscaling_target.${part}`,
  `aws_appautoscaling_policy.${part}_cpu`,
  `aws_appautoscaling_policy.${part}_memory`,
  `aws_appautoscaling_scheduled_action.${part}_night`,
  `aws_appautoscaling_scheduled_action.${part}_day`,
];
const legacy = (part: string) => [
  `aws_ecs_service.${part}_legacy`,
  `aws_cloudwatch_metric_alarm.${part}_legacy_running`,
];
const GATEWAY = ["aws_ecs_task_definition.gateway", "aws_ecs_service.gateway"];

describe("the addresses that a step may touch", () => {
  test.each<[Phase, Phase, string[]]>([
    ["legacy", "parallel", own("search_index")],
    ["parallel", "internal", GATEWAY],
    ["internal", "retired", legacy("search_index")],
    ["legacy", "internal", [...own("search_index"), ...GATEWAY]],
    ["parallel", "retired", [...GATEWAY, ...legacy("search_index")]],
    ["legacy", "retired", [...own("search_index"), ...GATEWAY, ...legacy("search_index")]],
  ])("from %s to %s, and back", (from, to, addresses) => {
    expect(sorted(touchedByStep("search-index", from, to))).toEqual(sorted(addresses));
    expect(sorted(touchedByStep("search-index", to, from))).toEqual(sorted(addresses));
  });

  test("are none without a step", () => {
    fc.assert(
      fc.property(service, arbitraryPhase, (name, phase) => {
        expect(touchedByStep(name, phase, phase)).toEqual([]);
      }),
    );
  });

  test("are the same there and back", () => {
    fc.assert(
      fc.property(service, arbitraryPhase, arbitraryPhase, (name, from, to) => {
        expect(touchedByStep(name, from, to)).toEqual(touchedByStep(name, to, from));
      }),
    );
  });

  test("of a way with a stop are those of its two parts, and none twice", () => {
    fc.assert(
      fc.property(service, fc.tuple(arbitraryPhase, arbitraryPhase, arbitraryPhase), (name, three) => {
        const [first, stop, last] = [...three].sort((a, b) => PHASES.indexOf(a) - PHASES.indexOf(b)) as typeof three;
        const whole = touchedByStep(name, first, last);
        expect(whole).toEqual([...touchedByStep(name, first, stop), ...touchedByStep(name, stop, last)]);
        expect(new Set(whole).size).toBe(whole.length);
      }),
    );
  });

  test("are those whose meaning the step changes, and no others", () => {
    fc.assert(
      fc.property(service, arbitraryPhase, arbitraryPhase, (name, from, to) => {
        const [before, after] = [PHASE_MEANINGS[from], PHASE_MEANINGS[to]];
        const part = addressPart(name);
        expect(sorted(touchedByStep(name, from, to))).toEqual(
          sorted([
            ...(before.privateRuns === after.privateRuns ? [] : own(part)),
            ...(before.gatewayCalls === after.gatewayCalls ? [] : GATEWAY),
            ...(before.legacyRuns === after.legacyRuns ? [] : legacy(part)),
          ]),
        );
      }),
    );
  });
});
