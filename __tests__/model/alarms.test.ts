import { alarmsOf } from "../../src/model/alarm-catalogue";
import { type Alarm, type AlarmSubjects, MISSING_DATA, metricsOf } from "../../src/model/alarms";
import { PHASES } from "../../src/model/phase";
import { canaryExample, entranceExample } from "../helpers/entrance";
import { type Example, example } from "../helpers/example";
import { movingExample } from "../helpers/moving";

const subjects: AlarmSubjects = {
  loadBalancer: "net/nlb/1",
  targetGroups: { auth: "targetgroup/auth/1", user: "targetgroup/user/1" },
  gatewayTargets: [],
  natGateways: { a: "nat-1" },
};
const entrance = {
  subject: "gateway",
  behind: "entrance",
  loadBalancer: "app/entrance/1",
  targetGroup: "targetgroup/gateway/1",
} as const;
const canary = { ...entrance, subject: "canary", targetGroup: "targetgroup/canary/1" } as const;
const existing = {
  subject: "gateway-existing",
  behind: "existing",
  loadBalancer: "app/old/1",
  targetGroup: "targetgroup/old/1",
} as const;

function watched(environment: Example = example()): Example {
  environment.containerInsights = true;
  environment.alarms = { subscriptions: [] };
  return environment;
}

function named(alarms: readonly Alarm[], address: string): Alarm {
  const alarm = alarms.find((one) => one.address === address);
  if (alarm === undefined) throw new Error(`There is no ${address}`);
  return alarm;
}

const butMissingData = (alarms: readonly Alarm[]) => alarms.map((alarm) => ({ ...alarm, missingData: undefined }));

test("are none without the option", () => {
  expect(alarmsOf(example(), subjects)).toEqual([]);
});

test("have an address and a name each of their own", () => {
  const alarms = alarmsOf(watched(canaryExample()), {
    ...subjects,
    gatewayTargets: [entrance, canary, existing],
    natGateways: { a: "nat-1", b: "nat-2" },
  });
  expect(new Set(alarms.map(({ address }) => address)).size).toBe(alarms.length);
  expect(new Set(alarms.map(({ name }) => name)).size).toBe(alarms.length);
  expect(alarms.filter(({ group }) => group === "nat")).toHaveLength(4);
});

test("look at each target group for five minutes", () => {
  expect(named(alarmsOf(watched(), subjects), "auth_unhealthy_hosts")).toMatchObject({
    name: "kelmah-auth-unhealthy-hosts-test",
    value: { dimensions: { LoadBalancer: "net/nlb/1", TargetGroup: "targetgroup/auth/1" } },
    periodSeconds: 60,
    evaluationPeriods: 5,
    threshold: 0,
  });
});

test("compare what runs with what is desired: 0 desired never rings", () => {
  const { value, threshold } = named(alarmsOf(watched(), subjects), "auth_running");
  expect(value).toMatchObject({ expression: "desired - FILL(running, 0)" });
  expect(threshold).toBe(0);
});

test.each(PHASES)("are the same in phase %s, and at desired count 0, but for missing data", (phase) => {
  const environment = watched();
  environment.services.auth.phase = phase;
  environment.services.auth.desiredCount = 0;
  expect(butMissingData(alarmsOf(environment, subjects))).toEqual(butMissingData(alarmsOf(watched(), subjects)));
});

describe("a service that says nothing of its tasks", () => {
  const treats = (change: (environment: Example) => void, address = "auth_running", environment = watched()) => {
    change(environment);
    return named(alarmsOf(environment, subjects), address).missingData;
  };

  test.each<[string, (environment: Example) => void]>([
    ["runs", () => undefined],
    ["runs beside its legacy", (e) => (e.services.auth.phase = "parallel")],
    ["is scaled", (e) => (e.services.auth.autoscaling = { min: 1, max: 3, cpuPercent: 60 })],
  ])("rings when it %s", (_, change) => {
    expect(treats(change)).toBe("breaching");
  });

  test.each<[string, (environment: Example) => void]>([
    ["is parked", (e) => (e.services.auth.desiredCount = 0)],
    ["is parked with all others", (e) => (e.desiredCount = 0)],
    ["has not moved yet", (e) => (e.services.auth.phase = "legacy")],
    ["sleeps at night", (e) => (e.nightStop = { stop: "20:00", start: "07:00", timeZone: "Africa/Accra" })],
  ])("does not ring when it %s", (_, change) => {
    expect(treats(change)).toBe("notBreaching");
  });

  test("rings when it is the gateway, or a legacy service until it is retired", () => {
    expect(treats(() => undefined, "gateway_running")).toBe("breaching");
    expect(treats((e) => (e.gateway.desiredCount = 0), "gateway_running")).toBe("notBreaching");
    const moving = (phase: Example["phase"]) =>
      treats((e) => Object.assign(e, { phase }), "auth_legacy_running", watched(movingExample()));
    expect(moving("internal")).toBe("breaching");
    expect(moving("retired")).toBe("notBreaching");
  });

  test("and nothing else rings without data", () => {
    const others = alarmsOf(watched(), subjects).filter(({ group }) => group !== "running");
    expect(others.map(({ missingData }) => missingData)).toEqual(others.map(() => "notBreaching"));
    expect(MISSING_DATA.running.treatment).toBe("breaching");
  });
});

