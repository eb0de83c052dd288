import type { Verification } from "../../../src/ops/verify/analyse";
import { Interrupted } from "../../../src/ops/command";
import { waitUntilHealthy, worthWaiting } from "../../../src/ops/verify/wait";
import { failed, known, NOW, verify, withService } from "./recorded";

const healthy = verify();
const starting = verify(withService("user-service-nlb", { runningCount: 0 }));
const broken = verify(withService("user-service-nlb", undefined));
const busy = verify((facts) => ({ ...facts, parameters: failed("ssm:DescribeParameters", "passing") }));
const denied = verify((facts) => ({ ...facts, parameters: failed("ssm:DescribeParameters") }));
const silent = verify((facts) => ({ ...facts, logs: new Map([["/ecs/job-service", known({ there: true, newest: NOW - 1e8 })]]) })); // prettier-ignore

function looks(...answers: Verification[]) {
  let count = 0;
  const look = () => Promise.resolve(answers[Math.min(count++, answers.length - 1)] ?? healthy);
  return { look, seconds: 30, intervalSeconds: 0.01, count: () => count };
}

test.each([
  ["starting tasks", starting, true],
  ["a service that lacks", broken, false],
  ["an answer that AWS was too busy for", busy, true],
  ["a permission that lacks", denied, false],
  ["a silent log group", silent, false],
])("whether %s are worth waiting for: %#", (_, verification, worth) => {
  expect(worthWaiting(verification)).toBe(worth);
});

test("it waits until all is well, and tells each look with the time that is left", async () => {
  const told: [string, number][] = [];
  const onLook = ({ verdict }: Verification, left: number) => told.push([verdict, Math.ceil(left)]);
  const waited = await waitUntilHealthy({ ...looks(starting, busy, healthy), onLook });
  expect([waited.ending, waited.verification.verdict]).toEqual(["healthy", "healthy"]);
  expect(told).toEqual([["wrong", 30], ["unknown", 30], ["healthy", 30]]); // prettier-ignore
});

test.each([["what only a person can mend", broken], ["a permission that lacks", denied]])("%s ends it at once", async (_, verification) => {
  const options = looks(starting, verification, healthy);
  expect((await waitUntilHealthy(options)).ending).toBe("hopeless");
  expect(options.count()).toBe(2);
}); // prettier-ignore

test("when time runs out it looks once more, and that is the result", async () => {
  const options = { ...looks(starting, starting, healthy), seconds: 0.01, intervalSeconds: 5 };
  expect((await waitUntilHealthy({ ...options, look: looks(starting).look })).ending).toBe("late");
});

test("Ctrl-C ends it while it pauses", async () => {
  const controller = new AbortController();
  const waiting = waitUntilHealthy({
    ...looks(starting),
    intervalSeconds: 60,
    signal: controller.signal,
    onLook: () => setTimeout(() => { controller.abort(new Interrupted("SIGINT")); }, 5),
  }); // prettier-ignore
  await expect(waiting).rejects.toThrow(Interrupted);
});
