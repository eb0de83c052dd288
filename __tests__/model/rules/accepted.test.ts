import { problemLines, example, testBreakages } from "../../helpers/example";

const accepted = { address: "aws_lb_target_group.auth", change: "0123456789ab", reason: "nobody waits so long" };

test("a change that a person has accepted has an address, its fingerprint and a reason", () => {
  const indexed = { ...accepted, address: 'module.a.aws_lb.b["c"]' };
  expect(problemLines({ ...example(), accepted: [accepted, indexed] })).toEqual([]);
});

testBreakages([
  ["no reason", (e) => (e.accepted = [{ ...accepted, reason: " " }]), "accepted[0].reason: is empty: say why this change may be made"],
  ["no change", (e) => (e.accepted = [{ ...accepted, change: "everything" }]), "accepted[0].change: 'everything' is no change: copy the twelve hexadecimal digits from the guard's verdict"],
  ["no address", (e) => (e.accepted = [{ ...accepted, address: "auth" }]), "accepted[0].address: 'auth' is no Terraform address such as aws_lb_target_group.auth"],
  ["all of a type", (e) => (e.accepted = [{ ...accepted, address: "aws_lb.*" }]), "accepted[0].address: 'aws_lb.*' is no Terraform address such as aws_lb_target_group.auth"],
  ["nothing of it", (e) => (e.accepted = ["aws_lb.a"] as never), "accepted[0]: text is given: an object is needed"],
]); // prettier-ignore
