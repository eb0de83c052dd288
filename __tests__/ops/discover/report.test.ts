import { createColors } from "picocolors";
import { CallCount } from "../../../src/ops/aws/clients";
import type { Discovery } from "../../../src/ops/discover/discover";
import type { Match, Outcome } from "../../../src/ops/discover/match";
import { discoveryJson, renderCalls, renderDiscovery } from "../../../src/ops/discover/report";

const STACK = "kelmah-prod-services";
const ARN = "arn:aws:elasticloadbalancing:eu-north-1:992350137489:targetgroup/kelmah-auth-tg-tcp/1";

function match(address: string, outcome: Outcome): Match {
  return { stack: STACK, address, type: address.split(".")[0] ?? "", wanted: {}, outcome };
}

const existing = (importId: string) => ({ importId, attributes: {}, tags: {} });
const at = { stack: STACK, address: "aws_lb_target_group.auth" };

const difference = { ...at, type: "aws_lb_target_group", fate: "set" } as const;

const discovery: Discovery = {
  environment: "prod",
  account: "992350137489",
  region: "eu-north-1",
  inventory: { account: "992350137489", region: "eu-north-1" },
  matches: [
    match("aws_ecs_task_definition.auth", { kind: "left", reason: "never imported" }),
    match("aws_eip.nat_a", { kind: "ambiguous", candidates: [existing("eipalloc-1"), existing("eipalloc-2")], evidence: "tags" }),
    match("aws_iam_role.auth", { kind: "missing" }),
    match("aws_lb.internal", { kind: "found", existing: existing("arn:lb"), evidence: "name" }),
    match(at.address, { kind: "found", existing: existing(ARN), evidence: "name" }),
    match("aws_sqs_queue.jobs", { kind: "unsought" }),
  ],
  managed: new Map([[STACK, new Set(["aws_lb.internal"])]]),
  locks: new Map(),
  differences: [
    { ...difference, argument: "port", path: "port", is: "5002", wanted: "5001", meaning: "replaced", fate: "asked" },
    { ...difference, address: "aws_lb_target_group.user", argument: "port", path: "port", is: "5002", wanted: "5001", meaning: "replaced", fate: "asked" },
    { ...difference, argument: "protocol", path: "protocol", is: '"TCP"', wanted: "(known after apply)", meaning: "changed" },
    { ...difference, argument: 'tags["Env"]', path: "tags.Env", is: "null", wanted: '"prod"', meaning: "added" },
    { ...difference, argument: "slow_start", path: "slow_start", is: "null", wanted: "0", meaning: "configuration" },
    { ...difference, argument: "deregistration_delay", path: "deregistration_delay", is: '"15"', wanted: '"30"', meaning: "changed", fate: "stays" },
    { ...difference, argument: 'tags["Owner"]', path: "tags.Owner", is: '"netops"', wanted: "null", meaning: "lost", fate: "stays" },
  ],
  unsettled: [{ ...at, message: "port is 5002." }],
  missingData: [{ stack: STACK, type: "aws_lb_target_group", name: "gateway" }],
  variables: [
    { service: "auth", taskDefinition: "auth:3", name: "LOG_LEVEL", kind: "changed", is: "debug", wanted: "info" },
    { service: "auth", taskDefinition: "auth:3", name: "OLD", kind: "dropped" },
    { service: "auth", taskDefinition: "auth:3", name: "API_URL", kind: "changed", wanted: "https://kelmah.com" },
    { service: "auth", taskDefinition: "auth:3", name: "NEW", kind: "added", wanted: "1" },
  ],
  notThereYet: [],
  standings: [],
  tasks: [],
  notOurs: [],
  unfinished: ["aws_lb.internal", "aws_iam_role.auth"],
}; // prettier-ignore

