import type { SecurityGroupRule } from "@aws-sdk/client-ec2";
import type { Environment, ServicesIngress } from "../../../src/model/environment";
import type { ServiceDiscovery } from "../../../src/model/options";
import type { Facts } from "../../../src/ops/verify/facts";
import { inAnswer, known, lines, production, verify } from "./recorded";

const SERVICES = "sg-081fd7b767b7ed905";
const GATEWAY = "sg-0dc2f8282ea9de58b";
const BALANCER = "sg-0123456789abcdef9";
const BLOCKS = ["172.31.48.0/20", "172.31.64.0/20", "172.31.80.0/20"];

function environment(servicesIngress: ServicesIngress, gatewayCalls?: ServiceDiscovery["gatewayCalls"]): Environment {
  const found = production("retired");
  const { learnt, privateSubnets = [] } = found.inventory;
  const subnets = Object.fromEntries(
    privateSubnets.map((id, index) => [id, { cidr: BLOCKS[index] ?? "", availabilityZone: "eu-north-1a" }]),
  );
  return {
    ...found,
    network: { ...found.network, servicesIngress },
    inventory: { ...found.inventory, ...(learnt && { learnt: { ...learnt, subnets } }) },
    ...(gatewayCalls && { serviceDiscovery: { namespace: "kelmah.internal", gatewayCalls } }),
  };
}

const to = (GroupId: string, port: number, source: Partial<SecurityGroupRule>): SecurityGroupRule => ({
  GroupId,
  SecurityGroupRuleId: "sgr-1",
  IsEgress: false,
  IpProtocol: "tcp",
  FromPort: port,
  ToPort: port,
  ...source,
});
const fromGroup = (GroupId: string) => ({ ReferencedGroupInfo: { GroupId } });
const PORTS = [5001, 3002, 5003, 3004, 3003, 5006];
const gateway = to(GATEWAY, 3000, { CidrIpv4: "0.0.0.0/0" });

/** The rules of all groups, and the load balancer's own group if it has one. */
function withRules(rules: readonly SecurityGroupRule[], balancerGroups: readonly string[] = []) {
  return (facts: Facts): Facts => ({
    ...facts,
    ingress: known([gateway, ...rules]),
    balancing: {
      ...facts.balancing,
      loadBalancer: inAnswer(
        facts.balancing.loadBalancer,
        (value) => value && { ...value, balancer: { ...value.balancer, SecurityGroups: [...balancerGroups] } },
      ),
    },
  });
}

const subnets = PORTS.flatMap((port) => BLOCKS.map((CidrIpv4) => to(SERVICES, port, { CidrIpv4 })));
const groups = PORTS.flatMap((port) => [
  to(SERVICES, port, fromGroup(BALANCER)),
  to(BALANCER, port, fromGroup(GATEWAY)),
]);

test("nothing is found where the load balancer's subnets are let in, each of them", () => {
  expect(lines(verify(withRules(subnets), environment("load-balancer-subnets")))).toEqual([]);
});

test("a subnet that is not let in shuts the load balancer out in its zone", () => {
  const found = verify(withRules(subnets.slice(1)), environment("load-balancer-subnets"));
  expect(lines(found)).toEqual([
    `wrong ingress-missing auth: security group ${SERVICES} does not let the load balancer (${BLOCKS.join(", ")}) in on port 5001: calls to auth end there`,
  ]);
});

test("a rule for the whole VPC beside the narrow ones is said, with the command that takes it away", () => {
  const wide = to(SERVICES, 5001, { CidrIpv4: "172.31.0.0/16" });
  const found = verify(withRules([...subnets, wide]), environment("load-balancer-subnets"));
  expect(lines(found)).toEqual([
    `warning ingress-wide auth: security group ${SERVICES} lets 172.31.0.0/16 (sgr-1) in on port 5001, and network.servicesIngress is 'load-balancer-subnets'`,
  ]);
  expect(found.findings[0]?.next).toEqual([
    `aws ec2 revoke-security-group-ingress --group-id ${SERVICES} --security-group-rule-ids sgr-1 --region eu-north-1`,
  ]);
  expect(lines(verify(withRules([...subnets, wide]), environment("vpc")))).toEqual([]);
});

test("before the narrow rules are applied, the wide ones are what callers come through: nobody is told to take them away", () => {
  const wide = PORTS.map((port) => to(SERVICES, port, { CidrIpv4: "172.31.0.0/16" }));
  const { findings } = verify(withRules(wide), environment("load-balancer-subnets"));
  expect(findings.map(({ code, next, apply }) => [code, ...next, apply])).toEqual(
    PORTS.map(() => ["ingress-wide", "kelmah-prod-services"]),
  );
});

test("the load balancer's own group is let in, and lets the gateway in", () => {
  const narrow = environment("load-balancer-security-group");
  expect(lines(verify(withRules(groups, [BALANCER]), narrow))).toEqual([]);
  expect(lines(verify(withRules(groups.slice(1), [BALANCER]), narrow))).toEqual([
    `wrong ingress-missing auth: security group ${SERVICES} does not let the load balancer (${BALANCER}) in on port 5001: calls to auth end there`,
  ]);
  const shut = groups.filter(({ GroupId, FromPort }) => GroupId !== BALANCER || FromPort !== 5001);
  expect(lines(verify(withRules(shut, [BALANCER]), narrow))).toEqual([
    `wrong balancer-ingress-missing auth: the load balancer's security group ${BALANCER} does not let the gateway (${GATEWAY}) in on port 5001: calls to auth end there`,
  ]);
});

test("a gateway that calls tasks by their names has to be let in itself", () => {
  const named = environment("load-balancer-subnets", "namespace");
  const direct = PORTS.map((port) => to(SERVICES, port, fromGroup(GATEWAY)));
  expect(lines(verify(withRules([...subnets, ...direct]), named))).toEqual([]);
  expect(lines(verify(withRules([...subnets, ...direct.slice(1)]), named))).toEqual([
    `wrong ingress-missing auth: security group ${SERVICES} does not let the gateway (${GATEWAY}) in on port 5001: calls to auth end there`,
  ]);
});

describe("where services let in the load balancer's own group", () => {
  const own = environment("load-balancer-security-group");

  test("a load balancer without one is said to have none", () => {
    expect(lines(verify(withRules([]), own))[0]).toContain(
      `security group ${SERVICES} does not let the load balancer (which has no security group of its own) in on port 5001`,
    );
  });

  test("one that is gone is said once, and not by each service's group", () => {
    const gone = (facts: Facts): Facts => ({ ...facts, ingress: known([gateway]), balancing: { ...facts.balancing, loadBalancer: known(undefined) } }); // prettier-ignore
    const codes = verify(gone, own).findings.map(({ code }) => code);
    expect(codes).toContain("load-balancer-missing");
    expect(codes).not.toContain("ingress-missing");
  });
});
