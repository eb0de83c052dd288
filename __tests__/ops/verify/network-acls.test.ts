import type { NetworkAclEntry } from "@aws-sdk/client-ec2";
import type { Environment } from "../../../src/model/environment";
import type { Facts } from "../../../src/ops/verify/facts";
import { denials, type Passing } from "../../../src/ops/verify/network-acl";
import { failed, inAnswer, known, lines, production, verify } from "./recorded";

const rule = (
  RuleNumber: number,
  RuleAction: "allow" | "deny",
  CidrBlock = "0.0.0.0/0",
  ports?: readonly [number, number],
  Egress = false,
): NetworkAclEntry => ({
  RuleNumber,
  RuleAction,
  CidrBlock,
  Egress,
  Protocol: ports === undefined ? "-1" : "6",
  ...(ports && { PortRange: { From: ports[0], To: ports[1] } }),
});

const inbound = (from: number, to: number, block: string, someBut?: readonly string[]): Passing => ({
  egress: false,
  ports: { from, to },
  block,
  ...(someBut && { someBut }),
});

const ALLOW_ALL = rule(100, "allow");
const LAST = rule(32_767, "deny");

test.each<[string, NetworkAclEntry[], Passing, [number, number, number][]]>([
  ["the default network ACL", [ALLOW_ALL, LAST], inbound(5001, 5001, "10.0.0.0/24"), []],
  ["a denial before", [rule(90, "deny", "10.0.0.0/8", [5000, 5010]), ALLOW_ALL], inbound(5001, 5001, "10.0.0.0/24"), [[90, 5001, 5001]]],
  ["a denial after", [rule(110, "deny", "10.0.0.0/8", [5000, 5010]), ALLOW_ALL], inbound(5001, 5001, "10.0.0.0/24"), []],
  ["a denial of the other direction", [rule(90, "deny", "0.0.0.0/0", undefined, true), ALLOW_ALL], inbound(5001, 5001, "10.0.0.0/24"), []],
  ["a denial of UDP", [{ ...rule(90, "deny"), Protocol: "17" }, ALLOW_ALL], inbound(5001, 5001, "10.0.0.0/24"), []],
  ["a denial of IPv6", [{ ...rule(90, "deny"), CidrBlock: undefined, Ipv6CidrBlock: "::/0" }, ALLOW_ALL], inbound(5001, 5001, "10.0.0.0/24"), []],
  ["a denial of another block", [rule(90, "deny", "10.1.0.0/16"), ALLOW_ALL], inbound(5001, 5001, "10.0.0.0/24"), []],
  ["a denial of a part of the block", [rule(90, "deny", "10.0.0.128/25"), ALLOW_ALL], inbound(5001, 5001, "10.0.0.0/24"), [[90, 5001, 5001]]],
  ["a denial of a part that is let through before", [rule(80, "allow", "10.0.0.0/24"), rule(90, "deny", "10.0.0.128/25")], inbound(5001, 5001, "10.0.0.0/24"), []],
  ["nothing that lets it through", [rule(100, "allow", "10.0.0.0/24", [443, 443]), LAST], inbound(5001, 5001, "10.0.0.0/24"), [[32_767, 5001, 5001]]],
  ["no rules", [], inbound(5001, 5001, "10.0.0.0/24"), [[32_767, 5001, 5001]]],
  ["ephemeral ports in part", [rule(100, "allow", "0.0.0.0/0", [32_768, 65_535]), LAST], inbound(1024, 65_535, "10.0.0.0/24"), [[32_767, 1024, 32_767]]],
  ["ephemeral ports in two rules", [rule(100, "allow", "0.0.0.0/0", [1024, 30_000]), rule(110, "allow", "0.0.0.0/0", [30_001, 65_535])], inbound(1024, 65_535, "10.0.0.0/24"), []],
  ["a few addresses of the internet shut out", [rule(90, "deny", "203.0.113.0/24"), ALLOW_ALL], inbound(443, 443, "0.0.0.0/0", ["10.0.0.0/8"]), []],
  ["the VPC alone let in", [rule(90, "allow", "10.0.0.0/16"), LAST], inbound(443, 443, "0.0.0.0/0", ["10.0.0.0/8"]), [[32_767, 443, 443]]],
  ["two halves that are let through", [rule(100, "allow", "10.0.0.0/25"), rule(110, "allow", "10.0.0.128/25"), LAST], inbound(5001, 5001, "10.0.0.0/24"), []],
  ["two halves of the internet shut out", [rule(90, "deny", "0.0.0.0/1"), rule(95, "deny", "128.0.0.0/1"), ALLOW_ALL], inbound(443, 443, "0.0.0.0/0", []), [[95, 443, 443]]],
  ["the internet shut out before it is let in", [rule(90, "deny", "0.0.0.0/0", [443, 443]), ALLOW_ALL], inbound(443, 443, "0.0.0.0/0", []), [[90, 443, 443]]],
])("%s", (_, entries, passing, expected) => {
  expect(denials(entries, passing).map(({ rule: number, ports }) => [number, ports.from, ports.to])).toEqual(expected);
}); // prettier-ignore

