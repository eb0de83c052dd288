import { serviceUrls } from "../../../src/model/variables";
import { entranceExample } from "../../helpers/entrance";
import { example, problemLines, testBreakages } from "../../helpers/example";

const long = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(66).slice(0, 63)}.ab`;

testBreakages([
  ...["kelmah", "Kelmah.internal", "kelmah_x.internal", ".internal"].map(
    (namespace) =>
      [
        `a namespace called ${namespace}`,
        (e: ReturnType<typeof example>) => (e.serviceDiscovery = { namespace }),
        `serviceDiscovery.namespace: '${namespace}' is no DNS name of lower-case labels with a dot between them, such as 'kelmah.internal'`,
      ] as const,
  ),
  [
    "multicast DNS",
    (e) => (e.serviceDiscovery = { namespace: "kelmah.local" }),
    "serviceDiscovery.namespace: 'kelmah.local' ends in '.local', which is multicast DNS: tasks may not ask AWS for it; choose '.internal'",
  ],
  [
    "a namespace of AWS's",
    (e) => (e.serviceDiscovery = { namespace: "kelmah.amazonaws.com" }),
    "serviceDiscovery.namespace: 'kelmah.amazonaws.com' is AWS's own: choose a name such as 'kelmah.internal'",
  ],
  [
    "a namespace that is too long for a service's name before it",
    (e) => (e.serviceDiscovery = { namespace: long }),
    `serviceDiscovery.namespace: '${long}' is too long: with a service's name before it, it may have 253 characters`,
  ],
]);

test("a namespace that hides the public domain is refused", () => {
  const certificate = {
    kind: "requested",
    domainName: "api.kelmah.com",
    hostedZoneId: "Z0123456789ABCDEFGHIJ",
  } as const;
  const environment = { ...entranceExample({ certificate }), serviceDiscovery: { namespace: "kelmah.com" } };
  expect(problemLines(environment)).toEqual([
    "serviceDiscovery.namespace: 'kelmah.com' would hide the public 'api.kelmah.com' from everything in the VPC: choose another name",
  ]);
  expect(problemLines({ ...environment, serviceDiscovery: { namespace: "kelmah.internal" } })).toEqual([]);
});

test("the gateway's URLs change only when it is to call by the names", () => {
  const namespace = "kelmah.internal";
  const before = serviceUrls(example(), "nlb.example");
  expect(serviceUrls({ ...example(), serviceDiscovery: { namespace } }, "nlb.example")).toEqual(before);
  const named = { ...example(), serviceDiscovery: { namespace, gatewayCalls: "namespace" as const } };
  expect(serviceUrls(named, "nlb.example")).toEqual({
    AUTH_SERVICE_URL: "http://auth.kelmah.internal:5001",
    USER_SERVICE_URL: "http://user.kelmah.internal:3002",
  });
});
