import fc from "fast-check";
import type { Environment } from "../../../src/model/environment";
import { type Phase, PHASES, touchedByStep } from "../../../src/model/phase";
import { example } from "../../helpers/example";
import { arbitraryPhase, movingExample } from "../../helpers/moving";
import { isAcceptable } from "../../../src/ops/guard/finding";
import { judge, resource } from "./plans";

type Phases = Readonly<Record<string, Phase>>;
type Resource = ReturnType<typeof resource>;

const skipping: Environment = { ...movingExample(), skipPhases: { reason: "nobody calls it" } };

/** The output that says the phases, as a plan writes it. */
function output(before: unknown, after: unknown) {
  const actions = before === undefined ? ["create"] : [before === after ? "no-op" : "update"];
  return { phases: { actions, before: before ?? null, after, after_unknown: false } };
}

/** What the guard has against a plan that goes from phases to others, as `address message`. */
function refusals(
  [before, after]: readonly [unknown, unknown],
  resources: readonly Resource[],
  environment: Environment | undefined = movingExample(),
): string[] {
  const parts = { output_changes: output(before, after), resource_changes: resources };
  // What else a person has to accept is another matter: these resources are no more than their addresses.
  const findings = judge(parts, { environment }).findings.filter((finding) => !isAcceptable(finding));
  expect(findings.map(({ kind }) => kind)).toEqual(findings.map(() => "phase"));
  return findings.map(({ address, message }) => [address, message].filter(Boolean).join(" "));
}

const update = (address: string): Resource =>
  resource(address, { actions: ["update"], before: { a: 1 }, after: { a: 2 } });

/** A new revision of a task definition, of which the old one stays. */
const revision = (address: string, more: object = {}): Resource =>
  resource(address, {
    actions: ["delete", "create"],
    before: { skip_destroy: true, revision: 1 },
    after: { skip_destroy: true },
    replace_paths: [["container_definitions"]],
    ...more,
  });

const GATEWAY = [revision("aws_ecs_task_definition.gateway"), update("aws_ecs_service.gateway")];
const touched = (address: string) => (address.includes("task_definition") ? revision(address) : update(address));

const OTHERS: readonly (readonly [string, Resource])[] = [
  ["a task definition of a service", revision("aws_ecs_task_definition.auth")],
  ["a new alarm", resource("aws_cloudwatch_metric_alarm.auth", { actions: ["create"], after: {} })],
  ["an alarm that is not on its tasks", update("aws_cloudwatch_metric_alarm.search_index_cpu")],
  ["a tag", resource("aws_lb_target_group.auth", { actions: ["update"], before: { tags: {} }, after: { tags: { a: "b" } } })],
  ["an import", resource("aws_lb_listener.auth", { actions: ["no-op"], importing: { id: "arn" } })],
  ["a new address", resource("aws_lb_listener.auth", { actions: ["no-op"] }, { previous_address: "aws_lb_listener.a" })],
  ["a service that makes no step", update("aws_ecs_service.user")],
  ["a legacy service that makes no step", update("aws_ecs_service.user_legacy")],
  ["another resource of the same name", update("aws_lb_listener.gateway")],
  ["the same address in a module", update("module.a.aws_ecs_service.gateway")],
  ["a canary that takes what the gateway calls", revision("aws_ecs_task_definition.canary")],
  ["a canary that ends", resource("aws_ecs_service.canary", { actions: ["delete"] }, { action_reason: "delete_because_no_resource_config" })],
]; // prettier-ignore

const RUNNING = "aws_cloudwatch_metric_alarm.search_index_running";
const LEGACY_RUNNING = "aws_cloudwatch_metric_alarm.search_index_legacy_running";

const STEPS: readonly (readonly [Phase, Phase, readonly Resource[]])[] = [
  ["legacy", "parallel", ["aws_ecs_service.search_index", RUNNING].map(update)],
  ["parallel", "internal", GATEWAY],
  ["internal", "retired", ["aws_ecs_service.search_index_legacy", LEGACY_RUNNING].map(update)],
  ["legacy", "internal", [...["aws_ecs_service.search_index", RUNNING].map(update), ...GATEWAY]],
  ["parallel", "retired", [...GATEWAY, ...["aws_ecs_service.search_index_legacy", LEGACY_RUNNING].map(update)]],
];

const bothWays = STEPS.flatMap(([a, b, resources]) => [[a, b, resources] as const, [b, a, resources] as const]);