const SERVICES = ["subnet-006406d535a30911f", "subnet-024eebebbdc867963", "subnet-0a9d0777b99602681"];
const PUBLIC = "subnet-public";

/** Production with the gateway and the NAT gateway in a public subnet, and a network ACL around the private subnets and that. */
function within(acls: { readonly own?: NetworkAclEntry[]; readonly open?: NetworkAclEntry[] }) {
  const all = [rule(100, "allow"), rule(100, "allow", "0.0.0.0/0", undefined, true)];
  const acl = (id: string, subnets: readonly string[], entries: readonly NetworkAclEntry[] = []) => ({
    NetworkAclId: id,
    Associations: subnets.map((SubnetId) => ({ SubnetId })),
    Entries: [...entries, ...all],
  });
  return (facts: Facts): Facts => ({
    ...facts,
    services: inAnswer(facts.services, (value) => ({
      ...value,
      services: new Map([...value.services].map(([name, service]) => {
        const vpc = service.networkConfiguration?.awsvpcConfiguration;
        return [name, name.includes("gateway") ? { ...service, networkConfiguration: { awsvpcConfiguration: { ...vpc, subnets: [PUBLIC] } } } : service];
      })),
    })),
    balancing: {
      ...facts.balancing,
      loadBalancer: inAnswer(facts.balancing.loadBalancer, (value) => value && {
        ...value,
        balancer: { ...value.balancer, AvailabilityZones: SERVICES.map((SubnetId) => ({ SubnetId })) },
      }),
    },
    egress: inAnswer(facts.egress, (value) => ({ ...value, natGateways: value.natGateways.map((one) => ({ ...one, SubnetId: PUBLIC })) })),
    networkAcls: known({
      acls: [acl("acl-private", SERVICES, acls.own), acl("acl-public", [PUBLIC], acls.open)],
      cidrs: new Map([...SERVICES.map((id, index) => [id, `172.31.${96 + 16 * index}.0/20`] as const), [PUBLIC, "172.31.0.0/20"]]),
    }),
  });
} // prettier-ignore

const internal = production("internal");
const said = (acls: Parameters<typeof within>[0], environment: Environment = internal) =>
  verify(within(acls), environment);

test("the network ACL that AWS makes lets everything through, and is nothing to say", () => {
  expect(lines(said({}))).toEqual([]);
});

test("a listener's port that is denied on its way in cuts that service off", () => {
  const found = said({ own: [rule(90, "deny", "172.31.0.0/20", [5001, 5001])] });
  expect(lines(found)).toEqual([
    `wrong network-acl auth: network ACL acl-private of ${SERVICES.join(", ")} denies TCP 5001 inbound from 172.31.0.0/20, by rule 90`,
  ]);
  expect(found.findings[0]).toMatchObject({
    cutsOff: "calls to auth",
    why: "without it these, or the answers to them, do not come through: calls from the gateway to the load balancer",
    next: [
      "aws ec2 describe-network-acls --network-acl-ids acl-private --query 'NetworkAcls[0].Entries' --region eu-north-1",
      "This project makes no network ACL. Have whoever made it let this through, or do so with their word:",
      "aws ec2 create-network-acl-entry --network-acl-id acl-private --rule-number 89 --protocol tcp --rule-action allow --ingress --cidr-block 172.31.0.0/20 --port-range From=5001,To=5001 --region eu-north-1",
    ],
  });
});

