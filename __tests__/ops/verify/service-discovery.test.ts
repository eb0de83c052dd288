import type { Environment } from "../../../src/model/environment";
import type { ServiceDiscovery } from "../../../src/model/options";
import { DNS, known, lines, production, verify, withService } from "./recorded";

const named = (gatewayCalls?: ServiceDiscovery["gatewayCalls"]): Environment => ({
  ...production("internal"),
  serviceDiscovery: { namespace: "kelmah.internal", ...(gatewayCalls && { gatewayCalls }) },
});

test.each([undefined, "load-balancer", "namespace"] as const)("nothing is found where all is well: %s", (calls) => {
  const verification = verify(undefined, named(calls));
  expect(lines(verification)).toEqual([]);
  expect(verification.lines.find(({ title }) => title === "gateway calls")?.text).toBe("6 private");
});

test("a service that registers nowhere has no address", () => {
  expect(lines(verify(withService("user-service-nlb", { serviceRegistries: [] }), named()))).toEqual([
    "wrong registry-missing user: user-service-nlb registers its tasks nowhere: user.kelmah.internal has no address",
  ]);
});

test("a gateway that still calls the load balancer is wrong where it has to call by the names", () => {
  const urls = new Map(
    Object.entries({ AUTH: 5001 }).map(([name, port]) => [`${name}_SERVICE_URL`, `http://${DNS}:${port}`]),
  );
  const found = lines(
    verify(
      (facts) => ({
        ...facts,
        taskDefinitions: new Map(
          [...facts.taskDefinitions].map(([arn, answer]) => [
            arn,
            arn.endsWith("/gateway:7") && answer.known
              ? known({
                  containers: answer.value.containers.map((one) => ({ ...one, urls: new Map([...one.urls, ...urls]) })),
                })
              : answer,
          ]),
        ),
      }),
      named("namespace"),
    ),
  );
  expect(found).toEqual([
    `wrong gateway-url gateway: AUTH_SERVICE_URL is 'http://${DNS}:5001'; in phase 'internal' the gateway calls the private auth, 'http://auth.kelmah.internal:5001'`,
  ]);
});