describe.each(bothWays)("a step from %s to %s", (from, to, resources) => {
  const phases = [
    { "search-index": from, user: "internal" },
    { "search-index": to, user: "internal" },
  ] as const;

  test("passes when it touches what it is meant to", () => {
    expect(refusals(phases, resources)).toEqual([]);
    expect(refusals(phases, resources.slice(1))).toEqual([]);
  });

  test.each(OTHERS)("is refused with %s beside it, which is named", (_, other) => {
    expect(refusals(phases, [other, ...resources])).toEqual([
      `${other.address as string} is not what this step of the move touches (search-index: ${from} → ${to}): apply it before, in a plan of its own`,
    ]);
  });

  test("is refused with what another step touches, every address of it named", () => {
    const all = touchedByStep("search-index", "legacy", "retired").filter((one) => !one.includes("appautoscaling"));
    const meant = resources.map(({ address }) => address);
    const strangers = all.filter((address) => !meant.includes(address));
    const found = refusals(phases, all.map(touched));
    expect(found.map((line) => line.split(" ")[0])).toEqual(strangers);
  });

  test("passes with what is only read and with what stays as it is", () => {
    const rest = [
      resource("data.aws_ecr_image.auth", { actions: ["read"] }, { mode: "data" }),
      resource("aws_lb.internal", { actions: ["no-op"] }),
      resource("aws_x.read", { actions: ["read"] }),
    ];
    expect(refusals(phases, [...rest, ...resources])).toEqual([]);
  });
});

test("two services, one of them two steps at once, may touch what each of them is meant to and no more", () => {
  const phases = [
    { auth: "legacy", "search-index": "retired", user: "internal" },
    { auth: "internal", "search-index": "internal", user: "internal" },
  ] as const;
  const meant = [...GATEWAY, update("aws_ecs_service.auth"), update("aws_ecs_service.search_index_legacy")];
  expect(refusals(phases, meant)).toEqual([]);
  const steps = "(auth: legacy → internal, search-index: retired → internal)";
  const others = ["aws_ecs_service.auth_legacy", "aws_ecs_service.search_index"];
  expect(refusals(phases, [...meant, ...others.map(update)])).toEqual(
    others.map((address) => `${address} is not what this step of the move touches ${steps}: apply it before, in a plan of its own`),
  ); // prettier-ignore
});

test("a plan is refused exactly when it touches what none of its steps touches", () => {
  const phases = fc.record({ auth: arbitraryPhase, "search-index": arbitraryPhase });
  const services = ["auth", "search-index"] as const;
  const addresses = [
    ...new Set(services.flatMap((service) => touchedByStep(service, "legacy", "retired"))),
    "aws_ecs_task_definition.auth",
  ];
  fc.assert(
    fc.property(phases, phases, fc.subarray(addresses), (before, after, changed) => {
      const steps = services.filter((service) => before[service] !== after[service]);
      const meant = steps.flatMap((service) => touchedByStep(service, before[service], after[service]));
      const strangers = steps.length === 0 ? [] : changed.filter((address) => !meant.includes(address));
      const found = refusals([before, after], changed.map(touched), skipping);
      expect(found.map((line) => line.split(" ")[0])).toEqual(strangers);
    }),
  );
});

describe("a plan without a step is not limited", () => {
  const anything = OTHERS.map(([, other]) => other);
  const phases: Phases = { auth: "parallel", user: "internal" };
  test.each<readonly [string, unknown, unknown]>([
    ["the phases stay", phases, phases],
    ["adoption: nothing was recorded before", undefined, phases],
    ["a service is new", { user: "internal" }, phases],
    ["a service goes", phases, { user: "internal" }],
    ["what was recorded is no list of phases", "parallel", phases],
    ["what was recorded are words that nobody knows", { auth: "green", user: null }, phases],
  ])("%s", (_, before, after) => {
    expect(refusals([before, after], anything)).toEqual([]);
  });

  test("it has no such output", () => {
    const { findings } = judge({ resource_changes: anything }, { environment: movingExample() });
    expect(findings.filter((finding) => !isAcceptable(finding))).toEqual([]);
  });
});

