import fc from "fast-check";
import { environments } from "../../../src/environments";
import { hasLegacy, legacyDesiredCount, phaseOf, privateDesiredCount } from "../../../src/model/move";
import { isLoadBalancers, phaseProblems, urlProblem } from "../../../src/model/rules/phases";
import { serviceUrls } from "../../../src/model/variables";
import { type Example, example, problemLines, testBreakages } from "../../helpers/example";
import { arbitraryPhase, legacyFacts, movingExample } from "../../helpers/moving";

const NO_URL = "is no URL that the gateway can call: http or https, a host, maybe a port and a path, no credentials";
const BALANCERS = "this is the internal load balancer's, and no legacy service is there";
const balancer = "kelmah-services-test-0123456789abcdef.elb.eu-north-1.amazonaws.com";

/** What was found of the legacy service of `auth`. */
function found(environment: Example, facts: Parameters<typeof legacyFacts>[1]): void {
  const legacy = environment.inventory.learnt?.legacyServices as Record<string, unknown>;
  const { url, ...rest } = legacyFacts("auth", facts);
  legacy.auth = url === undefined ? rest : { ...rest, url };
}

describe("where the gateway would call what does not run", () => {
  const phase = (word: string) => (environment: Example) => (environment.services.auth.phase = word as never);
  testBreakages(
    [
      ["a misspelt phase", phase("Internal"), "services.auth.phase: 'Internal' is neither 'legacy' nor 'parallel' nor 'internal' nor 'retired'"],
      ["a misspelt phase of all", (e) => (e.phase = "green" as never), "phase: 'green' is neither 'legacy' nor 'parallel' nor 'internal' nor 'retired'"],
      ...(["legacy", "parallel"] as const).map((word): Parameters<typeof testBreakages>[0][number] => [
        `${word}, without a legacy service`,
        (e) => (e.services.user.phase = word),
        `services.user.phase: '${word}': it has no legacy service that the gateway could call: give it phase 'internal'`,
      ]),
      [
        "a phase of all, where a legacy service is named and was not found",
        (e) => {
          delete e.services.user.phase;
          e.names = { services: { user: { legacyService: "user-service" } } };
        },
        "services.user.phase: 'parallel': it has no legacy service that the gateway could call: give it phase 'internal'",
      ],
      ...(["internal", "retired"] as const).map((word): Parameters<typeof testBreakages>[0][number] => [
        `${word}, and the private service parked`,
        (e) => {
          e.services.auth.phase = word;
          e.services.auth.desiredCount = 0;
        },
        `services.auth.desiredCount: 0: in phase '${word}' the gateway calls it, so it must run`,
      ]),
      [
        "internal, and the environment parked",
        (e) => {
          e.services.auth.phase = "internal";
          e.desiredCount = 0;
        },
        "services.auth.desiredCount: 0: in phase 'internal' the gateway calls it, so it must run",
      ],
      ...(["legacy", "parallel"] as const).map((word): Parameters<typeof testBreakages>[0][number] => [
        `${word}, and the gateway was not found to call the legacy`,
        (e) => {
          e.services.auth.phase = word;
          found(e, { url: undefined } as never);
        },
        `services.auth.legacyUrl: in phase '${word}' the gateway calls the legacy service, and was not found to: give its public URL, or set phase 'internal'`,
      ]),
      ...(["legacy", "parallel", "internal"] as const).map((word): Parameters<typeof testBreakages>[0][number] => [
        `${word}, and the legacy was found at 0`,
        (e) => {
          e.services.auth.phase = word;
          found(e, { desiredCount: 0 });
        },
        `services.auth.legacyDesiredCount: 0: in phase '${word}' the legacy service runs; it was found at 0: say how many tasks, or set phase 'retired'`,
      ]),
      [
        "the legacy put to 0 by hand",
        (e) => (e.services.auth.legacyDesiredCount = 0),
        "services.auth.legacyDesiredCount: 0: in phase 'parallel' the legacy service runs: say how many tasks, or set phase 'retired'",
      ],
      [
        "a number of tasks that is none",
        (e) => (e.services.auth.legacyDesiredCount = -1),
        "services.auth.legacyDesiredCount: -1 is no number of tasks: a whole number from 0 to 5000",
      ],
      ["a URL that is none", (e) => (e.services.auth.legacyUrl = "auth.example"), `services.auth.legacyUrl: this ${NO_URL}`],
      ["the load balancer's URL as the legacy's", (e) => (e.services.auth.legacyUrl = `http://${balancer}:5001`), `services.auth.legacyUrl: ${BALANCERS}`],
      ["a URL that the gateway ignores", (e) => (e.services.auth.legacyUrl = "https://auth.onrender.com"), "services.auth.legacyUrl: this is at onrender.com, and the gateway ignores such URLs"],
      ["no URL in the inventory's place for one", (e) => { found(e, { url: "http://u:p@auth.example" }); }, `inventory.learnt.legacyServices.auth.url: this ${NO_URL}`],
      ["the load balancer's in the inventory", (e) => { found(e, { url: `http://${balancer}` }); }, `inventory.learnt.legacyServices.auth.url: ${BALANCERS}`],
      ["a number in the inventory that is none of tasks", (e) => { found(e, { desiredCount: 1.5 }); }, "inventory.learnt.legacyServices.auth.desiredCount: 1.5 is no number of tasks: a whole number from 0 to 5000"],
      [
        "a service whose address is a legacy one's",
        (e) => (e.services["search-index-legacy"] = { ...e.services.user, port: 5003 }),
        "services.search-index-legacy.name: Terraform would call it what it calls the legacy service of 'search-index': call it something else",
      ],
      ...["", " \n"].map((reason): Parameters<typeof testBreakages>[0][number] => [
        `skipping phases because of ${JSON.stringify(reason)}`,
        (e) => (e.skipPhases = { reason }),
        "skipPhases.reason: is empty: say why nobody has to look in between",
      ]),
      ["skipping phases without a reason", (e) => (e.skipPhases = {} as never), "skipPhases.reason: (missing): text in quotes is needed"],
    ],
    movingExample,
  ); // prettier-ignore
});

