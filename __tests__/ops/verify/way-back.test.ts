import type { Learnt } from "../../../src/model/environment";
import { lines, production, verify } from "./recorded";

/** Production in a phase, with what was learnt of auth's legacy service changed, or the service gone. */
function withAuth(phase: "parallel" | "internal" | "retired", change: (legacy: Learnt["legacyServices"]) => object) {
  const { learnt } = production(phase).inventory;
  if (learnt === undefined) throw new Error("Nothing was learnt");
  return production(phase, {
    learnt: { ...learnt, legacyServices: change(learnt.legacyServices) as Learnt["legacyServices"] },
  });
}

const wayBack = (environment: ReturnType<typeof production>) =>
  lines(verify((facts) => facts, environment)).filter((line) => line.includes("no-way-back"));

test.each(["internal", "retired"] as const)("in phase %s, a service without a way back is named with the reason", (phase) => {
  const withoutUrl = withAuth(phase, ({ auth, ...others }) => ({ ...others, auth: { ...auth, url: undefined } }));
  expect(wayBack(withoutUrl)).toEqual([
    "warning no-way-back auth: auth: internal -> parallel is impossible: the gateway does not call its legacy service any " +
      "more, and nobody has written down where it was called",
  ]);
  const gone = withAuth(phase, (legacy) => Object.fromEntries(Object.entries(legacy).filter(([name]) => name !== "auth")));
  expect(wayBack(gone)).toEqual([
    "warning no-way-back auth: auth: internal -> parallel is impossible: its legacy service auth-service is gone",
  ]);
}); // prettier-ignore

test("a service with a way back, or whose legacy is still called, has nothing to be said", () => {
  expect(wayBack(production("internal"))).toEqual([]);
  expect(wayBack(withAuth("parallel", (legacy) => legacy))).toEqual([]);
});
