import { boundaryArn } from "../model/deployment";
import { stackName } from "../model/names";
import { type Policy, resources } from "./policy";

/**
 * Where a pipeline makes roles, each has the environment's permissions boundary: IAM would refuse the apply of another half-way. The roles
 * of the pipeline itself, which a person applies, have none.
 */
export const boundedRoles: Policy = {
  name: "bounded-roles",
  check: ({ name, json, environment }) => {
    const boundary = environment && boundaryArn(environment);
    if (boundary === undefined || name === stackName(environment?.name ?? "", "deployment")) return [];
    return resources(json, "aws_iam_role")
      .filter(({ block }) => block.permissions_boundary !== boundary)
      .map(({ address }) => ({ address, message: `needs permissions_boundary ${boundary}: a pipeline makes it` }));
  },
};