describe("what can be written", () => {
  const valid = (change: (environment: Example) => void, environment = movingExample()) => {
    change(environment);
    expect(problemLines(environment)).toEqual([]);
  };

  test("parking what the gateway does not call", () => {
    valid((e) => (e.services.auth.desiredCount = 0));
    valid((e) => (e.services.user.desiredCount = 0));
    valid((e) => (e.desiredCount = 0), example());
  });

  test("a service without a legacy, where all others are in a phase that calls theirs", () => {
    valid((e) => delete e.services.user.phase);
  });

  test("a retired legacy at 0, of which nobody knows where it was", () => {
    valid((e) => {
      e.services.auth.phase = "retired";
      found(e, { desiredCount: 0, url: undefined } as never);
    });
  });

  test("a way back by hand: the number of tasks and the URL of what was found without them", () => {
    valid((e) => {
      found(e, { desiredCount: 0, url: undefined } as never);
      e.services.auth.legacyDesiredCount = 1;
      e.services.auth.legacyUrl = "https://auth.kelmah.example/api/v1";
    });
  });

  test("going on from legacy to retired at once, for a reason", () => {
    valid((e) => (e.skipPhases = { reason: "nobody calls it" }));
  });

  test("a service called like a legacy one, beside one that has none", () => {
    valid((e) => (e.services["user-legacy"] = { ...e.services.user, port: 5003 }));
  });

  test("production before it is discovered, in whatever phase", () => {
    fc.assert(
      fc.property(arbitraryPhase, (phase) => {
        const prod = environments().find(({ name }) => name === "prod");
        expect(problemLines({ ...prod, phase })).toEqual([]);
      }),
    );
  });
});

const count = fc.constantFrom(undefined, 0, 1, 3);
const url = fc.constantFrom(
  undefined,
  "http://legacy.example:1",
  `http://${balancer}:5001`,
  "http://u:p@legacy.example",
);

