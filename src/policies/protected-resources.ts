import { nested, type Policy, resources } from "./policy";

// Of an environment that may be destroyed whole, its buckets may be too; the states' belong to no environment.
const UNLESS_UNPROTECTED = ["aws_s3_bucket", "aws_dynamodb_table"];
const ALWAYS = ["aws_ecr_repository"];
const IN_PROTECTED_ENVIRONMENTS = [
  "aws_eip",
  "aws_nat_gateway",
  "aws_lb",
  "aws_ecs_cluster",
  "aws_vpc_peering_connection_accepter",
  // Their values are nowhere else.
  "aws_ssm_parameter",
  "aws_secretsmanager_secret",
];

/** What production's address and everybody's state depend on cannot be destroyed by any plan. */
export const protectedResources: Policy = {
  name: "protected-resources",
  check: ({ json, environment }) =>
    resources(json)
      .filter(
        ({ type, address }) =>
          ALWAYS.includes(type) ||
          (environment?.protected !== false && UNLESS_UNPROTECTED.includes(type)) ||
          (environment?.protected === true &&
            (IN_PROTECTED_ENVIRONMENTS.includes(type) ||
              ["aws_vpc_endpoint.atlas", "aws_kms_key.secrets"].includes(address) ||
              address.startsWith("aws_subnet.private_"))),
      )
      .filter(({ block }) => nested(block, "lifecycle").prevent_destroy !== true)
      .map(({ address }) => ({ address, message: "must carry lifecycle.prevent_destroy" })),
};
