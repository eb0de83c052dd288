import { isAcceptable } from "../../../../src/ops/guard/finding";
import { guard, type Verdict } from "../../../../src/ops/guard/guard";
import { parsePlan } from "../../../../src/ops/guard/plan";
import { type Entry, entries, planOf, production } from "./corpus";

/** What the guard makes of an entry's plan, in production or in an environment that is not protected. */
function judged(entry: Entry, isProtected = true): Verdict {
  const environment =
    entry.stack === "state" ? undefined : production({ ...entry.environment, protected: isProtected });
  return guard(parsePlan(JSON.stringify(planOf(entry))), { environment, accepted: [] });
}

const said = ({ findings }: Verdict) =>
  findings.map(({ kind, address, message }) => `${kind} ${address ?? ""} ${message}`);

/** The worst that is said of a plan. */
function worst({ findings }: Verdict): string {
  if (findings.length === 0) return "routine";
  return findings.every(isAcceptable) ? "needs a word" : "never";
}

const dangerous = entries("dangerous.json");

describe("a dangerous change of adopted production", () => {
  test.each(dangerous.map((entry) => [entry.name, entry] as const))("%s", (_, entry) => {
    expect(worst(judged(entry))).toBe(entry.expect);
  });
});

describe("what exposes, gives rights or touches the states is asked about where nothing is protected, too", () => {
  const everywhere = dangerous.filter((entry) => entry.everywhere === true);
  test.each(everywhere.map((entry) => [entry.name, entry] as const))("%s", (_, entry) => {
    expect(worst(judged(entry, false))).not.toBe("routine");
  });
});

describe("routine work of a month", () => {
  test.each(entries("routine.json").map((entry) => [entry.name, entry] as const))("%s", (_, entry) => {
    expect(said(judged(entry))).toEqual([]);
  });
});

test("what needs a word passes when it is accepted, and only then", () => {
  for (const entry of dangerous.filter(({ expect: word, stack }) => word === "needs a word" && stack !== "state")) {
    const accepted = judged(entry).findings.map(({ address = "", change = "" }) => ({
      address,
      change,
      reason: "a test",
    }));
    const verdict = judged({ ...entry, environment: { ...entry.environment, accepted } });
    expect({ name: entry.name, said: said(verdict) }).toEqual({ name: entry.name, said: [] });
    expect(verdict.accepted).toHaveLength(accepted.length);
  }
});

test("the accounts of this corpus: how many there are of each", () => {
  expect(dangerous.length).toBeGreaterThanOrEqual(150);
  expect(entries("routine.json").length).toBeGreaterThanOrEqual(40);
  expect(new Set(dangerous.map(({ name }) => name)).size).toBe(dangerous.length);
});
