import fc from "fast-check";
import { alarmsOf } from "../../src/model/alarm-catalogue";
import type { AlarmSubjects } from "../../src/model/alarms";
import { COLUMNS, dashboardOf, layOut, type Widget } from "../../src/model/dashboard";
import { errorQuery } from "../../src/model/error-pattern";
import { canaryExample } from "../helpers/entrance";
import { type Example, example } from "../helpers/example";

function overlap(a: Widget, b: Widget): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test("blocks never overlap, and stay within the columns", () => {
  const block = fc.record({ width: fc.integer({ min: 1, max: COLUMNS }), height: fc.integer({ min: 1, max: 9 }) });
  fc.assert(
    fc.property(fc.array(block, { maxLength: 30 }), (sizes) => {
      const widgets = layOut(sizes.map((size) => ({ ...size, type: "text" as const, properties: {} })));
      for (const [index, widget] of widgets.entries()) {
        expect(widget.x + widget.width).toBeLessThanOrEqual(COLUMNS);
        expect(widgets.slice(0, index).some((other) => overlap(widget, other))).toBe(false);
      }
    }),
  );
});

const logs = { auth: { group: "/ecs/auth", errorPattern: "FATAL" }, gateway: { group: "/ecs/gateway", errorPattern: "FATAL" } }; // prettier-ignore

function dashboard(environment: Example, changes: Partial<AlarmSubjects> = {}): Widget[] {
  const watched = { ...environment, containerInsights: true, alarms: { subscriptions: [] } };
  const subjects = { loadBalancer: "net/nlb/1", targetGroups: {}, gatewayTargets: [], natGateways: {}, ...changes };
  const alarms = alarmsOf(watched, subjects);
  return dashboardOf("test", alarms, {
    region: "eu-north-1",
    gatewayTargets: subjects.gatewayTargets,
    logs,
    alarmArns: alarms.map(({ address }) => address),
  });
}

const titles = (widgets: readonly Widget[]) => widgets.map(({ properties }) => properties.title ?? properties.markdown);
const gateway = {
  subject: "gateway",
  behind: "entrance",
  loadBalancer: "app/alb/1",
  targetGroup: "targetgroup/gateway/1",
} as const;
const canary = { ...gateway, subject: "canary", targetGroup: "targetgroup/canary/1" } as const;

test("has a graph for each alarm of the catalogue", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 }), (zones) => {
      const natGateways = Object.fromEntries(zones.map((zone) => [zone, `nat-${zone}`]));
      const shown = titles(dashboard(example(), { natGateways }));
      expect(shown.filter((title) => String(title).startsWith("kelmah-nat-"))).toHaveLength(2 * zones.length);
      expect(shown).toEqual(
        expect.arrayContaining(["kelmah-auth-running-test", "kelmah-deployment-failed-untold-test"]),
      );
    }),
  );
});

describe("says first whether the platform is up", () => {
  const first = (widgets: readonly Widget[]) => widgets.filter(({ y, type }) => y === 2 && type === "metric");

  test("by tasks and the gateway's log, where nothing stands in front of it", () => {
    expect(titles(first(dashboard(example())))).toEqual([
      "Tasks that run, and that are desired",
      "kelmah-gateway-errors-test",
    ]);
  });

  test("by healthy targets, requests and 5xx, where a load balancer counts them", () => {
    const row = first(dashboard(canaryExample(), { gatewayTargets: [gateway, canary] }));
    expect(titles(row)).toEqual([
      "Tasks that run, and that are desired",
      "Healthy targets of the gateway",
      "Requests",
      "Answers 5xx",
    ]);
    const own = { stat: "Sum", label: "gateway: the load balancer's own" };
    expect(row[3]?.properties.metrics).toEqual([
      ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", "app/alb/1", "TargetGroup", "targetgroup/gateway/1", { stat: "Sum", label: "gateway" }],
      ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", "app/alb/1", "TargetGroup", "targetgroup/canary/1", { stat: "Sum", label: "canary" }],
      ["AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "LoadBalancer", "app/alb/1", own],
    ]); // prettier-ignore
  });

  test("adds up every service's tasks", () => {
    const [tasks] = first(dashboard(example()));
    const metrics = tasks?.properties.metrics as unknown[][];
    expect(metrics.slice(0, 2)).toEqual([
      [{ expression: 'SUM(METRICS("running"))', label: "running" }],
      [{ expression: 'SUM(METRICS("desired"))', label: "desired" }],
    ]);
    // The gateway and two services.
    expect(metrics).toHaveLength(2 + 3 * 2);
  });
});

test("has every alarm in the widget of its group, in none more than 100", () => {
  const environment = example();
  const services = Object.fromEntries(
    Array.from({ length: 120 }, (_, index) => [`s${index}`, { ...environment.services.auth, port: 4000 + index }]),
  );
  const widgets = dashboard({ ...environment, services: { ...environment.services, ...services } });
  const lists = widgets.filter(({ type }) => type === "alarm").map(({ properties }) => properties.alarms as string[]);
  expect(Math.max(...lists.map(({ length }) => length))).toBe(100);
  const all = lists.flat();
  expect(new Set(all).size).toBe(all.length);
  // Targets, running, CPU and memory of each service; the same and errors of the gateway; failed deployments.
  expect(all).toHaveLength(122 * 4 + 4 + 1);
  expect(lists.slice(0, 2).flat().every((address) => address.endsWith("_running"))).toBe(true); // prettier-ignore
});

test("shows each service with its causes, and the latest of the errors that are counted", () => {
  const widgets = dashboard(canaryExample(), { gatewayTargets: [gateway, canary] });
  const shown = titles(widgets);
  expect(shown.filter((title) => String(title).startsWith("## "))).toEqual([
    "## Alarms",
    "## gateway",
    "## canary",
    "## auth",
    "## user",
    "## deployments",
  ]);
  const from = shown.indexOf("## auth");
  expect(shown.slice(from, shown.indexOf("## user"))).toEqual([
    "## auth",
    "kelmah-auth-unhealthy-hosts-test",
    "kelmah-auth-running-test",
    "kelmah-auth-cpu-test",
    "kelmah-auth-memory-test",
    "Latest errors of auth",
  ]);
  const log = widgets.find(({ properties }) => properties.title === "Latest errors of gateway");
  expect(log?.properties.query).toBe(errorQuery("/ecs/gateway", "FATAL"));
});
