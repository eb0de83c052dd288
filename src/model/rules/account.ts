import { IPv4 } from "ipaddr.js";
import type { Environment, Inventory } from "../environment";
import { nameProblem, parameterName, SHARED, stateStackName } from "../names";
import { type Problem, quote } from "../problem";

const ID_PATTERNS = {
  vpc: /^vpc-[0-9a-f]{8,17}$/,
  publicSubnets: /^subnet-[0-9a-f]{8,17}$/,
  privateSubnets: /^subnet-[0-9a-f]{8,17}$/,
  servicesSecurityGroup: /^sg-[0-9a-f]{8,17}$/,
  gatewaySecurityGroup: /^sg-[0-9a-f]{8,17}$/,
} as const;

/**
 * A region of AWS's commercial partition (the pattern that AWS's SDKs have for the partition `aws`). Every ARN, host name and
 * service principal of this project is of that partition: in China, GovCloud or the European Sovereign Cloud they differ.
 */
export const REGION = /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/;

function regionProblem(region: string): string | undefined {
  if (REGION.test(region)) return undefined;
  if (!/^[a-z]+(-[a-z]+)+-\d+$/.test(region)) return `${quote(region)} is no AWS region such as eu-north-1`;
  return (
    `${quote(region)} is no region of AWS's commercial partition: ARNs and host names are others there, and this project ` +
    "writes those of the commercial one only. Choose a region such as eu-north-1"
  );
}

function stateStackProblem(stack: string): string | undefined {
  return /^kelmah-state(?:-[a-z0-9]+)*$/.test(stack)
    ? undefined
    : `${quote(stack)} is no name for a state stack: 'kelmah-state', or that with more behind it, such as 'kelmah-state-111122223333'`;
}

/** What every AWS service takes as a tag's value (AWS general reference, "Tag naming limits and requirements"). */
const TAG_VALUE = /^[\p{L}\p{N} _.:/=+@-]{1,256}$/u;

function idProblems(inventory: Inventory): Problem[] {
  return Object.entries(ID_PATTERNS).flatMap(([key, pattern]) => {
    const value = inventory[key as keyof typeof ID_PATTERNS];
    const ids = typeof value === "string" ? [value] : (value ?? []);
    return ids
      .filter((id) => !pattern.test(id))
      .map((id) => ({
        field: `inventory.${key}`,
        message: `${quote(id)} is no id of that type: it looks like ${pattern.source.slice(1).split("[")[0] ?? ""}0123456789abcdef0`,
      }));
  });
}

/** Account, region, the inventory's ids, the environment's own name, its tags and where its state lies. */
export function accountProblems(environment: Environment): Problem[] {
  const { name, inventory, owner, costCenter, onCall, state } = environment;
  const problems: Problem[] = idProblems(inventory);
  const check = (ok: boolean, field: string, message: string) => {
    if (!ok) problems.push({ field, message });
  };
  check(
    /^[a-z][a-z0-9]{1,9}$/.test(name),
    "name",
    `${quote(name)} is no environment's name: 2 to 10 lower-case letters and digits, a letter first`,
  );
  check(
    name !== SHARED,
    "name",
    `${quote(name)} is what the states of all environments are tagged with: call it something else`,
  );
  check(
    /^\d{12}$/.test(inventory.account),
    "inventory.account",
    `${quote(inventory.account)} is no AWS account id: it has twelve digits`,
  );
  const natEips = inventory.natEips ?? [];
  natEips.forEach((address, index) => {
    const field = `inventory.natEips[${index}]`;
    check(IPv4.isValidFourPartDecimal(address), field, `${quote(address)} is no IPv4 address`);
    check(natEips.indexOf(address) === index, field, `${quote(address)} is given twice: each NAT gateway has its own`);
  });
  for (const [field, tag] of Object.entries({ owner, costCenter })) {
    check(
      TAG_VALUE.test(tag) && tag.trim() !== "",
      field,
      `${quote(tag)} is no tag: 1 to 256 letters, digits, spaces and any of _.:/=+-@`,
    );
  }
  if (onCall !== undefined) {
    // It is printed as it stands, on a terminal and in a log.
    check(
      /^[^\p{C}]{1,200}$/u.test(onCall) && onCall.trim() !== "",
      "onCall",
      `${quote(onCall)} names nobody: a name and how to reach them, in one line of 1 to 200 characters`,
    );
  }

  const names = [
    ["inventory.region", regionProblem(inventory.region)],
    ...(state.kind === "s3"
      ? ([
          ["state.bucket", nameProblem("S3 bucket", state.bucket)],
          ["state.lockTable", nameProblem("DynamoDB table", state.lockTable)],
          ["state.region", state.region === undefined ? undefined : regionProblem(state.region)],
          ["state.stack", stateStackProblem(stateStackName(state))],
        ] as const)
      : []),
    ...(inventory.existingParameters ?? []).map(
      (secret, index) =>
        [`inventory.existingParameters[${index}]`, nameProblem("SSM parameter", parameterName(name, secret))] as const,
    ),
  ] as const;
  for (const [field, message] of names) if (message !== undefined) problems.push({ field, message });
  return problems;
}
