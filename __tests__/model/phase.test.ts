import fc from "fast-check";
import { addressPart, type Phase, PHASE_MEANINGS, PHASES, touchedByStep } from "../../src/model/phase";
import { readDocument } from "../helpers/documented";
import { rowsOf, sectionsOf } from "../helpers/markdown";
import { arbitraryPhase } from "../helpers/moving";

const service = fc.stringMatching(/^[a-z](?:[a-z0-9-]{0,8}[a-z0-9])?$/);

describe("the runbook's table of the move", () => {
  const move = sectionsOf(readDocument("docs/runbook.md")).find(({ heading }) => heading === "Production: the move");
  const rows = rowsOf(move?.text ?? "");

  test("has the phases in their order", () => {
    expect(rows.map(([phase]) => phase)).toEqual(PHASES.map((phase) => `\`${phase}\``));
  });

  test.each(rows)("says what %s means", (phase, own = "", called = "", legacy = "") => {
    const runs = (words: string) => ({ known: /^(runs|at 0)\b/.test(words), runs: words.startsWith("runs") });
    const { privateRuns, gatewayCalls, legacyRuns } = PHASE_MEANINGS[phase.replaceAll("`", "") as Phase];
    expect(runs(own)).toEqual({ known: true, runs: privateRuns });
    expect(called).toBe(gatewayCalls === "private" ? "`http://<nlb>:<port>`" : "the legacy's public URL");
    expect(runs(legacy)).toEqual({ known: true, runs: legacyRuns });
  });
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

test.each([
  ["auth", "auth"],
  ["search-index", "search_index"],
  ["a-b-c", "a_b_c"],
])("%s is %s in addresses", (name, part) => {
  expect(addressPart(name)).toBe(part);
});

// Which these are is seen in the stacks: __tests__/stacks/move.test.ts.
describe("the addresses that a step may touch", () => {
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
});