test("in no environment that is valid does the gateway call a moving service of which no task runs", () => {
  const service = fc.record({ phase: fc.option(arbitraryPhase, { nil: undefined }), desiredCount: count, legacyDesiredCount: count, legacyUrl: url }); // prettier-ignore
  const facts = fc.option(fc.record({ desiredCount: fc.nat(2), url }), { nil: undefined });
  const pair = fc.record({ service, facts });
  let met = 0;
  fc.assert(
    fc.property(fc.option(arbitraryPhase, { nil: undefined }), count, pair, pair, (phase, all, auth, searchIndex) => {
      const environment = movingExample();
      Object.assign(environment, { phase, desiredCount: all });
      const legacy = {} as Record<string, unknown>;
      for (const [name, given] of Object.entries({ auth, "search-index": searchIndex })) {
        Object.assign(environment.services[name] ?? {}, given.service);
        if (given.facts !== undefined) legacy[name] = legacyFacts(name, given.facts as never);
      }
      Object.assign(environment.inventory.learnt ?? {}, { legacyServices: legacy });
      // Most are none: this rule refuses them at once, where asking all rules takes a hundred times as long.
      if (phaseProblems(environment).length > 0 || problemLines(environment).length > 0) return;
      for (const name of ["auth", "search-index"].filter((one) => hasLegacy(environment, one))) {
        const variable = `${name.replace("-", "_").toUpperCase()}_SERVICE_URL`;
        const called = serviceUrls(environment, balancer)[variable];
        const isPrivate = called === `http://${balancer}:${environment.services[name]?.port ?? ""}`;
        if (!isPrivate) expect(called).toBe("http://legacy.example:1");
        expect((isPrivate ? privateDesiredCount : legacyDesiredCount)(environment, name)).toBeGreaterThan(0);
        expect(["legacy", "parallel"].includes(phaseOf(environment, name))).toBe(!isPrivate);
        met++;
      }
    }),
    { numRuns: 8000 },
  );
  expect(met).toBeGreaterThan(50);
});

describe("a URL that the gateway can call", () => {
  test.each(["http://a", "https://auth.kelmah.example", "http://13.62.68.130:5001", "http://a-b.example/api/v1/", "http://search_index:8080/"])(
    "is %s",
    (given) => {
      expect(urlProblem(given)).toBeUndefined();
    },
  ); // prettier-ignore

  test.each([
    ...["", "auth", "ftp://auth", "//auth", "http://", "http://auth:", "http://auth:port", "http://auth:99999", "http://300.1.1.1"],
    ...["http://user:pass@auth", "http://user@auth", "http://auth/?token=x", "http://auth/#x", "http://auth ", "http://auth\n"],
    ...["http://auth/sk_live_0123456789", "http://${auth}", "HTTP://[::1]"],
  ])("is not %j", (given) => {
    expect(urlProblem(given)).toBe(NO_URL);
  }); // prettier-ignore
});

describe("a URL of the internal load balancer", () => {
  const named = (loadBalancer: string) => ({ ...example(), names: { loadBalancer } });

  test.each([
    [`http://${balancer}:5001`, example()],
    [`http://eu-north-1a.${balancer}`, example()],
    ["http://Kelmah-Svcs-1.elb.eu-north-1.amazonaws.com", named("Kelmah-Svcs")],
  ])("is %s", (given, environment) => {
    expect(isLoadBalancers(given, environment)).toBe(true);
  });

  test.each([
    ["http://kelmah-services-test2-0123456789abcdef.elb.eu-north-1.amazonaws.com", example()],
    ["http://kelmah-services-test-public-0123456789.eu-north-1.elb.amazonaws.com", example()],
    ["http://a.example", named("a")],
    ["http://a.example/kelmah-services-test-1", example()],
  ])("is not %s", (given, environment) => {
    expect(isLoadBalancers(given, environment)).toBe(false);
  });
});
