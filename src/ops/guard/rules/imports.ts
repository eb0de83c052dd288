import type { Environment } from "../../../model/environment";
import { parameterName, zoneLetter } from "../../../model/names";
import type { Finding, Rule } from "../finding";
import { objectOf, type Plan, type ResourceChange } from "../plan";
import { protection } from "../protected";
import { removal } from "../removable";

/** What the inventory has to be imported at an address, in whichever stack. */
function importOf({ inventory }: Environment, address: string): string | undefined {
  for (const stack of Object.values(inventory.imports ?? {})) {
    if (Object.hasOwn(stack, address)) return stack[address]?.id;
  }
  return undefined;
}

/** Which of the environment's zones a resource of a zone is in, by the letter at the end of its name; -1 for none. */
function zoneOf(name: string, { network }: Environment): number {
  return network.availabilityZones.findIndex((zone) => name.endsWith(`_${zoneLetter(zone)}`));
}

/** What the inventory says of an address or a subnet, beside what is to be imported where. */
function identityProblem({ type, name, change }: ResourceChange, environment: Environment): string | undefined {
  const before = objectOf(change.before);
  const { natEips = [], privateSubnets = [], publicSubnets = [], account } = environment.inventory;
  // Where a person has named none, it is what an apply that was cut off has left, and discovery has found by its names.
  const [address, subnet] = [natEips, privateSubnets].map((list) => list[zoneOf(name, environment)]);
  const ip = before.public_ip;
  if (type === "aws_eip" && address !== undefined && typeof ip === "string" && ip !== address) {
    return `is the address ${ip}, and natEips of the inventory says ${address}`;
  }
  const id = String(change.importing?.id);
  if (type === "aws_subnet" && name.startsWith("private_")) {
    if (publicSubnets.includes(id)) return `is the subnet ${id}, which is a public one`;
    if (subnet !== undefined && id !== subnet)
      return `is the subnet ${id}, and privateSubnets of the inventory says ${subnet}`;
  }
  if (type === "aws_lb" && name === "internal" && before.internal === false)
    return "is a load balancer that the internet can call";
  const owner = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(typeof before.arn === "string" ? before.arn : id)?.[1];
  return owner !== undefined && owner !== account
    ? `is of the account ${owner}, and the environment's is ${account}`
    : undefined;
}

function imported(plan: Plan, environment: Environment): Finding[] {
  const again = `npm run discover -- --env ${environment.name} --write`;
  return plan.resource_changes.flatMap((resource): Finding[] => {
    const { address, change } = resource;
    if (change.importing === undefined) return [];
    const id = change.importing.id ?? "";
    const known = importOf(environment, address);
    const finding = (message: string): Finding => ({
      kind: "import",
      address,
      message: `${message}: ${again}, and plan again`,
    });
    if (known === undefined) return [finding(`would be imported from ${id}, and the inventory does not say so`)];
    if (known !== id) return [finding(`would be imported from ${id}, and the inventory says ${known}`)];
    const problem = identityProblem(resource, environment);
    return problem === undefined ? [] : [finding(`what would be imported ${problem}`)];
  });
}

/** A move takes nothing out of a name that protects it, nor into one that may be destroyed. */
function moved(plan: Plan, environment: Environment | undefined): Finding[] {
  return plan.resource_changes.flatMap((resource): Finding[] => {
    const { address, previous_address: previous } = resource;
    if (previous === undefined || previous === address) return [];
    const [type = "", name = ""] = previous
      .replace(/\[.*\]$/, "")
      .split(".")
      .slice(-2);
    const before = { type, name };
    const was = protection(before, { environment });
    const finding = (message: string): Finding => ({ kind: "protected", address, message });
    if (was !== undefined) {
      return [finding(`was ${previous}, which is protected (${was.because}): keep its name (docs/runbook.md, "What the guard never lets pass")`)]; // prettier-ignore
    }
    const goes = removal(resource, environment) !== undefined && removal(before, environment) === undefined;
    return goes
      ? [finding(`was ${previous}, which no plan destroys, and would be called what one may: give it another name`)]
      : [];
  });
}

/** What is imported is what discovery has matched, and what moves stays what it is. */
export const identities: Rule = (plan, { environment }) => [
  ...(environment === undefined ? [] : imported(plan, environment)),
  ...moved(plan, environment),
];

const HELD = ["aws_eip", "aws_nat_gateway", "aws_lb", "aws_ecs_cluster"];

/** Whether something may be there already, and nobody has looked; or is there, by the inventory. */
function isThere({ type, name, change, address }: ResourceChange, environment: Environment): string | undefined {
  const { inventory } = environment;
  const isHeld = HELD.includes(type) || (type === "aws_subnet" && name.startsWith("private_"));
  if (inventory.learnt === undefined)
    return isHeld ? "would be made, and nobody has looked whether it is there" : undefined;
  const { natEips = [], privateSubnets = [], learnt, existingParameters = [] } = inventory;
  const after = objectOf(change.after);
  const ip = natEips[zoneOf(name, environment)];
  const rules: Readonly<Record<string, boolean>> = {
    aws_eip: /^nat_[a-z]$/.test(name) && ip !== undefined,
    aws_nat_gateway:
      /^nat_[a-z]$/.test(name) && ip !== undefined && learnt.nat?.addresses[ip]?.natGatewayId !== undefined,
    aws_subnet: name.startsWith("private_") && privateSubnets[zoneOf(name, environment)] !== undefined,
    aws_ecs_cluster: Object.keys(learnt.legacyServices).length > 0,
    aws_ssm_parameter: existingParameters.some((secret) => after.name === parameterName(environment.name, secret)),
    aws_vpc: inventory.vpc !== undefined,
  };
  const known = importOf(environment, address);
  if (rules[type] === true || known !== undefined) {
    return "would be made a second time: the inventory names what is there";
  }
  return undefined;
}

/** A protected environment makes nothing a second time: what may be there is looked for first, and what is there is imported. */
export const neverAdopted: Rule = ({ resource_changes: changes }, { environment }) => {
  if (environment?.protected !== true) return [];
  return changes.flatMap((resource): Finding[] => {
    const { address, change, mode } = resource;
    if (mode === "data" || !change.actions.includes("create") || change.actions.length > 1) return [];
    const problem = isThere(resource, environment);
    const message = `${problem ?? ""}. Run: npm run discover -- --env ${environment.name} --write, and plan again`;
    return problem === undefined ? [] : [{ kind: "unadopted", address, message }];
  });
};
