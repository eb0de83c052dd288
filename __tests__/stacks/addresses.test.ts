import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addressComplaint, compareAddresses } from "../helpers/addresses";
import { synthesizeStacks } from "../helpers/synth";

const file = join(__dirname, "addresses.json");
const recorded = JSON.parse(readFileSync(file, "utf8")) as Record<string, readonly string[]>;
const changes = Object.entries(synthesizeStacks()).map(
  ([stack, json]) => [stack, compareAddresses(recorded[stack] ?? [], json)] as const,
);

// What is new is recorded on request; what is lost stays in the record, and fails, until a person takes it out.
if (process.env.UPDATE_ADDRESSES === "1") {
  const record = Object.fromEntries(changes.map(([stack, change]) => [stack, change.record]));
  writeFileSync(file, `${JSON.stringify(record, undefined, 2)}\n`);
}

test.each(changes)("%s keeps its addresses", (stack, change) => {
  const fresh = process.env.UPDATE_ADDRESSES === "1" ? [] : change.fresh;
  expect(addressComplaint(stack, { ...change, fresh })).toBe("");
});

test("no stack is gone", () => {
  expect(changes.map(([stack]) => stack)).toEqual(expect.arrayContaining(Object.keys(recorded)));
});