describe("what callers of the gateway get", () => {
  const errors = (gatewayTargets: AlarmSubjects["gatewayTargets"]) =>
    named(alarmsOf(watched(), { ...subjects, gatewayTargets }), "gateway_errors");
  const hosts = (environment: Example, gatewayTargets: AlarmSubjects["gatewayTargets"]) =>
    alarmsOf(environment, { ...subjects, gatewayTargets })
      .filter(({ group, section }) => group === "hosts" && !(section in subjects.targetGroups))
      .map(({ address }) => address);

  test("is counted in the log where nothing stands in front of it", () => {
    expect(metricsOf(errors([])).map(([, { name }]) => name)).toEqual(["GatewayErrors-test"]);
    expect(hosts(watched(), [])).toEqual([]);
  });

  test("is counted in the log as well where only a load balancer that was there before may count it", () => {
    const alarm = errors([{ ...existing, subject: "gateway" }]);
    expect(alarm.value).toMatchObject({
      expression: "IF(FILL(desired, 0) > 0, MAX([FILL(target0, 0), FILL(logged, 0)]), 0)",
    });
    expect(metricsOf(alarm).map(([, { name }]) => name)).toEqual([
      "HTTPCode_Target_5XX_Count",
      "GatewayErrors-test",
      "DesiredTaskCount",
    ]);
  });

  test("is counted at the entrance and at the target group beside it once, and not while the gateway is at 0", () => {
    const { value } = errors([entrance, canary, existing]);
    expect(value).toEqual({
      expression: "IF(FILL(desired, 0) > 0, FILL(target0, 0) + FILL(balancer0, 0) + FILL(target1, 0), 0)",
      metrics: {
        target0: expect.objectContaining({
          name: "HTTPCode_Target_5XX_Count",
          dimensions: { LoadBalancer: "app/entrance/1" },
        }) as unknown,
        target1: expect.objectContaining({
          name: "HTTPCode_Target_5XX_Count",
          dimensions: { LoadBalancer: "app/old/1", TargetGroup: "targetgroup/old/1" },
        }) as unknown,
        balancer0: expect.objectContaining({
          name: "HTTPCode_ELB_5XX_Count",
          dimensions: { LoadBalancer: "app/entrance/1" },
        }) as unknown,
        desired: {
          namespace: "ECS/ContainerInsights",
          name: "DesiredTaskCount",
          statistic: "Minimum",
          dimensions: { ClusterName: "kelmah-test", ServiceName: "kelmah-gateway-test" },
        },
      },
    });
  });

  test("is watched at each of its target groups", () => {
    const both = [entrance, existing];
    expect(hosts(watched(), both)).toEqual(["gateway_unhealthy_hosts", "gateway_existing_unhealthy_hosts"]);
    expect(hosts(watched(canaryExample()), [entrance, canary])).toEqual([
      "gateway_unhealthy_hosts",
      "canary_unhealthy_hosts",
    ]);
  });
});

test("a canary has alarms like any service, as long as it gets calls", () => {
  const of = (environment: Example) =>
    alarmsOf(watched(environment), { ...subjects, gatewayTargets: [entrance, canary] })
      .map(({ address }) => address)
      .filter((address) => address.startsWith("canary"));
  expect(of(canaryExample(10))).toEqual(["canary_unhealthy_hosts", "canary_running", "canary_cpu", "canary_memory"]);
  expect(of(canaryExample(0))).toEqual([]);
  expect(of(entranceExample())).toEqual([]);
});

test("lost packets ring when they are many and it lasts", () => {
  expect(named(alarmsOf(watched(), subjects), "nat_a_packet_drops")).toMatchObject({
    value: { expression: "100 * dropped / (sent + received)" },
    threshold: 0.01,
    periodSeconds: 300,
    evaluationPeriods: 3,
  });
});

test("word of a failed deployment that does not get through rings", () => {
  expect(named(alarmsOf(watched(), subjects), "deployment_failed_untold")).toMatchObject({
    value: { namespace: "AWS/Events", name: "FailedInvocations", dimensions: { RuleName: "kelmah-deployment-failed-test" } },
    threshold: 0,
  }); // prettier-ignore
});
