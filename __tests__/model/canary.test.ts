import fc from "fast-check";
import { activeCanary, canaryTasks } from "../../src/model/canary";
import type { TaggedImage } from "../../src/model/environment";
import { canaryExample } from "../helpers/entrance";
import { problemLines } from "../helpers/example";

const tag = fc.constantFrom("1.0.0", "2.0.0");
const count = fc.option(fc.nat(5), { nil: undefined });

/** Environments with a canary, whatever its image, weight and the gateway's tasks. */
const environments = fc.record({ weight: fc.integer({ min: 0, max: 100 }), own: tag, other: tag, ofGateway: count, ofAll: count }).map(
  ({ weight, own, other, ofGateway, ofAll }) => {
    const environment = canaryExample(weight);
    environment.gateway.image.tag = own;
    environment.gateway.canary = { weight, image: { repository: "api-gateway", tag: other } };
    if (ofGateway !== undefined) environment.gateway.desiredCount = ofGateway;
    if (ofAll !== undefined) environment.desiredCount = ofAll;
    return environment;
  },
); // prettier-ignore

test("gets calls while it has a weight and an image of its own, and the shares are all there is", () => {
  fc.assert(
    fc.property(environments, (environment) => {
      expect(problemLines(environment)).toEqual([]);
      const { gateway } = environment;
      const other = gateway.canary?.image as TaggedImage;
      const active = activeCanary(gateway);
      expect(active !== undefined).toBe((gateway.canary?.weight ?? 0) > 0 && other.tag !== gateway.image.tag);
      if (active === undefined) return;
      expect(active.shares.canary).toBe(gateway.canary?.weight);
      expect(active.shares.gateway + active.shares.canary).toBe(100);
    }),
  );
});

test("runs as many tasks as the gateway whatever its weight, and none when it gets no calls", () => {
  fc.assert(
    fc.property(environments, (environment) => {
      const { gateway, desiredCount } = environment;
      const tasks = gateway.desiredCount ?? desiredCount ?? 1;
      expect(canaryTasks(environment).desiredCount).toBe(activeCanary(gateway) === undefined ? 0 : tasks);
    }),
  );
});

test("aborting it and promoting it are one value each", () => {
  const aborted = canaryExample(0);
  expect(activeCanary(aborted.gateway)).toBeUndefined();
  const promoted = canaryExample(50);
  promoted.gateway.image.tag = "2.0.0";
  expect(activeCanary(promoted.gateway)).toBeUndefined();
  expect(activeCanary(canaryExample(50).gateway)?.shares).toEqual({ gateway: 50, canary: 50 });
});

test("there is none without an entrance", () => {
  const { entrance, ...gateway } = canaryExample(50).gateway;
  expect(entrance).toBeDefined();
  expect(activeCanary(gateway)).toBeUndefined();
});
