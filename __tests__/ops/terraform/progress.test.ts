import { ProgressTracker, renderProgress } from "../../../src/ops/terraform/progress";

let now = 0;
const tracker = () => new ProgressTracker(() => now);
const planned = (address: string) => ({ type: "planned", change: { address, action: "create" } }) as const;
const event = (type: "started" | "done" | "failed", address: string) => ({ type, address, seconds: 0 });

beforeEach(() => {
  now = 0;
});

test("counts what is done of what is planned, and what takes longest first", () => {
  const apply = tracker();
  ["a.a", "b.b", "c.c"].forEach((address) => {
    apply.add(planned(address));
  });
  apply.add(event("started", "a.a"));
  now = 3000;
  apply.add(event("started", "b.b"));
  apply.add(event("started", "c.c"));
  now = 5000;
  apply.add(event("done", "c.c"));
  expect(apply.progress).toEqual({
    done: 1,
    total: 3,
    inFlight: [
      { address: "a.a", seconds: 5 },
      { address: "b.b", seconds: 2 },
    ],
  });
});

test("counts a replacement when its second half is done", () => {
  const apply = tracker();
  apply.add(planned("a.a"));
  apply.add(event("started", "a.a"));
  apply.add(event("done", "a.a"));
  apply.add(event("started", "a.a"));
  expect(apply.progress.done).toBe(0);
  apply.add(event("done", "a.a"));
  expect(apply.progress).toEqual({ done: 1, total: 1, inFlight: [] });
});

test("counts neither failures nor what was not planned", () => {
  const apply = tracker();
  apply.add(planned("a.a"));
  apply.add(event("started", "a.a"));
  apply.add(event("failed", "a.a"));
  apply.add(event("started", "data.b"));
  apply.add(event("done", "data.b"));
  expect(apply.progress).toEqual({ done: 0, total: 1, inFlight: [] });
});

test.each([
  [{ done: 0, total: 0, inFlight: [] }, ""],
  [{ done: 2, total: 3, inFlight: [] }, "2 of 3"],
  [{ done: 2, total: 3, inFlight: [{ address: "aws_lb.internal", seconds: 34 }] }, "2 of 3 · aws_lb.internal 34 s"],
  [
    { done: 0, total: 3, inFlight: [1, 2, 3].map((seconds) => ({ address: "a.a", seconds })) },
    "0 of 3 · a.a 1 s, 2 more",
  ],
])("renders %j", (progress, expected) => {
  expect(renderProgress(progress)).toBe(expected);
});
