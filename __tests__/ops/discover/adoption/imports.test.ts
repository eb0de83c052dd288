import type { KeptArguments } from "../../../../src/model/inventory";
import { importsOf, type ImportsInput, keptOfAll } from "../../../../src/ops/discover/adoption/imports";
import type { Match, Outcome } from "../../../../src/ops/discover/match";

const STACK = "kelmah-prod-network";
const ADDRESS = "aws_eip.nat_a";
const found: Outcome = {
  kind: "found",
  evidence: "natEips",
  existing: { importId: "eipalloc-1", attributes: {}, tags: {} },
};
const known = { id: "eipalloc-1", evidence: "its tags" };
const before: KeptArguments = { 'tags["Owner"]': { found: "netops" } };
const now: KeptArguments = { 'tags["Team"]': { found: "network" } };

interface Case {
  readonly imported?: { readonly id: string; readonly evidence: string };
  readonly keptBefore?: KeptArguments;
  readonly keptNow?: KeptArguments;
  readonly outcome?: Outcome;
  readonly isManaged?: boolean;
  readonly isUnfinished?: boolean;
}

/** What the inventory says of one resource: how it is imported, and what is kept. */
function written({
  imported,
  keptBefore,
  keptNow,
  outcome = found,
  isManaged = false,
  isUnfinished = false,
}: Case): readonly unknown[] {
  const match: Match = { stack: STACK, address: ADDRESS, type: "aws_eip", wanted: {}, outcome };
  const input: ImportsInput = {
    managed: new Map([[STACK, new Set(isManaged ? [ADDRESS] : [])]]),
    unfinished: new Map([[STACK, new Set(isUnfinished ? [ADDRESS] : [])]]),
    kept: new Map(keptNow === undefined ? [] : [[STACK, new Map([[ADDRESS, keptNow]])]]),
    before: {
      account: "1",
      region: "r",
      ...(imported && { imports: { [STACK]: { [ADDRESS]: imported } } }),
      ...(keptBefore && { kept: { [STACK]: { [ADDRESS]: keptBefore } } }),
    },
  };
  const { imports, kept } = { ...importsOf([match], input), ...keptOfAll([match], input) };
  return [imports?.[STACK]?.[ADDRESS], kept?.[STACK]?.[ADDRESS]];
}

test("what is found is imported, with what stays as it was found", () => {
  expect(written({ keptNow: now })).toEqual([{ id: "eipalloc-1", evidence: "natEips" }, now]);
  expect(written({ keptNow: {} })).toEqual([{ id: "eipalloc-1", evidence: "natEips" }, undefined]);
});

test("what an apply had made when it was cut off is marked, until it is managed", () => {
  expect(written({ isUnfinished: true })[0]).toEqual({ id: "eipalloc-1", evidence: "natEips", unfinished: true });
  const marked = { ...known, unfinished: true as const };
  expect(written({ imported: marked, isManaged: true })[0]).toEqual(known);
});

test("until it is adopted, what stays is found anew", () => {
  expect(written({ imported: known, keptBefore: before, keptNow: now })).toEqual([known, now]);
});

test("once it is adopted, what stays is a person's to say, also when its import has been taken out", () => {
  expect(written({ imported: known, keptBefore: before, isManaged: true, keptNow: now })).toEqual([known, before]);
  expect(written({ keptBefore: before, isManaged: true })).toEqual([undefined, before]);
});

test("found under another id, it is imported anew", () => {
  const other = { ...known, id: "eipalloc-2" };
  expect(written({ imported: other, isManaged: true })[0]).toEqual({ id: "eipalloc-1", evidence: "natEips" });
});

test("what was adopted and whose state was lost keeps what it had: it carries this project's tags by now", () => {
  expect(written({ imported: known, keptBefore: before })).toEqual([known, before]);
});

test("what is not there, or was made by Terraform, is not imported", () => {
  expect(written({ outcome: { kind: "missing" }, keptBefore: before })).toEqual([undefined, undefined]);
  expect(written({ isManaged: true })).toEqual([undefined, undefined]);
});
