import { createColors } from "picocolors";
import type { Row } from "../../../src/ops/rehearse/rehearsal";
import { renderRows } from "../../../src/ops/rehearse/report";

const counts = { import: 0, add: 0, change: 0, destroy: 0, revise: 0, forget: 0 };
const rows: Row[] = [
  { step: "adopt the network", counts: { ...counts, import: 10, add: 1, change: 6 }, guard: "passes", seconds: 12.6 },
  { step: "all internal", counts: { ...counts, change: 1, revise: 1 }, guard: "passes", verify: "healthy", seconds: 9 },
  { step: "all retired", counts: { ...counts, destroy: 2 }, guard: "refuses", seconds: 6 },
];

test("shows each step with what it does, what guard and verify say, and how long it takes", () => {
  expect(renderRows(rows, createColors(false))).toBe(
    [
      "  step               import  add  change  destroy  new revisions  guard    verify   seconds",
      "  adopt the network      10    1       6        0              0  passes   –             13",
      "  all internal            0    0       1        0              1  passes   healthy        9",
      "  all retired             0    0       0        2              0  refuses  –              6",
    ].join("\n"),
  );
});

test("what is dangerous is red", () => {
  const colors = createColors(true);
  const text = renderRows(rows, colors);
  expect(text).toContain(colors.red("2"));
  expect(text).toContain(colors.red("refuses"));
  expect(text).toContain(colors.green("healthy"));
});
