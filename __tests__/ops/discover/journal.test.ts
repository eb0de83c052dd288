import { readJournal } from "../../../src/ops/discover/journal";

/** A line of `terraform apply -json`. */
function event(type: string, addr: string, action: string, id?: string): string {
  return JSON.stringify({
    "@level": "info",
    type,
    hook: { resource: { addr }, action, ...(id !== undefined && { id_key: "id", id_value: id }) },
  });
}

test("ids of what was made or there, and what was being made when it was cut off", () => {
  const text = [
    'Warning: "not an event"',
    event("apply_start", "aws_vpc.main", "create"),
    event("apply_start", "aws_eip.nat_a", "create"),
    event("apply_start", "aws_lb.internal", "update", "arn:lb"),
    event("apply_complete", "aws_vpc.main", "create", "vpc-1"),
    event("apply_start", "aws_subnet.old", "delete", "subnet-old"),
    event("apply_complete", "aws_subnet.old", "delete"),
    event("apply_start", "aws_subnet.private_a", "create"),
    event("apply_errored", "aws_subnet.private_a", "create"),
    '{"type":"apply_complete","hook":{"resource":{"addr":"aws_eip.nat_a"},"act',
  ].join("\n");
  const { ids, unfinished } = readJournal(text);
  expect(Object.fromEntries(ids)).toEqual({ "aws_vpc.main": "vpc-1", "aws_lb.internal": "arn:lb" });
  expect(unfinished).toEqual(["aws_eip.nat_a"]);
});

test("an empty journal tells nothing", () => {
  expect(readJournal("")).toEqual({ ids: new Map(), unfinished: [] });
});
