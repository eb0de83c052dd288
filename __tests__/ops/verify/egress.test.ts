import type { Environment } from "../../../src/model/environment";
import { exampleInExistingVpc } from "../../helpers/example";
import type { Atlas } from "../../../src/model/options";
import { known, verify } from "./recorded";

const subnet = "subnet-0123456789abcdef2";

function reaching(atlas: Atlas): Environment {
  const environment = exampleInExistingVpc();
  environment.inventory.natEips = ["192.0.2.1"];
  environment.network.atlas = atlas;
  return environment;
}

/** A private subnet that goes out under another address than Atlas lets in, or not at all. */
function kinds(atlas: Atlas, state: "available" | "failed"): string[] {
  const value = {
    subnets: [subnet],
    routeTables: [
      { Associations: [{ SubnetId: subnet }], Routes: [{ DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1" }] },
    ],
    natGateways: [{ NatGatewayId: "nat-1", State: state, NatGatewayAddresses: [{ PublicIp: "192.0.2.2" }] }],
    held: ["192.0.2.1"],
  };
  const { findings } = verify((facts) => ({ ...facts, egress: known(value) }), reaching(atlas));
  return findings.flatMap(({ check, code }) => (check === "egress" ? [code] : []));
}

const privatelink: Atlas = {
  kind: "privatelink",
  serviceName: "com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0",
};

test("the NAT gateway's address matters where Atlas lets it in", () => {
  expect(kinds({ kind: "nat-allowlist" }, "available")).toEqual(["nat-address"]);
});

test("it does not where Atlas is reached within the VPC, but a way out is needed all the same", () => {
  expect(kinds(privatelink, "available")).toEqual([]);
  expect(kinds(privatelink, "failed")).toEqual(["no-way-out"]);
});
