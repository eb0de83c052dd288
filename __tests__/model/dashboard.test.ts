import fc from "fast-check";
import { alarmsOf } from "../../src/model/alarms";
import { COLUMNS, dashboardOf, layOut, type Widget } from "../../src/model/dashboard";
import { example } from "../helpers/example";

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

test("has a graph for each alarm of the catalogue", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 }), (zones) => {
      const environment = { ...example(), containerInsights: true, alarms: { subscriptions: [] } };
      const alarms = alarmsOf(environment, {
        loadBalancer: "net/nlb/1",
        targetGroups: {},
        natGateways: Object.fromEntries(zones.map((zone) => [zone, `nat-${zone}`])),
      });
      const widgets = dashboardOf("test", alarms, {
        region: "eu-north-1",
        gatewayLogGroup: "/ecs/gateway",
        alarmArns: alarms.map(({ name }) => name),
      });
      expect(widgets.filter(({ type }) => type === "metric").map(({ properties }) => properties.title)).toEqual(
        expect.arrayContaining(alarms.map(({ name }) => name)),
      );
    }),
  );
});
