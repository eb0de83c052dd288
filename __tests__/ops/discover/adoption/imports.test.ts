import type { Kept } from "../../../../src/model/inventory";
import { importsOf, type ImportsInput } from "../../../../src/ops/discover/adoption/imports";
import type { Match, Outcome } from "../../../../src/ops/discover/match";

const STACK = "kelmah-prod-network";
const ADDRESS = "aws_eip.nat_a";
const found: Outcome = {
  kind: "found",
  evidence: "natEips",
  existing: { importId: "eipalloc-1", attributes: {}, tags: {} },
};
const before: Record<string, Kept> = { 'tags["Owner"]': { found: "netops" } };
const now: Record<string, Kept> = { 'tags["Team"]': { found: "network" } };

interface Case extends Partial<ImportsInput> {
  readonly known?: { readonly id: string; readonly evidence: string; readonly keep?: typeof before };
  readonly outcome?: Outcome;
  readonly isManaged?: boolean;
}

/** What the inventory says of one resource. */
function imported({ known, outcome = found, isManaged = false, keep = new Map() }: Case): unknown {
  const match: Match = { stack: STACK, address: ADDRESS, type: "aws_eip", wanted: {}, outcome };
  const imports = known && { [STACK]: { [ADDRESS]: known } };
  const inventory = { account: "1", region: "r", ...(imports && { imports }) };
  const managed = new Map([[STACK, new Set(isManaged ? [ADDRESS] : [])]]);
  return importsOf([match], { managed, keep, before: inventory }).imports?.[STACK]?.[ADDRESS];
}

const kept = (keep: Record<string, Kept>): ImportsInput["keep"] => new Map([[STACK, new Map([[ADDRESS, { keep }]])]]);
const known = { id: "eipalloc-1", evidence: "its tags", keep: before };

test("what is found is imported, with what stays as it was found", () => {
  expect(imported({ keep: kept(now) })).toEqual({ id: "eipalloc-1", evidence: "natEips", keep: now });
  expect(imported({})).toEqual({ id: "eipalloc-1", evidence: "natEips" });
});

test("until it is adopted, what stays is found anew", () => {
  expect(imported({ known, keep: kept(now) })).toEqual({ id: "eipalloc-1", evidence: "its tags", keep: now });
});

test("once it is adopted, what stays is a person's to say", () => {
  expect(imported({ known, isManaged: true, keep: kept(now) })).toEqual(known);
  expect(imported({ known: { ...known, id: "eipalloc-2" }, isManaged: true })).toEqual({
    id: "eipalloc-1",
    evidence: "natEips",
  });
});

test("what was adopted and whose state was lost keeps what it had: it carries this project's tags by now", () => {
  expect(imported({ known })).toEqual(known);
});

test("what is not there, or was made by Terraform, is not imported", () => {
  expect(imported({ outcome: { kind: "missing" } })).toBeUndefined();
  expect(imported({ isManaged: true })).toBeUndefined();
});