describe("a service whose tasks autoscaling starts", () => {
  const { services, ...rest } = movingExample();
  const auth = services.auth;
  const scaled = { ...rest, services: { ...services, auth: { ...auth, autoscaling: { min: 1, max: 2, cpuPercent: 60 } } } }; // prettier-ignore
  const scaling = ["aws_appautoscaling_target.auth", "aws_appautoscaling_policy.auth_cpu"];

  test("may have that with the step to parallel", () => {
    const made = scaling.map((address) => resource(address, { actions: ["create"], after: {} }));
    expect(refusals([{ auth: "legacy" }, { auth: "parallel" }], made, scaled)).toEqual([]);
  });

  test.each(["internal", "retired"] as const)("may not go from legacy to %s in one apply", (phase) => {
    expect(refusals([{ auth: "legacy" }, { auth: phase }], [], scaled)).toEqual([
      `'auth' would go from legacy to ${phase} in one apply, and autoscaling starts its tasks only after it: go through parallel`,
    ]);
  });
});

describe("from legacy to retired in one apply", () => {
  const phases = [{ auth: "legacy", "search-index": "legacy" }, { auth: "retired", "search-index": "parallel" }] as const; // prettier-ignore
  const addresses = [...touchedByStep("auth", "legacy", "retired"), "aws_ecs_service.search_index"];
  const refusal =
    "'auth' would go from legacy to retired in one apply: go through parallel and internal, or say why not in the environment's skipPhases";

  test("is refused without a word, and with the word passes", () => {
    expect(refusals(phases, addresses.map(touched))).toEqual([refusal]);
    expect(refusals(phases, addresses.map(touched), skipping)).toEqual([]);
  });

  test("the word allows nothing else", () => {
    const found = refusals(phases, [...addresses, "aws_lb_listener.auth"].map(touched), skipping);
    expect(found.map((line) => line.split(" ")[0])).toEqual(["aws_lb_listener.auth"]);
  });

  test("nobody's plan has the word", () => {
    const { findings } = judge({ output_changes: output(...phases) }, { environment: undefined });
    expect(findings).toEqual([{ kind: "phase", message: refusal }]);
  });

  test.each([...bothWays.map(([from, to]) => [from, to] as const), ["retired", "legacy"] as const])(
    "from %s to %s needs none",
    (from, to) => {
      expect(refusals([{ auth: from }, { auth: to }], touchedByStep("auth", from, to).map(touched))).toEqual([]);
    },
  );
});

describe("an environment that has not been discovered", () => {
  const undiscovered = (phase: Phase): Environment => ({
    ...example(),
    phase,
    names: { services: { auth: { legacyService: "auth-service" } } },
  });
  const refusal =
    "'test' has not been discovered: nobody knows where the legacy services are. Run: npm run discover -- --env test --write";

  test.each(PHASES.slice(0, 3))("is refused in phase %s, with or without a step", (phase) => {
    expect(refusals([undefined, { auth: phase }], [], undiscovered(phase))).toEqual([refusal]);
    expect(refusals([{ auth: phase }, { auth: phase }], [], undiscovered(phase))).toEqual([refusal]);
    const back = touchedByStep("auth", "retired", phase).map(touched);
    const lines = refusals([{ auth: "retired" }, { auth: phase }], back, undiscovered(phase));
    expect(lines).toEqual([refusal]);
  });

  test("passes where all is retired, where there was never a legacy, and where a stack has no services", () => {
    expect(refusals([undefined, { auth: "retired" }], [], undiscovered("retired"))).toEqual([]);
    expect(refusals([undefined, { auth: "internal" }], [], example())).toEqual([]);
    const { findings } = judge({ output_changes: { vpc_id: output(undefined, "vpc-1").phases } }, { environment: undiscovered("parallel") }); // prettier-ignore
    expect(findings).toEqual([]);
  });
});

describe("another revision of a task definition", () => {
  const found = (more: object, address = "aws_ecs_task_definition.auth", parts = {}) =>
    judge({ resource_changes: [{ ...revision(address, more), ...parts }] })
      .findings.filter((finding) => !isAcceptable(finding))
      .map(({ kind }) => kind);

  test.each([[["delete", "create"]], [["create", "delete"]]])("is no destruction: %j", (actions) => {
    expect(found({ actions })).toEqual([]);
  });

  test.each([
    ["the old one would be deregistered", { before: { skip_destroy: false } }],
    ["nothing says that the old one stays", { before: {} }],
    ["the next one would not stay", { after: { skip_destroy: false } }],
  ])("is one when %s", (_, more) => {
    expect(found(more)).toEqual(["replace"]);
  });

  test("is one of anything else, for good, and of what a failed replacement left", () => {
    expect(found({}, "aws_lb_listener.auth")).toEqual(["replace"]);
    expect(found({ actions: ["delete"] })).toEqual(["destroy"]);
    expect(found({}, "aws_ecs_task_definition.auth", { deposed: "1" })).toEqual(["replace"]);
  });
});
