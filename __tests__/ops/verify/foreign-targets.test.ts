import { foreignTargets } from "../../../src/ops/foreign-targets";
import type { Facts } from "../../../src/ops/verify/facts";
import { failed, known, lines, verify } from "./recorded";

const GROUP = "kelmah-user-tg";

/** Somebody's target beside our own, in whatever state, and what is known of whose it is. */
const withForeign =
  (own: "healthy" | "unhealthy", foreign: Facts["foreignTargets"]) =>
  (facts: Facts): Facts => {
    const targets = new Map(facts.balancing.targets);
    const target = (Id: string, State: "healthy" | "unhealthy") => ({ Target: { Id }, TargetHealth: { State } });
    targets.set(GROUP, known([target("172.31.96.9", own), target("172.31.40.40", "healthy")]));
    return { ...facts, balancing: { ...facts.balancing, targets }, ...(foreign && { foreignTargets: foreign }) };
  };

const somebody = known(new Map([[GROUP, [{ address: "172.31.40.40", of: "a task of other-service" }]]]));

test("a target that is no task of ours is counted apart, and said", () => {
  const verification = verify(withForeign("healthy", somebody));
  expect(lines(verification)).toEqual([
    "warning foreign-targets user: kelmah-user-tg has targets that are no tasks of ours, and get calls: 172.31.40.40 (a task of other-service)",
  ]);
  expect(verification.rows.find(({ name }) => name === "user")?.targets.text).toBe("1/1, 1 not ours");
});

test("it makes up for none of ours", () => {
  expect(lines(verify(withForeign("unhealthy", somebody)))[0]).toBe(
    "wrong targets-unhealthy user: 0 of 1 targets in kelmah-user-tg are healthy (172.31.96.9 is unhealthy)",
  );
});

test("where nobody can say whose targets are, they count as ours, and that is said", () => {
  const verification = verify(withForeign("healthy", failed("ecs:ListTasks")));
  expect(lines(verification)).toEqual(["unknown foreign-targets-unknown prod: whose the targets are"]);
  expect(verification.rows.find(({ name }) => name === "user")?.targets.text).toBe("2/2");
});

test("whose a target is: another service's, a task's of no service, nobody's; ours and those that leave are none", () => {
  const target = (Id: string, State: "healthy" | "draining" = "healthy") => ({ Target: { Id }, TargetHealth: { State } });
  const task = (id: string, address: string, ecsService?: string) => ({
    id, taskDefinition: "a:1", addresses: [address], ...(ecsService !== undefined && { ecsService }),
  });
  const tasks = [task("1", "10.0.0.1", "ours"), task("2", "10.0.0.2", "theirs"), task("3", "10.0.0.3")];
  const targets = [1, 2, 3, 4].map((last) => target(`10.0.0.${last}`));
  expect(foreignTargets([...targets, target("10.0.0.5", "draining")], tasks, ["ours"])).toEqual([
    { address: "10.0.0.2", of: "a task of theirs" },
    { address: "10.0.0.3", of: "task 3, of no service" },
    { address: "10.0.0.4", of: "no task of the cluster; somebody has registered it" },
  ]);
}); // prettier-ignore
