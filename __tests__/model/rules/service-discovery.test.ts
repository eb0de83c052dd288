import { serviceUrls } from "../../../src/model/variables";
import { example, problemLines, testBreakages } from "../../helpers/example";

const long = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.internal`;
const named = (namespace: string) => (e: ReturnType<typeof example>) => (e.serviceDiscovery = { namespace });

testBreakages([
  ...[
    ...["internal", ".internal", "Kelmah.internal", "kelmah_x.internal", "kelmah.internal.", "kelmah.internal.com"],
    ...["kelmah", "kelmah.com", "kelmah.local", "mongodb.net", "amazonaws.com"],
  ].map(
    (namespace) =>
      [
        `a namespace called ${namespace}`,
        named(namespace),
        `serviceDiscovery.namespace: '${namespace}' is no name of lower-case labels that ends in '.internal', such as 'kelmah.internal': any other may hide public names from the VPC`,
      ] as const,
  ),
  ...["compute.internal", "eu-north-1.compute.internal", "ec2.internal"].map(
    (namespace) =>
      [
        `a namespace of AWS's, ${namespace}`,
        named(namespace),
        `serviceDiscovery.namespace: '${namespace}' would hide AWS's own names of instances: choose a name such as 'kelmah.internal'`,
      ] as const,
  ),
  [
    "a namespace that is too long for a service's name before it",
    named(long),
    `serviceDiscovery.namespace: '${long}' is too long: with a service's name before it, it may have 253 characters`,
  ],
]);

test.each(["kelmah.internal", "dev.kelmah.internal", "recompute.internal"])(
  "takes a namespace called %s",
  (namespace) => {
    expect(problemLines({ ...example(), serviceDiscovery: { namespace } })).toEqual([]);
  },
);

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
