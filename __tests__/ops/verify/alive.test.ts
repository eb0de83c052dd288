import type { NatGatewayState, Route, VpcEndpoint } from "@aws-sdk/client-ec2";
import type { LoadBalancerStateEnum } from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Kind, lifeOf } from "../../../src/ops/verify/life";
import type { EgressFacts, Facts } from "../../../src/ops/verify/facts";
import { inAnswer, known, lines, production, verify, withService } from "./recorded";

const ADDRESS = "13.62.68.130";
const nat = (found: ReturnType<typeof verify>) => found.lines.find(({ title }) => title === "NAT")?.text;

function withEgress(change: (value: EgressFacts) => Partial<EgressFacts>) {
  return (facts: Facts): Facts => ({
    ...facts,
    egress: inAnswer(facts.egress, (value) => ({ ...value, ...change(value) })),
  });
}

const gateway = (State: NatGatewayState, Status: "succeeded" | "disassociating" = "succeeded") =>
  withEgress(() => ({
    natGateways: [{ NatGatewayId: "nat-1", State, NatGatewayAddresses: [{ PublicIp: ADDRESS, Status }] }],
  }));

test.each<[string, (facts: Facts) => Facts]>([
  ["deleting", gateway("deleting")],
  ["deleted", gateway("deleted")],
  ["failed", gateway("failed")],
  ["pending", gateway("pending")],
  ["without an address any more", gateway("available", "disassociating")],
  ["private", withEgress(() => ({ natGateways: [{ NatGatewayId: "nat-1", State: "available", ConnectivityType: "private" }] }))],
  ["the goal of a blackhole", withEgress(({ routeTables }) => ({
    routeTables: routeTables.map(({ Routes = [], ...table }) => ({ ...table, Routes: Routes.map((route): Route => ({ ...route, State: "blackhole" })) })),
  }))],
  ["that of a route table on its way out", withEgress(({ routeTables }) => ({
    routeTables: routeTables.map(({ Associations = [], ...table }) => ({
      ...table,
      Associations: Associations.map((one) => ({ ...one, AssociationState: { State: "disassociating" as const } })),
    })),
  }))],
])("a NAT gateway that is %s is no way out, and its address lets nobody in at Atlas", (_, change) => {
  const found = verify(change);
  expect(found.findings.map(({ code }) => code)).toEqual(["no-way-out"]);
  expect([found.verdict, nat(found)]).toEqual(["wrong", "no way out"]);
}); // prettier-ignore

test("the NAT gateway's state is told; one that is on its way is waited for, and nothing is applied", () => {
  const said = (state: NatGatewayState) => verify(gateway(state)).findings[0];
  expect(said("failed")).toMatchObject({
    why: "NAT gateway nat-1 is failed; tasks there reach neither Atlas nor ECR",
    apply: "kelmah-prod-network",
    passes: false,
  });
  expect(said("pending")).toMatchObject({ next: ["Wait some minutes."], passes: true });
  expect(said("pending")).not.toHaveProperty("apply");
});

