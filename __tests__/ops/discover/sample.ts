import type { Inventory } from "../../../src/model/environment";

/** Every field, those inside as well. */
type Full<T> = T extends readonly (infer Item)[]
  ? readonly Full<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]-?: Full<T[Key]> }
    : T;

/** An inventory with every field that there is; the compiler asks for those to come. */
export const sampleInventory: Full<Inventory> = {
  account: "992350137489",
  region: "eu-north-1",
  vpc: "vpc-0dabf8272bd2ef53d",
  publicSubnets: ["subnet-0dd46e5972b0e31a7"],
  privateSubnets: ["subnet-006406d535a30911f"],
  servicesSecurityGroup: "sg-081fd7b767b7ed905",
  gatewaySecurityGroup: "sg-0dc2f8282ea9de58b",
  natEips: ["13.62.68.130"],
  existingParameters: ["JWT_SECRET"],
  learnt: {
    subnets: { "subnet-006406d535a30911f": { cidr: "172.31.48.0/20", availabilityZone: "eu-north-1a" } },
    takenCidrs: ["172.31.0.0/20"],
    nat: {
      addresses: {
        "13.62.68.130": { allocationId: "eipalloc-0123456789abcdef0", natGatewayId: "nat-0123456789abcdef0" },
      },
      routeTables: { "subnet-006406d535a30911f": "rtb-0123456789abcdef0" },
    },
    legacyServices: {
      auth: {
        name: "auth-service",
        taskDefinition: "kelmah-auth-service:3",
        desiredCount: 1,
        subnets: ["subnet-0dd46e5972b0e31a7"],
        securityGroups: ["sg-081fd7b767b7ed905"],
        assignPublicIp: true,
        platformVersion: "LATEST",
        url: "http://auth.kelmah.example:5001",
      },
    },
    variables: { auth: { set: { SMTP_HOST: "smtp.example.com" }, unset: ["LOG_LEVEL"] } },
  },
  imports: {
    "kelmah-prod-network": {
      "aws_eip.nat_a": {
        id: "eipalloc-1",
        evidence: "inventory.natEips[0]",
        unfinished: true,
      },
    },
  },
  kept: { "kelmah-prod-network": { "aws_eip.nat_a": { 'tags["Owner"]': { found: "netops", insteadOf: "platform" } } } },
};
