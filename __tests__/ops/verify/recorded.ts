import type { ScalableTarget } from "@aws-sdk/client-application-auto-scaling";
import type { Service } from "@aws-sdk/client-ecs";
import type { Rule, TargetGroup, TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import { environments } from "../../../src/environments";
import type { Environment, Inventory } from "../../../src/model/environment";
import type { Phase } from "../../../src/model/phase";
import { analyse, type Verification } from "../../../src/ops/verify/analyse";
import {
  everyService,
  type Expected,
  type ExpectedEntrance,
  type ExpectedService,
} from "../../../src/ops/verify/expected";
import { expectedOf } from "../../../src/ops/verify/expected-of";
import type { Answer, ContainerFacts, EntranceFacts, Facts, ParameterFact } from "../../../src/ops/verify/facts";
import { imageName } from "../../../src/ops/verify/fetch/images";
import { CallFailure, type FailureKind } from "../../../src/ops/verify/failure";
import type { Finding } from "../../../src/ops/verify/finding";

export const NOW = Date.parse("2026-03-01T12:00:00Z");
export const DNS = "kelmah-internal-svcs-250d7eb165a8b7d3.elb.eu-north-1.amazonaws.com";
export const GROUPS = {
  services: "sg-081fd7b767b7ed905",
  gateway: "sg-0dc2f8282ea9de58b",
  entrance: "sg-0e1f2a3b4c5d6e7f8",
};
const SUBNETS = ["subnet-006406d535a30911f", "subnet-024eebebbdc867963", "subnet-0a9d0777b99602681"];

/** Production with what discovery has learnt, all of it in one phase. */
export function production(phase: Phase = "parallel", change: Partial<Inventory> = {}): Environment {
  const [found] = environments().filter(({ name }) => name === "prod");
  if (found === undefined) throw new Error("There is no prod");
  const legacy = (name: string) => ({
    name: `${name}-service`,
    taskDefinition: `${name}:1`,
    desiredCount: 1,
    subnets: [],
    securityGroups: [],
    assignPublicIp: true,
    platformVersion: "LATEST",
    url: `http://${name}.kelmah.example`,
  });
  const legacyServices = Object.fromEntries(Object.keys(found.services).map((name) => [name, legacy(name)]));
  const learnt = { subnets: {}, takenCidrs: [], legacyServices };
  return { ...found, phase, inventory: { ...found.inventory, learnt, ...change } };
}

export const known = <T>(value: T): Answer<T> => ({ known: true, value });

export const failed = (action: string, kind: FailureKind = "denied"): Answer<never> => ({
  known: false,
  failure: new CallFailure(`AWS denies ${action} to these credentials.`, action, kind),
});

export const arnOf = (targetGroup: string) =>
  `arn:aws:elasticloadbalancing:eu-north-1:992350137489:targetgroup/${targetGroup}/1`;

/** A service in the steady state, as DescribeServices answers. */
export function steady(name: string, count: number, of?: ExpectedService): Service {
  return {
    serviceName: name,
    status: "ACTIVE",
    desiredCount: count,
    runningCount: count,
    taskDefinition: `arn:aws:ecs:eu-north-1:992350137489:task-definition/${of?.name ?? name}:7`,
    deployments: [{ id: "ecs-svc/1", status: "PRIMARY", rolloutState: "COMPLETED", createdAt: new Date(NOW - 3.6e6) }],
    events: [{ message: `(service ${name}) has reached a steady state.`, createdAt: new Date(NOW - 6e5) }],
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: SUBNETS,
        securityGroups: [of?.name === "gateway" || of?.name === "canary" ? GROUPS.gateway : GROUPS.services],
      },
    },
    ...(of?.discoveryName !== undefined && { serviceRegistries: [{ registryArn: `arn:of:${of.discoveryName}` }] }),
    loadBalancers: [of?.targetGroup, of?.targetGroupBeside].flatMap((targetGroup) =>
      of === undefined || targetGroup === undefined
        ? []
        : [{ targetGroupArn: arnOf(targetGroup), containerName: of.container, containerPort: of.port }],
    ),
  };
}

