import { type Alarm, alarmsOf, DEFAULT_ERROR_PATTERN, metricsOf } from "../../src/model/alarms";
import { PHASES } from "../../src/model/phase";
import { type Example, example } from "../helpers/example";

const subjects = {
  loadBalancer: "net/nlb/1",
  targetGroups: { auth: "targetgroup/auth/1", user: "targetgroup/user/1" },
  natGateways: { a: "nat-1" },
};

function watched(): Example {
  const environment = example();
  environment.containerInsights = true;
  environment.alarms = { subscriptions: [] };
  return environment;
}

function named(alarms: readonly Alarm[], address: string): Alarm {
  const alarm = alarms.find((one) => one.address === address);
  if (alarm === undefined) throw new Error(`There is no ${address}`);
  return alarm;
}

test("are none without the option", () => {
  expect(alarmsOf(example(), subjects)).toEqual([]);
});

test("have an address and a name each of their own", () => {
  const alarms = alarmsOf(watched(), { ...subjects, natGateways: { a: "nat-1", b: "nat-2" } });
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

test.each(PHASES)("are the same in phase %s, and at desired count 0", (phase) => {
  const environment = watched();
  environment.services.auth.phase = phase;
  environment.services.auth.desiredCount = 0;
  expect(alarmsOf(environment, subjects)).toEqual(alarmsOf(watched(), subjects));
});

test("count the entrance's errors instead of the log's", () => {
  const gatewayTarget = { loadBalancer: "app/alb/1", targetGroup: "targetgroup/gateway/1" };
  const of = (entrance: boolean) =>
    metricsOf(named(alarmsOf(watched(), { ...subjects, gatewayTarget, entrance }), "gateway_errors")).map(
      ([, { name }]) => name,
    );
  expect(of(false)).toEqual(["GatewayErrors-test"]);
  expect(of(true)).toEqual(["HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"]);
});

test("know errors by a pattern that CloudWatch Logs takes", () => {
  expect(DEFAULT_ERROR_PATTERN.length).toBeLessThan(1024);
  expect((DEFAULT_ERROR_PATTERN.replace(/\\./g, "").match(/"/g) ?? []).length % 2).toBe(0);
});