test("one subnet that is shut in is said beside the address of the others", () => {
  const found = verify(
    withEgress(({ subnets, routeTables }) => ({
      routeTables: [
        { ...routeTables[0], Associations: subnets.slice(1).map((SubnetId) => ({ SubnetId })) },
        {
          Associations: subnets.slice(0, 1).map((SubnetId) => ({ SubnetId })),
          Routes: [{ DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-2" }],
        },
      ],
      natGateways: [
        { NatGatewayId: "nat-1", State: "available", NatGatewayAddresses: [{ PublicIp: ADDRESS }] },
        { NatGatewayId: "nat-2", State: "deleted", NatGatewayAddresses: [{ PublicIp: "192.0.2.9" }] },
      ],
    })),
  );
  expect(nat(found)).toBe(`${ADDRESS}, but no way out of subnet-006406d535a30911f`);
  expect(found.findings.map(({ code }) => code)).toEqual(["no-way-out"]);
});

test("a service that is being deleted is none, and nobody makes another before it is gone", () => {
  const found = verify(withService("auth-service-nlb", { status: "DRAINING" }));
  expect(lines(found)).toEqual(["wrong service-missing auth: ECS service auth-service-nlb is DRAINING"]);
  expect(found.procedures["kelmah-prod-services"]?.slice(0, 2)).toEqual([
    "aws ecs wait services-inactive --cluster Project-Kelmah --services auth-service-nlb --region eu-north-1",
    "npm run synth",
  ]);
  expect(lines(verify(withService("auth-service-nlb", { status: "INACTIVE" })))).toEqual([
    "wrong service-missing auth: there is no ECS service auth-service-nlb",
  ]);
});

test("a cluster that is deleted is none, whatever else is listed in it", () => {
  const found = verify((facts) => ({
    ...facts,
    services: inAnswer(facts.services, (value) => ({ ...value, cluster: { ...value.cluster, status: "INACTIVE" } })),
  }));
  expect(found.findings[0]).toMatchObject({
    code: "cluster-missing",
    what: "there is no ECS cluster Project-Kelmah",
  });
});

test("a task definition that is deregistered runs on, and is for a look", () => {
  const found = verify((facts) => ({
    ...facts,
    taskDefinitions: new Map(
      [...facts.taskDefinitions].map(([arn, answer]) => [
        arn,
        arn.endsWith("/auth:7") ? inAnswer(answer, (of) => ({ ...of, status: "INACTIVE" })) : answer,
      ]),
    ),
  }));
  expect(lines(found)).toEqual([
    "warning task-definition-deregistered auth: auth-service-nlb runs auth:7, which is deregistered (INACTIVE)",
  ]);
});

test.each<[LoadBalancerStateEnum, string, boolean]>([
  ["provisioning", "load balancer kelmah-internal-svcs is provisioning: no private service can be reached", true],
  ["failed", "load balancer kelmah-internal-svcs is failed: no private service can be reached", false],
])("a load balancer that is %s lets nobody through, and no apply makes another", (Code, what, passes) => {
  const found = verify(
    (facts) => ({
      ...facts,
      balancing: {
        ...facts.balancing,
        loadBalancer: inAnswer(facts.balancing.loadBalancer, (value) => value && { ...value, balancer: { ...value.balancer, State: { Code } } }),
      },
    }),
    production("internal"),
  ); // prettier-ignore
  const [finding] = found.findings;
  expect(finding).toMatchObject({ code: "load-balancer-missing", what, passes, cutsOff: "calls to every service" });
  expect(finding).not.toHaveProperty("apply");
  expect(finding?.next[0]).toMatch(/^aws elbv2 describe-load-balancers --names kelmah-internal-svcs /);
});

const LOGS = "com.amazonaws.eu-north-1.logs";
const endpoints = (...states: NonNullable<VpcEndpoint["State"]>[]) => {
  const environment = production();
  const withLogs = { ...environment, network: { ...environment.network, interfaceEndpoints: ["logs" as const] } };
  const all = states.map((State, index) => ({ VpcEndpointId: `vpce-${index}`, ServiceName: LOGS, State, PrivateDnsEnabled: true }));
  return verify((facts) => ({ ...facts, connections: known({ endpoints: all }) }), withLogs);
}; // prettier-ignore

test("an endpoint that is gone is not taken for the one that works, nor the other way round", () => {
  expect(lines(endpoints("Deleted", "Available"))).toEqual([]);
  expect(endpoints("Deleted").findings[0]).toMatchObject({ code: "endpoint-missing", apply: "kelmah-prod-network" });
  expect(endpoints("Failed", "Pending").findings[0]).toMatchObject({
    what: `the endpoint vpce-1 of ${LOGS} is Pending: calls to it fail`,
    next: ["Wait some minutes."],
    passes: true,
  });
});

test("one in a state that may work for somebody is looked at, and taken away by nobody", () => {
  const [finding] = endpoints("Partial").findings;
  expect(finding?.next).toEqual(["aws ec2 describe-vpc-endpoints --vpc-endpoint-ids vpce-0 --region eu-north-1"]);
  expect(finding).not.toHaveProperty("apply");
});

test("one that has failed is taken away first: Terraform would find it and make none", () => {
  expect(endpoints("Failed").findings[0]).toMatchObject({
    code: "endpoint-state",
    next: ["aws ec2 delete-vpc-endpoints --vpc-endpoint-ids vpce-0 --region eu-north-1"],
    apply: "kelmah-prod-network",
  });
});

test.each<[Kind, string | undefined, string]>([
  ["NAT gateway", undefined, "alive"],
  ["endpoint", "Available", "alive"],
  ["endpoint", "available", "alive"],
  ["endpoint", "PendingAcceptance", "coming"],
  ["peering connection", "pending-acceptance", "coming"],
  ["peering connection", "expired", "over"],
  ["NAT gateway", "a state that nobody knows yet", "over"],
])("a %s in state %s is %s", (kind, state, life) => {
  expect(lifeOf(kind, state)).toBe(life);
});