test("what exists is counted, what adopting changes is told worst first, and what is to be settled comes last", () => {
  expect(renderDiscovery(discovery, createColors(false))).toMatchInlineSnapshot(`
    "prod in account 992350137489, eu-north-1: 2 of 6 resources exist, 2 will be created, 3 attributes would change, 1 to be settled

    kelmah-prod-services: 1 to import, 1 managed already, 2 will be created: aws_ecs_task_definition.auth, aws_iam_role.auth
      aws_eip.nat_a  eipalloc-1, eipalloc-2  tags: more than one
      aws_sqs_queue.jobs  not looked for  discovery knows no way to find this type: see src/ops/discover/matchers.ts

    Adopting would change:
      replaced       aws_lb_target_group.auth, user: port: 5002 -> 5001
      changed        aws_lb_target_group.auth: protocol: (known after apply)
      added          tags of 1 resources: Env

    Stays as it was found:
      aws_lb_target_group.auth: deregistration_delay: "15" ("30" is written)
      aws_lb_target_group.auth: tags.Owner: "netops" (nothing is written)

    Variables that would change:
      auth (auth:3) LOG_LEVEL: 'debug' -> 'info'
      auth (auth:3) OLD: would be dropped
      auth (auth:3) API_URL: (not shown: it looks like a credential) -> 'https://kelmah.com'
      auth (auth:3) NEW: new, '1'

    A plan would not find:
      kelmah-prod-services: data.aws_lb_target_group.gateway

    Being made when the journal ended:
      aws_lb.internal: found as arn:lb
      aws_iam_role.auth: not found

    To be settled before any plan:
      kelmah-prod-services: aws_lb_target_group.auth: port is 5002."
  `);
});

test("everything is shown when it is asked for", () => {
  expect(renderDiscovery(discovery, createColors(false), { all: true })).toMatchInlineSnapshot(`
    "prod in account 992350137489, eu-north-1: 2 of 6 resources exist, 2 will be created, 3 attributes would change, 1 to be settled

    kelmah-prod-services
      aws_ecs_task_definition.auth  will be created                   never imported
      aws_eip.nat_a                 eipalloc-1, eipalloc-2            tags: more than one
      aws_iam_role.auth             will be created
      aws_lb.internal               arn:lb                            managed already
      aws_lb_target_group.auth      targetgroup/kelmah-auth-tg-tcp/1  name
      aws_sqs_queue.jobs            not looked for                    discovery knows no way to find this type: see src/ops/discover/matchers.ts

    Adopting would change:
      replaced       aws_lb_target_group.auth, user: port: 5002 -> 5001
      changed        aws_lb_target_group.auth: protocol: (known after apply)
      added          aws_lb_target_group.auth: tags.Env: null -> "prod"
      configuration  aws_lb_target_group.auth: slow_start: null -> 0

    Stays as it was found:
      aws_lb_target_group.auth: deregistration_delay: "15" ("30" is written)
      aws_lb_target_group.auth: tags.Owner: "netops" (nothing is written)

    Variables that would change:
      auth (auth:3) LOG_LEVEL: 'debug' -> 'info'
      auth (auth:3) OLD: would be dropped
      auth (auth:3) API_URL: (not shown: it looks like a credential) -> 'https://kelmah.com'
      auth (auth:3) NEW: new, '1'

    A plan would not find:
      kelmah-prod-services: data.aws_lb_target_group.gateway

    Being made when the journal ended:
      aws_lb.internal: found as arn:lb
      aws_iam_role.auth: not found

    To be settled before any plan:
      kelmah-prod-services: aws_lb_target_group.auth: port is 5002."
  `);
});

test("what would be replaced or lost is red, what would change is not", () => {
  const text = renderDiscovery(discovery, createColors(true));
  expect(text).toContain("\u001b[31mreplaced       aws_lb_target_group.auth, user: port: 5002 -> 5001\u001b[39m");
  expect(text).toContain("\u001b[33mchanged        aws_lb_target_group.auth: protocol: (known after apply)\u001b[39m");
});

test("more differences than a person reads are folded, and counted", () => {
  const many = Array.from({ length: 30 }, (_, index) => ({
    ...difference, argument: `a${index}`, path: `a${index}`, is: "1", wanted: "2", meaning: "changed" as const,
  })); // prettier-ignore
  const text = renderDiscovery({ ...discovery, differences: many }, createColors(false));
  expect(text).toContain("a19: 1 -> 2\n  and 10 more lines: --all shows them\n");
  expect(renderDiscovery({ ...discovery, differences: many }, createColors(false), { all: true })).toContain(
    "a29: 1 -> 2",
  );
});

