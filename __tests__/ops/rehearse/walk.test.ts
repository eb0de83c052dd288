import { walkSteps } from "../../../src/ops/rehearse/walk";
import { PHASES } from "../../../src/model/phase";

const titles = (services: readonly string[], from: (typeof PHASES)[number], to: (typeof PHASES)[number]) =>
  walkSteps(services, { from, to }).map(({ title }) => title);

test("walks there phase by phase, one service ahead where the gateway is pointed elsewhere, and back again", () => {
  expect(titles(["auth", "user"], "legacy", "retired")).toEqual([
    "all legacy",
    "all parallel",
    "auth ahead: internal",
    "all internal",
    "all retired",
    "back: all internal",
    "back: all parallel",
    "back: all legacy",
  ]);
});

test("walks a part, in either direction", () => {
  expect(titles(["auth", "user"], "internal", "retired")).toEqual([
    "all internal",
    "all retired",
    "back: all internal",
  ]);
  expect(titles(["auth", "user"], "retired", "internal")).toEqual([
    "all retired",
    "auth ahead: internal",
    "all internal",
    "back: all retired",
  ]);
  expect(titles(["auth"], "parallel", "internal")).toEqual(["all parallel", "all internal", "back: all parallel"]);
  expect(titles(["auth"], "parallel", "parallel")).toEqual(["all parallel"]);
});

test("every step gives every service a phase, and the one ahead alone is ahead", () => {
  for (const { title, phases } of walkSteps(["auth", "user", "job"], { from: "legacy", to: "retired" })) {
    const different = new Set(Object.values(phases));
    expect(Object.keys(phases)).toEqual(["auth", "user", "job"]);
    expect([...different]).toHaveLength(title.includes("ahead") ? 2 : 1);
  }
  const ahead = walkSteps(["auth", "user"], { from: "legacy", to: "retired" })[2];
  expect(ahead?.phases).toEqual({ auth: "internal", user: "parallel" });
});
