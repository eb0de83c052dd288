import fc from "fast-check";
import {
  hasLegacy,
  legacyDesiredCount,
  legacyRunningCount,
  legacyUrl,
  meaningOf,
  phaseOf,
  privateDesiredCount,
} from "../../src/model/move";
import { PHASE_MEANINGS, PHASES } from "../../src/model/phase";
import { serviceUrls } from "../../src/model/variables";
import { example } from "../helpers/example";
import { arbitraryPhase, movingExample } from "../helpers/moving";

const BALANCER = "kelmah-services-test-0123456789abcdef.elb.eu-north-1.amazonaws.com";

describe("a service's phase", () => {
  test("is its own before the environment's, and internal where nobody says anything", () => {
    const environment = example();
    environment.names = { services: { auth: { legacyService: "auth-service" } } };
    expect(phaseOf(environment, "auth")).toBe("internal");
    environment.phase = "retired";
    environment.services.user.phase = "legacy";
    expect(phaseOf(environment, "auth")).toBe("retired");
    expect(phaseOf(environment, "user")).toBe("legacy");
    expect(meaningOf(environment, "user")).toBe(PHASE_MEANINGS.legacy);
  });

  test("is the environment's where its legacy is named or was found, and internal where there is nothing to move", () => {
    const environment = movingExample();
    environment.names = { services: { user: { legacyService: "user-service" } } };
    delete environment.services.user.phase;
    environment.services.payment = { ...environment.services.auth, port: 3004 };
    expect(["auth", "user", "payment"].map((service) => phaseOf(environment, service))).toEqual([
      "parallel",
      "parallel",
      "internal",
    ]);
  });
});

describe("tasks of a private service", () => {
  test.each(PHASES)("in phase %s are its own number, the environment's or 1, and none before parallel", (phase) => {
    const environment = movingExample();
    environment.phase = phase;
    const runs = phase !== "legacy";
    expect(privateDesiredCount(environment, "auth")).toBe(runs ? 1 : 0);
    environment.desiredCount = 4;
    expect(privateDesiredCount(environment, "auth")).toBe(runs ? 4 : 0);
    environment.services.auth.desiredCount = 2;
    expect(privateDesiredCount(environment, "auth")).toBe(runs ? 2 : 0);
  });

  test("0 means 0, of the environment and of the service", () => {
    const environment = example();
    environment.desiredCount = 0;
    expect(privateDesiredCount(environment, "auth")).toBe(0);
    environment.services.auth.desiredCount = 3;
    expect(privateDesiredCount(environment, "auth")).toBe(3);
    environment.desiredCount = 3;
    environment.services.auth.desiredCount = 0;
    expect(privateDesiredCount(environment, "auth")).toBe(0);
  });
});

describe("tasks of a legacy service", () => {
  test.each(PHASES)("in phase %s are what the environment says or what was found, and none when retired", (phase) => {
    const environment = movingExample({ "search-index": phase });
    const runs = phase !== "retired";
    expect(legacyRunningCount(environment, "search-index")).toBe(3);
    expect(legacyDesiredCount(environment, "search-index")).toBe(runs ? 3 : 0);
    environment.services["search-index"]!.legacyDesiredCount = 5; // oxlint-disable-line typescript/no-non-null-assertion -- the example has it
    expect(legacyRunningCount(environment, "search-index")).toBe(5);
    expect(legacyDesiredCount(environment, "search-index")).toBe(runs ? 5 : 0);
  });

  test("0 means 0, whatever was found", () => {
    const environment = movingExample();
    environment.services.auth.legacyDesiredCount = 0;
    expect(legacyRunningCount(environment, "auth")).toBe(0);
  });

  test("of a service that has none are none", () => {
    expect(legacyDesiredCount(movingExample(), "user")).toBe(0);
    expect(legacyDesiredCount(example(), "auth")).toBe(0);
  });
});

describe("the URL of a legacy service", () => {
  test("is what the environment says, or what the gateway was found to call", () => {
    const environment = movingExample();
    expect(legacyUrl(environment, "auth")).toBe("http://auth.legacy.example:8080");
    environment.services.auth.legacyUrl = "https://other.example";
    expect(legacyUrl(environment, "auth")).toBe("https://other.example");
    expect(legacyUrl(environment, "user")).toBeUndefined();
    expect(legacyUrl(example(), "auth")).toBeUndefined();
  });
});

describe("whether a service has a legacy", () => {
  test("is what was discovered, whatever is only named", () => {
    const environment = movingExample();
    environment.names = { services: { user: { legacyService: "user-service" } } };
    expect(["auth", "search-index", "user"].map((name) => hasLegacy(environment, name))).toEqual([true, true, false]);
  });

  test("is what is named before it is discovered", () => {
    const environment = example();
    environment.names = { services: { user: { legacyService: "user-service" }, auth: { container: "auth" } } };
    expect(["auth", "user"].map((name) => hasLegacy(environment, name))).toEqual([false, true]);
  });

  test("is no for what every object has", () => {
    expect(hasLegacy(movingExample(), "constructor")).toBe(false);
    expect(hasLegacy({ ...example(), names: { services: {} } }, "constructor")).toBe(false);
  });
});

describe("what the gateway's variables say", () => {
  const legacy = "http://search-index.legacy.example:8080";
  const behindTheBalancer = `http://${BALANCER}:5002`;

  test.each([
    ["legacy", legacy],
    ["parallel", legacy],
    ["internal", behindTheBalancer],
    ["retired", behindTheBalancer],
  ] as const)("in phase %s: %s", (phase, url) => {
    const environment = movingExample({ "search-index": phase });
    environment.gateway.urlAliases = { finder: "search-index" };
    expect(serviceUrls(environment, BALANCER)).toEqual({
      AUTH_SERVICE_URL: "http://auth.legacy.example:8080",
      SEARCH_INDEX_SERVICE_URL: url,
      FINDER_SERVICE_URL: url,
      USER_SERVICE_URL: `http://${BALANCER}:3002`,
    });
  });

  test("before anything is discovered, the legacy is nowhere that could be reached", () => {
    const environment = example();
    environment.names = { services: { auth: { legacyService: "auth-service" } } };
    environment.phase = "parallel";
    expect(serviceUrls(environment, BALANCER).AUTH_SERVICE_URL).toBe("http://auth.not-discovered.invalid:5001");
  });

  test("is where tasks run, in whatever phases the services are", () => {
    fc.assert(
      fc.property(arbitraryPhase, arbitraryPhase, (auth, searchIndex) => {
        const environment = movingExample({ auth, "search-index": searchIndex });
        const urls = serviceUrls(environment, BALANCER);
        for (const [service, variable] of [["auth", "AUTH"], ["search-index", "SEARCH_INDEX"]] as const) {
          const isPrivate = urls[`${variable}_SERVICE_URL`]?.startsWith(`http://${BALANCER}:`);
          const count = isPrivate ? privateDesiredCount : legacyDesiredCount;
          expect(count(environment, service)).toBeGreaterThan(0);
        }
      }),
    ); // prettier-ignore
  });
});