test.each<[string, Parameters<typeof within>[0], RegExp, string | undefined]>([
  ["from the gateway out", { open: [rule(90, "deny", "172.31.96.0/19", [5003, 5003], true)] }, /^wrong network-acl job: network ACL acl-public of subnet-public denies TCP 5003 outbound to 172\.31\.96\.0\/20, 172\.31\.112\.0\/20, by rule 90$/, "calls to job"],
  ["answers to the gateway", { open: [rule(90, "deny", "172.31.0.0/16", [32_768, 65_535])] }, /acl-public of subnet-public denies TCP 32768-61000 inbound from 172\.31\./, "calls to every service"],
  ["answers to the load balancer", { own: [rule(90, "deny", "172.31.96.0/20", [1024, 2000])] }, /acl-private of .* denies TCP 1024-2000 inbound from 172\.31\.96\.0\/20, by rule 90$/, "calls to every service"],
  ["from the load balancer to a service in another subnet", { own: [rule(90, "deny", "172.31.96.0/20", [3002, 3002])] }, /^wrong network-acl user: .* denies TCP 3002 inbound from 172\.31\.96\.0\/20/, "calls to user"],
  ["Atlas's ports out", { own: [rule(90, "deny", "0.0.0.0/0", [27_015, 27_017], true)] }, /^wrong network-acl prod: .* denies TCP 27015-27017 outbound to 0\.0\.0\.0\/0/, "calls to every service"],
  ["HTTPS out", { own: [rule(90, "deny", "0.0.0.0/0", [443, 443], true)] }, /^wrong network-acl prod: .* denies TCP 443 outbound to 0\.0\.0\.0\/0/, undefined],
  ["answers from outside", { own: [rule(90, "allow", "172.31.0.0/16"), rule(95, "deny", "0.0.0.0/0")] }, /^wrong network-acl prod: .* denies TCP 32768-61000 inbound from 0\.0\.0\.0\/0, by rule 95$/, "calls to every service"],
  ["callers of the gateway", { open: [rule(90, "deny", "0.0.0.0/0", [3000, 3000])] }, /^wrong network-acl gateway: .* denies TCP 3000 inbound from 0\.0\.0\.0\/0/, "everybody who calls the gateway"],
])("%s is said with the rule and the port, and who is cut off", (_, acls, line, cutsOff) => {
  const [finding, ...others] = said(acls).findings;
  expect([finding].map((one) => `${one?.severity} ${one?.code} ${one?.subject}: ${one?.what}`)[0]).toMatch(line);
  expect([finding?.cutsOff, others]).toEqual([cutsOff, []]);
}); // prettier-ignore

test("calls past the NAT gateway are the internet's to the tasks' network ACL: its own subnet may be denied there", () => {
  expect(lines(said({ own: [rule(90, "deny", "172.31.0.0/20", [32_768, 61_000])] }))).toEqual([]);
  expect(lines(said({ open: [rule(90, "deny", "172.31.96.0/19", [443, 443])] }))).toHaveLength(1);
});

test("a port or two of those that answers go to are nothing to say", () => {
  expect(lines(said({ own: [rule(90, "deny", "0.0.0.0/0", [3389, 3389])], open: [rule(90, "deny", "0.0.0.0/0", [22, 22])] }))).toEqual([]);
}); // prettier-ignore

test("an address that a network ACL keeps inside is not told as a way out", () => {
  const found = said({ own: [rule(90, "deny", "0.0.0.0/0", [27_015, 27_017], true)] });
  expect(found.lines.find(({ title }) => title === "NAT")).toMatchObject({
    text: "13.62.68.130, but a network ACL shuts the way there",
    standing: "wrong",
  });
});

test("a rule that no number is free before has to be changed itself", () => {
  const [finding] = said({ own: [rule(1, "deny", "172.31.0.0/20", [5001, 5001])] }).findings;
  expect(finding?.next.at(-1)).toBe(
    "This project makes no network ACL. Have whoever made it change rule 1: no number before it is free.",
  );
});

test("what could not be asked is not known", () => {
  const found = verify((facts) => ({ ...facts, networkAcls: failed("ec2:DescribeNetworkAcls") }));
  expect(lines(found)).toEqual(["unknown network-acl-unknown prod: the network ACLs"]);
});
