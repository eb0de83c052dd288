import type { HttpFact } from "../../../src/ops/verify/facts";
import { GATEWAY_INTERVAL_SECONDS, GatewayPace } from "../../../src/ops/verify/gateway-pace";
import { INTERVAL_SECONDS } from "../../../src/ops/verify/wait";

const QUARTER = 15 * 60;

function pace() {
  let seconds = 0;
  let asked = 0;
  const fact = (): HttpFact => ({ url: String(++asked), path: "/health", seconds: 0 });
  const one = new GatewayPace({ ask: () => Promise.resolve([fact()]), now: () => seconds * 1000 });
  return { one, count: () => asked, sleep: (time: number) => (seconds += time) };
}

test("looking every few seconds for an hour takes a tenth of what payment lets through, and no more", async () => {
  const { one, count, sleep } = pace();
  for (let looked = 0; looked < QUARTER * 4; looked += INTERVAL_SECONDS) {
    await one.answer();
    sleep(INTERVAL_SECONDS);
  }
  // Two calls at payment for each question, of 300 in 15 minutes.
  expect((count() / 4) * 2).toBeLessThanOrEqual(300 / 10);
  expect(count()).toBeGreaterThan(10);
});

test("in between, the last answer is said again, and is not new", async () => {
  const { one, sleep } = pace();
  const [first] = [await one.answer()];
  expect(first.isNew).toBe(true);
  sleep(GATEWAY_INTERVAL_SECONDS - 1);
  expect(await one.answer()).toEqual({ answer: first.answer, isNew: false });
  sleep(1);
  expect(await one.answer()).toEqual({ answer: [expect.objectContaining({ url: "2" })], isNew: true });
});

test("asked again at once, the new answer is what is said next", async () => {
  const { one } = pace();
  await one.answer();
  expect(await one.askAgain()).toEqual([expect.objectContaining({ url: "2" })]);
  expect((await one.answer()).answer).toEqual([expect.objectContaining({ url: "2" })]);
});
