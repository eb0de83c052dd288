import type { Atlas } from "../../../src/model/options";
import { example, problemLines, testBreakages } from "../../helpers/example";

const service = (region: string) => `com.amazonaws.vpce.${region}.vpce-svc-0123456789abcdef0`;
const peering = { kind: "peering", connectionId: "pcx-0123456789abcdef0", cidr: "192.168.248.0/21" } as const;

test.each<Atlas>([{ kind: "nat-allowlist" }, { kind: "privatelink", serviceName: service("eu-north-1") }, peering])(
  "takes $kind",
  (atlas) => {
    const environment = example();
    environment.network.atlas = atlas;
    expect(problemLines(environment)).toEqual([]);
  },
);

const noService =
  "is no endpoint service of this region: copy 'com.amazonaws.vpce.eu-north-1.vpce-svc-...' from Atlas (Network Access, Private Endpoint)";

describe("an endpoint service", () => {
  testBreakages([
    [
      "of another region",
      (e) => (e.network.atlas = { kind: "privatelink", serviceName: service("eu-west-1") }),
      `network.atlas.serviceName: '${service("eu-west-1")}' ${noService}`,
    ],
    [
      "that is none",
      (e) => (e.network.atlas = { kind: "privatelink", serviceName: "mongodb.net" }),
      `network.atlas.serviceName: 'mongodb.net' ${noService}`,
    ],
    [
      "that is missing",
      (e) => (e.network.atlas = { kind: "privatelink" } as never),
      "network.atlas.serviceName: (missing): text such as 'com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0' is needed",
    ],
  ]);
});

describe("a peering connection", () => {
  testBreakages([
    [
      "of another form",
      (e) => (e.network.atlas = { ...peering, connectionId: "vpc-1" }),
      "network.atlas.connectionId: 'vpc-1' is no peering connection: copy 'pcx-...' from Atlas (Network Access, Peering)",
    ],
    [
      "with a network that overlaps",
      (e) => (e.network.atlas = { ...peering, cidr: "10.0.8.0/21" }),
      "network.atlas.cidr: '10.0.8.0/21' overlaps the VPC's block '10.0.0.0/16': AWS peers no such networks; choose another block at Atlas",
    ],
    [
      "with a malformed block",
      (e) => (e.network.atlas = { ...peering, cidr: "x" }),
      "network.atlas.cidr: 'x' is not an IPv4 CIDR block such as 10.0.0.0/16",
    ],
    [
      "without a block",
      (e) => (e.network.atlas = { kind: "peering", connectionId: peering.connectionId } as never),
      "network.atlas.cidr: (missing): text such as '192.168.248.0/21' is needed",
    ],
  ]);
});