function containersOf({ urls }: Expected, { name, container, port, image }: ExpectedService): ContainerFacts[] {
  const called = urls.map(({ variable, calls, legacyUrl, namespaceUrl, port: listener }) => [
    variable,
    calls === "legacy" ? legacyUrl : (namespaceUrl ?? `http://${DNS}:${listener}`),
  ]);
  const registry = "992350137489.dkr.ecr.eu-north-1.amazonaws.com";
  return [
    {
      name: container,
      image: `${registry}/${image.repository}@sha256:${name}`,
      ports: [port],
      urls: new Map(name === "gateway" || name === "canary" ? (called as [string, string][]) : []),
    },
  ];
}

const target = (count: number): TargetHealthDescription[] =>
  Array.from({ length: count }, (_, index) => ({
    Target: { Id: `172.31.96.${index + 4}` },
    TargetHealth: { State: "healthy" },
  }));

/** The public load balancer as it has to be. */
function healthyEntrance(
  { targetGroup = "" }: ExpectedService,
  { loadBalancer: entrance, shares, sslPolicy, certificateArn = "" }: ExpectedEntrance,
): EntranceFacts {
  const forward = { Type: "forward", TargetGroupArn: arnOf(targetGroup) } as const;
  const weights = Object.entries(shares ?? {}).map(([name, Weight]) => ({ TargetGroupArn: arnOf(name), Weight }));
  const usual: Rule = { IsDefault: true, Priority: "default", Actions: [forward] };
  const traffic: Rule = {
    Priority: "2",
    Conditions: [{ Field: "path-pattern", Values: ["/*"], PathPatternConfig: { Values: ["/*"] } }],
    Actions: [{ Type: "forward", ForwardConfig: { TargetGroups: weights } }],
  };
  const attachment: Rule = {
    Priority: "1",
    Conditions: [{ Field: "host-header", HostHeaderConfig: { Values: ["canary-attachment.invalid"] } }],
    Actions: [forward],
  };
  return {
    balancer: {
      LoadBalancerName: entrance,
      State: { Code: "active" },
      DNSName: "entrance.elb.amazonaws.com",
      SecurityGroups: [GROUPS.entrance],
    },
    listeners: [
      {
        Port: 443,
        Protocol: "HTTPS",
        DefaultActions: [forward],
        SslPolicy: sslPolicy,
        Certificates: [{ CertificateArn: certificateArn }],
      },
      {
        Port: 80,
        Protocol: "HTTP",
        DefaultActions: [
          { Type: "redirect", RedirectConfig: { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" } },
        ],
      },
    ],
    rules: [...(shares === undefined ? [] : [attachment, traffic]), usual],
  };
}

/** What AWS answers about an environment where all is well. */
export function healthyFacts(environment: Environment): Facts {
  const expected = expectedOf(environment);
  const all = everyService(expected);
  const services = all.flatMap((of) => [
    steady(of.service, of.tasks, of),
    ...(of.legacy === undefined ? [] : [steady(of.legacy.service, of.legacy.tasks ?? 1)]),
  ]);
  const beside = expected.gateway.targetGroupBeside;
  const inGroups = beside === undefined ? all : [...all, { ...expected.gateway, targetGroup: beside }];
  const group = (of: ExpectedService): TargetGroup => ({
    TargetGroupArn: arnOf(of.targetGroup ?? ""),
    Port: of.port,
    LoadBalancerArns: ["lb"],
  });
  const set: ParameterFact = {
    version: 2,
    pending: known(false),
    keyId: expected.secretsKey ?? "alias/aws/ssm",
  };
  const rule = (GroupId: string, port: number, CidrIpv4: string) =>
    ({ GroupId, IsEgress: false, IpProtocol: "tcp", FromPort: port, ToPort: port, CidrIpv4 }); // prettier-ignore
  const ruleFrom = (source: string, GroupId: string, port: number) =>
    ({ GroupId, IsEgress: false, IpProtocol: "tcp", FromPort: port, ToPort: port, ReferencedGroupInfo: { GroupId: source } }); // prettier-ignore
  return {
    at: NOW,
    services: known({
      cluster: { clusterName: expected.cluster, status: "ACTIVE" },
      services: new Map(services.map((service) => [service.serviceName ?? "", service])),
      stopped: new Map(),
      earlier: new Map(),
    }),
    scalableTargets: known(
      new Map(
        all.flatMap(({ service, range }) =>
          range === undefined ? [] : [[service, { MinCapacity: range.min, MaxCapacity: range.max } as ScalableTarget]],
        ),
      ),
    ),
    taskDefinitions: new Map(
      all.map((of) => [
        steady(of.service, 1, of).taskDefinition ?? "",
        known({ status: "ACTIVE", containers: containersOf(expected, of) }),
      ]),
    ),
    balancing: {
      loadBalancer: known({
        balancer: { LoadBalancerName: expected.loadBalancer, State: { Code: "active" }, DNSName: DNS },
        listeners: expected.services.map(({ port, targetGroup = "" }) => ({
          Port: port,
          Protocol: "TCP",
          DefaultActions: [{ Type: "forward", TargetGroupArn: arnOf(targetGroup) }],
        })),
      }),
      ...(expected.entrance && { entrance: known(healthyEntrance(expected.gateway, expected.entrance)) }),
      targetGroups: known(new Map(inGroups.map((of) => [of.targetGroup ?? "", group(of)]))),
      targets: new Map(all.map((of) => [of.targetGroup ?? "", known(target(of.tasks))])),
    },
    ingress: known([
      ...expected.services.map(({ port }) => rule(GROUPS.services, port, "172.31.0.0/16")),
      expected.entrance === undefined
        ? rule(GROUPS.gateway, expected.gateway.port, "0.0.0.0/0")
        : ruleFrom(GROUPS.entrance, GROUPS.gateway, expected.gateway.port),
    ]),
    egress: known({
      subnets: SUBNETS,
      routeTables: [
        {
          Associations: SUBNETS.map((SubnetId) => ({ SubnetId })),
          Routes: [{ DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1" }],
        },
      ],
      natGateways: [
        {
          NatGatewayId: "nat-1",
          State: "available",
          NatGatewayAddresses: [{ PublicIp: "13.62.68.130", Status: "succeeded" }],
        },
      ],
      held: ["13.62.68.130"],
    }),
    images: new Map(all.map(({ name, image }) => [imageName(image), known({ digest: `sha256:${name}` })])),
    managedSecrets: new Map(expected.managedSecrets.map(({ name }) => [name, known({ state: "set" as const })])),
    parameters: known(new Map(expected.parameters.map(({ name }) => [name, set]))),
    logs: new Map(all.map(({ logGroup }) => [logGroup, known({ there: true, newest: NOW - 60_000 })])),
  };
}

/** What is found in an environment where one thing is not well. */
export function verify(change: (facts: Facts) => Facts = (facts) => facts, environment = production()): Verification {
  return analyse(expectedOf(environment), change(healthyFacts(environment)));
}

/** The findings as lines, to compare: severity, code, subject, what. */
export function lines({ findings }: { readonly findings: readonly Finding[] }): string[] {
  return findings.map(({ severity, code, subject, what }) => `${severity} ${code} ${subject}: ${what}`);
}

/** Changes a value that is known. */
export function inAnswer<T>(answer: Answer<T>, change: (value: T) => T): Answer<T> {
  return answer.known ? known(change(answer.value)) : answer;
}

/** Changes one ECS service. */
export function withService(name: string, change: Partial<Service> | undefined, stopped: readonly string[] = []) {
  return (facts: Facts): Facts => ({
    ...facts,
    services: inAnswer(facts.services, (value) => {
      const services = new Map(value.services);
      if (change === undefined) services.delete(name);
      else services.set(name, { ...services.get(name), ...change });
      return { ...value, services, stopped: stopped.length === 0 ? value.stopped : new Map([[name, known(stopped)]]) };
    }),
  });
}
