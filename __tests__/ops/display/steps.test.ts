import { plainDisplay, type Step } from "../../../src/ops/display/steps";

let now = 0;
let lines: string[] = [];
const display = plainDisplay(
  (line) => lines.push(line),
  () => now,
);

beforeEach(() => {
  now = 1000;
  lines = [];
});

test("writes a line for each phase and outcome, with the time since the start", async () => {
  const steps: Step[] = [
    {
      title: "First",
      run: ({ phase }) => {
        now += 500;
        phase("planning");
        now += 1500;
        return Promise.resolve("3 added");
      },
    },
    { title: "Second", run: () => Promise.resolve("done") },
  ];
  await display(steps);
  expect(lines).toEqual(["   0.5 s  First: planning", "   2.0 s  First: ✔ 3 added", "   2.0 s  Second: ✔ done"]);
});

test("does not tell all of the progress where lines stay", async () => {
  const run: Step["run"] = ({ progress }) => {
    for (let second = 0; second < 40; second++) {
      progress(`${second} of 40`);
      now += 1000;
    }
    return Promise.resolve("all");
  };
  await display([{ title: "Slow", run }]);
  expect(lines).toEqual(["  15.0 s  Slow: 15 of 40", "  30.0 s  Slow: 30 of 40", "  40.0 s  Slow: ✔ all"]);
});

test("stops at the first step that fails, and throws what it throws", async () => {
  const error = new Error("no");
  const second = jest.fn();
  const steps: Step[] = [
    { title: "First", run: () => Promise.reject(error) },
    { title: "Second", run: second },
  ];
  await expect(display(steps)).rejects.toBe(error);
  expect(lines).toEqual(["   0.0 s  First: ✖ failed"]);
  expect(second).not.toHaveBeenCalled();
});
