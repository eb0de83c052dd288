import type { Environment, Learnt } from "../../../src/model/environment";
import type { Phase } from "../../../src/model/phase";
import { possiblePhases, type Standing, standingProblems, standings } from "../../../src/ops/discover/standing";
import { environment, facts } from "./facts";

const DNS = "kelmah-internal-svcs-250d7eb165a8b7d3.elb.eu-north-1.amazonaws.com";
const LEGACY = "https://auth.kelmah.example";

/** Production in a phase, where nothing but auth moves. */
function prod(phase: Phase, legacy: Partial<Learnt["legacyServices"][string]> | undefined = {}): Environment {
  const found = environment("prod");
  const { auth } = found.services;
  if (auth === undefined) throw new Error("There is no auth");
  const names = { ...found.names, services: { auth: { legacyService: "auth-service", service: "auth-service-nlb" } } };
  const known = {
    name: "auth-service", taskDefinition: "auth:1", desiredCount: 1, subnets: [], securityGroups: [],
    assignPublicIp: true, platformVersion: "LATEST", ...legacy,
  };
  const learnt = { subnets: {}, takenCidrs: [], legacyServices: { auth: known } };
  const gateway = { ...found.gateway, urlAliases: {} };
  return { ...found, phase, names, gateway, services: { auth }, inventory: { ...found.inventory, learnt } };
} // prettier-ignore

/** Where auth stands, when the gateway's variable is this and so many tasks are to run. */
function standing(of: Environment, url: string | undefined, counts: { legacy?: number; own?: number } = {}) {
  const { legacy = 1, own = 1 } = counts;
  const variables = url === undefined ? [] : [{ name: "AUTH_SERVICE_URL", value: url }];
  const services = [
    { serviceName: "auth-service", desiredCount: legacy },
    { serviceName: "auth-service-nlb", desiredCount: own },
  ];
  const tasks = [{ service: "gateway", taskDefinition: "api-gateway-task:4", variables }];
  return standings(of, facts({ containers: { clusters: [], draining: [], services, tasks } }));
}

const short = ([first]: readonly Standing[]) => [first?.calls, first?.phase, first?.wayBack ?? first?.noWayBack];

test.each([
  ["the legacy URL, and nothing private runs", LEGACY, { own: 0 }, ["legacy", "legacy", undefined]],
  ["the legacy URL beside private tasks", LEGACY, {}, ["legacy", "parallel", undefined]],
  ["the load balancer, and the legacy runs", `http://${DNS}:5001`, {}, ["private", "internal", LEGACY]],
  ["the load balancer, and the legacy is at 0", `http://${DNS}:5001`, { legacy: 0 }, ["private", "retired", LEGACY]],
])("the gateway calls %s", (_, url, counts, expected) => {
  expect(short(standing(prod("parallel", { url: LEGACY }), url, counts))).toEqual(expected);
});

test.each([
  ["no URL at all", undefined, "AUTH_SERVICE_URL is not set"],
  ["another service's port", `http://${DNS}:3002`, `AUTH_SERVICE_URL is 'http://${DNS}:3002', which is another service's port`],
  ["what the gateway ignores", "https://auth.onrender.com", "AUTH_SERVICE_URL is 'https://auth.onrender.com': this is at onrender.com, and the gateway ignores such URLs"],
])("%s matches no phase", (_, url, says) => {
  expect(standing(prod("parallel"), url)).toMatchObject([{ calls: "neither", says }]);
}); // prettier-ignore

const at = (adopted: boolean) => ({ stack: "kelmah-prod-services", adopted });

test("without a way back, parallel is refused, the rest is worked out as it was found, and the right phase is named", () => {
  const of = prod("parallel");
  const found = standing(of, `http://${DNS}:5001`);
  expect(short(found)[2]).toMatch(/^the gateway does not call its legacy service any more/);
  expect(possiblePhases(of, found)).toEqual({ auth: "internal" });
  for (const adopted of [true, false]) {
    expect(standingProblems(of, found, at(adopted)).map(({ message }) => message)).toEqual([
      "auth: 'parallel' is written, and the gateway calls the private one: legacyUrl: in phase 'parallel' the gateway calls " +
        "the legacy service, and was not found to: give its public URL, or set phase 'internal'. Set the phase to " +
        "'internal' in src/environments/prod.ts.",
    ]);
  }
});

test("with a way back, a phase that would move the gateway waits until it is adopted as it stands", () => {
  const of = prod("parallel", { url: LEGACY });
  const found = standing(of, `http://${DNS}:5001`);
  expect(possiblePhases(of, found)).toEqual({ auth: "parallel" });
  expect(standingProblems(of, found, at(true))).toEqual([]);
  expect(standingProblems(of, found, at(false))[0]?.message).toContain("adopting it would move it");
});

test("starting the private services is no move of the gateway's", () => {
  const of = prod("parallel", { url: LEGACY });
  expect(standingProblems(of, standing(of, LEGACY, { own: 0 }), at(false))).toEqual([]);
});

test("where no gateway runs, nothing tells", () => {
  expect(standings(prod("parallel"), facts())).toEqual([]);
});
