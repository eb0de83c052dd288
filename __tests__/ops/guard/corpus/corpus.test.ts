import { guard, type Verdict } from "../../../../src/ops/guard/guard";
import { parsePlan } from "../../../../src/ops/guard/plan";
import { type Entry, entries, planOf, production } from "./corpus";

function judged(entry: Entry): Verdict {
  const environment = entry.stack === "state" ? undefined : production(entry.environment);
  return guard(parsePlan(JSON.stringify(planOf(entry))), { environment, accepted: [] });
}

const said = ({ findings }: Verdict) =>
  findings.map(({ kind, address, message }) => `${kind} ${address ?? ""} ${message}`);

test.each(entries("dangerous.json").map((entry) => [entry.name, entry] as const))("asks about it: %s", (_, entry) => {
  expect(said(judged(entry))).not.toEqual([]);
});

test.each(entries("routine.json").map((entry) => [entry.name, entry] as const))("lets it pass: %s", (_, entry) => {
  expect(said(judged(entry))).toEqual([]);
});
