import type { Difference } from "../../../../src/ops/discover/adoption/differences";
import type { Meaning } from "../../../../src/ops/discover/adoption/meaning";
import { carriesOurTags, keptOf } from "../../../../src/ops/discover/adoption/keep";
import { adoptionProblems, taskProblems } from "../../../../src/ops/discover/adoption/problems";
import { environment } from "../facts";

const address = "aws_lb_target_group.auth";

function difference(argument: string, meaning: Meaning, more: Partial<Difference> = {}): Difference {
  const at = { stack: "kelmah-prod-services", address, type: "aws_lb_target_group" };
  return {
    ...at,
    argument,
    path: argument,
    is: "15",
    wanted: "30",
    meaning,
    fate: meaning === "replaced" ? "asked" : "stays",
    ...more,
  };
}

test("what is kept says what was found and what is written in its place, and no credential", () => {
  const before = { deregistration_delay: "15", tags: { Owner: "netops" }, tags_all: { Owner: "netops", Env: "live" }, stickiness: [{ cookie: "AKIAIOSFODNN7EXAMPLA" }] };
  const written = { deregistration_delay: "30", tags: { Name: "auth" } };
  const differences = [
    difference("deregistration_delay", "lost"),
    difference('tags["Owner"]', "lost"),
    difference('tags["Env"]', "changed"),
    difference("stickiness", "lost"),
    difference("port", "replaced"),
    difference("deregistration_delay", "lost", { address: "aws_lb_target_group.user" }),
  ];
  expect(keptOf(differences, { address, change: { actions: ["update"], before } }, written, { Env: "prod" })).toEqual({
    deregistration_delay: { found: "15", insteadOf: "30" },
    stickiness: { found: "(not shown: it looks like a credential)" },
    'tags["Env"]': { found: "live", insteadOf: "prod" },
    'tags["Owner"]': { found: "netops" },
  });
  expect(keptOf([], { address, change: { actions: ["no-op"], before } }, written, {})).toEqual({});
}); // prettier-ignore

test("what carries all of the project's tags may have been made by it", () => {
  const ours = { Project: "Kelmah", Env: "prod", Owner: "platform", CostCenter: "kelmah-platform" };
  const made = (tags_all: object | null) => carriesOurTags({ change: { actions: ["update"], before: { tags_all } } }, environment("prod"));
  expect(made({ ...ours, Name: "a" })).toBe(true);
  expect(made({ ...ours, Env: "dev" })).toBe(false);
  expect(made({ Project: "Kelmah" })).toBe(false);
  expect(made(null)).toBe(false);
}); // prettier-ignore

describe("what adopting would take away", () => {
  const count = difference("desired_count", "lost", { address: "aws_ecs_service.gateway", type: "aws_ecs_service", is: "4", wanted: "1", fate: "asked" });
  const prod = environment("prod");

  test("is settled first, unless it stays as found", () => {
    expect(adoptionProblems(prod, [count, difference("proxy_protocol_v2", "lost")])).toEqual([
      {
        stack: "kelmah-prod-services",
        address: "aws_ecs_service.gateway",
        message:
          "desired_count is 4 and would be 1: adopting would take that away. Write gateway.desiredCount: 4 into src/environments/prod.ts. " +
          'Where it may go: adoptionGivesUp: { "aws_ecs_service.gateway": { "desired_count": "why" } } in src/environments/prod.ts.',
      },
    ]);
  });

  test("is no problem once a person has given it up", () => {
    const given = { ...prod, adoptionGivesUp: { "aws_ecs_service.gateway": { desired_count: "the fair is over" } } };
    expect(adoptionProblems(given, [count])).toEqual([]);
  });

  test("is told with what to do, be it a field, a phase or nothing that the environment has", () => {
    const told = (more: Partial<Difference>) => adoptionProblems(prod, [{ ...count, ...more }])[0]?.message;
    expect(told({ wanted: "0" })).toContain(". Write the phase in which it runs, 'parallel' or a later one, into src/environments/prod.ts. Where it may go");
    expect(told({ path: "network_configuration[0].security_groups" })).toContain("No field of the environment takes it: what needs it has to have something else first. Where it may go");
  });

  test("is never a replacement that somebody could give up", () => {
    const replaced = difference("port", "replaced", { is: "5002", wanted: "5001" });
    const given = { ...prod, adoption: "as-written" as const, adoptionGivesUp: { [address]: { port: "because" } } };
    expect(adoptionProblems(given, [replaced]).map(({ message }) => message)).toEqual([
      "port is 5002 and would be 5001: Terraform would destroy it and make it again. Correct what is written as services.auth.port in src/environments/prod.ts, or what is there.",
    ]);
  });

  test("is named with the field that says otherwise, wherever it is written", () => {
    const replaced = difference("subnet_id", "replaced", { is: '"subnet-0"', wanted: JSON.stringify(prod.inventory.publicSubnets?.[0]) });
    expect(adoptionProblems(prod, [replaced]).map(({ message }) => message)).toEqual([
      expect.stringMatching(/Correct what is written as inventory\.publicSubnets\[0\] in src\/environments\/inventory\/prod\.json, or what is there\.$/),
    ]);
    const nowhere = difference("protocol", "replaced", { is: '"HTTP"', wanted: '"UDP"' });
    expect(adoptionProblems(prod, [nowhere])[0]?.message).toMatch(/written in src\/environments\/prod\.ts or catalogue\.ts, or what is there\.$/);
  });

  test("counts in what tasks run with, too", () => {
    const task = { stack: "kelmah-prod-services", address: "aws_ecs_task_definition.user", service: "user", ecsService: "user-service", taskDefinition: "user:3" };
    const less = { ...task, meaning: "less" as const, field: "memory", kind: "memory", is: "3072", wanted: "512" };
    const gone = { ...task, meaning: "dropped" as const, field: "containerDefinitions.agent", kind: "containerDefinitions", is: {}, wanted: undefined };
    expect(taskProblems(prod, [less, gone], new Map()).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^memory of what user runs \(user:3\) is 3072 and would be 512\. Write services\.user\.memory: 3072 into src\/environments\/prod\.ts\. Where it may go: adoptionGivesUp: /),
      expect.stringMatching(/^containerDefinitions\.agent of what user runs \(user:3\) would be gone\. No field of the environment takes it: .* Where it may go/),
    ]);
    const managed = new Map([[task.stack, new Set([task.address])]]);
    expect(taskProblems(prod, [less, gone], managed)).toEqual([]);
    expect(taskProblems({ ...prod, adoptionGivesUp: { [task.address]: { memory: "it never used more" } } }, [less], new Map())).toEqual([]);
  });
}); // prettier-ignore