test("calls are counted, retries only where there were any", () => {
  const calls = new CallCount();
  calls.add("ec2:DescribeVpcs", 1);
  expect(renderCalls(calls, 1.26)).toBe("1 call to AWS, 1.3 s");
  calls.add("ec2:DescribeVpcs", 3);
  expect(renderCalls(calls, 1)).toBe("2 calls to AWS, 2 retries, 1.0 s");
  expect(discoveryJson(discovery, calls, 1)).toMatchObject({
    calls: { total: 2, retries: 2, byAction: { "ec2:DescribeVpcs": 2 } },
    resources: expect.arrayContaining([
      { stack: STACK, address: "aws_eip.nat_a", result: "ambiguous", candidates: ["eipalloc-1", "eipalloc-2"], managed: false },
      { stack: STACK, address: "aws_lb.internal", result: "found", id: "arn:lb", evidence: "name", managed: true },
    ]) as unknown,
  }); // prettier-ignore
});

test("the move, the task definitions and what is not ours are told in few lines", () => {
  const standing = { calls: "private", says: "'http://lb:5001'", phase: "internal" } as const;
  const difference = { stack: STACK, address: "aws_ecs_task_definition.auth", ecsService: "auth-service-nlb" };
  const of = (service: string) => ({ ...difference, service, taskDefinition: `${service}:3` });
  const text = renderDiscovery(
    {
      ...discovery,
      standings: [
        { service: "auth", ...standing, written: "internal", wayBack: "https://auth.kelmah.example" },
        { service: "user", ...standing, written: "parallel", noWayBack: "its legacy service user-service is gone" },
        { service: "job", calls: "neither", says: "JOB_SERVICE_URL is not set", written: "parallel", noWayBack: "its legacy service job-service is gone" },
      ],
      tasks: [
        { ...of("auth"), meaning: "would not start", field: "volumes.data", kind: "volumes", is: { name: "data" }, wanted: undefined },
        ...["auth", "user"].map((service) => ({ ...of(service), meaning: "changed" as const, field: `containerDefinitions.${service}-service.user`, kind: "containerDefinitions.user", is: "a", wanted: "b" })),
        { ...of("user"), meaning: "harmless", field: "containerDefinitions.user-service.secrets.A", kind: "containerDefinitions.secrets", is: undefined, wanted: {} },
      ],
      notOurs: [
        { kind: "listener", name: "port 9100", detail: "of kelmah-internal-svcs", close: true },
        ...Array.from({ length: 12 }, (_, index) => ({ kind: "ECS service" as const, name: `other-${index}`, detail: "1 task", close: false })),
      ],
      notThereYet: ["natEip: not there"],
    },
    createColors(false),
  );
  const lines = text.split("\n").map((line) => line.trim());
  const after = (title: string, count: number) => lines.slice(lines.indexOf(title) + 1).slice(0, count);
  expect(after("The move:", 5)).toEqual([
    "auth: the gateway calls the private one: phase 'internal' matches, as written",
    "user: the gateway calls the private one: phase 'internal' matches, and 'parallel' is written",
    "job: the gateway calls neither (JOB_SERVICE_URL is not set): no phase matches, 'parallel' is written",
    "auth: the way back, internal -> parallel: the gateway calls https://auth.kelmah.example again",
    "user: internal -> parallel is impossible: its legacy service user-service is gone",
  ]);
  expect(after("What runs, and would run otherwise:", 3)).toEqual([
    'would not start  auth (auth:3): volumes.data: {"name":"data"} -> (none)',
    "changed          auth, user: containerDefinitions.user: 'a' -> 'b'",
    "harmless         containerDefinitions.secrets",
  ]);
  const named = Array.from({ length: 10 }, (_, index) => `other-${index} (1 task)`).join(", ");
  expect(after("Not ours: adopted by nobody, changed by nobody:", 2)).toEqual([
    "listener port 9100, of kelmah-internal-svcs",
    `beside it, ECS service: ${named}, and 2 more (--json names them)`,
  ]);
  expect(after("Not there yet:", 1)).toEqual(["natEip: not there"]);
}); // prettier-ignore
