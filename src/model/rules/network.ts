import { allocateSubnets, type Cidr, contains, overlaps, parseCidr, SUBNET_PREFIX } from "../cidr";
import type { Environment } from "../environment";
import { type Problem, quote } from "../problem";
import { retentionProblem } from "./retention";

interface Block {
  readonly field: string;
  readonly cidr: Cidr;
}

function readBlocks(fields: readonly (readonly [string, string])[], problems: Problem[]): Block[] {
  return fields.flatMap(([field, text]) => {
    try {
      return [{ field, cidr: parseCidr(text) }];
    } catch (error) {
      problems.push({ field, message: (error as Error).message });
      return [];
    }
  });
}

function subnetProblems(environment: Environment, vpc: Cidr | undefined, problems: Problem[]): void {
  const { network } = environment;
  const given = (["publicSubnetCidrs", "privateSubnetCidrs"] as const).flatMap((field) =>
    network[field] === undefined ? [] : [[field, network[field]] as const],
  );
  for (const [field, cidrs] of given) {
    if (cidrs.length !== network.availabilityZones.length) {
      problems.push({
        field: `network.${field}`,
        message: `${cidrs.length} blocks for ${network.availabilityZones.length} availability zones: give one for each`,
      });
    }
  }
  const blocks = readBlocks(
    given.flatMap(([field, cidrs]) => cidrs.map((text, index) => [`network.${field}[${index}]`, text] as const)),
    problems,
  );
  blocks.forEach(({ field, cidr }, index) => {
    if (cidr.prefix < SUBNET_PREFIX.min || cidr.prefix > SUBNET_PREFIX.max) {
      problems.push({ field, message: `'${cidr.text}' is no size for a subnet: /16 to /28` });
    }
    if (vpc !== undefined && !contains(vpc, cidr)) {
      problems.push({ field, message: `'${cidr.text}' lies outside the VPC's block '${vpc.text}'` });
    }
    for (const other of blocks.slice(0, index)) {
      if (overlaps(cidr, other.cidr)) {
        problems.push({ field, message: `'${cidr.text}' overlaps '${other.cidr.text}' of ${other.field}` });
      }
    }
  });
  if (vpc !== undefined) roomProblems(environment, vpc, blocks, problems);
}

/** Whether the subnets whose blocks are not given fit beside those that are. */
function roomProblems(environment: Environment, vpc: Cidr, blocks: readonly Block[], problems: Problem[]): void {
  const { network } = environment;
  const toCut = [network.publicSubnetCidrs, network.privateSubnetCidrs].filter((cidrs) => cidrs === undefined).length;
  if (toCut === 0) return;
  try {
    allocateSubnets(
      vpc,
      toCut * network.availabilityZones.length,
      blocks.map((block) => block.cidr),
    );
  } catch (error) {
    problems.push({ field: "network.vpc.cidr", message: (error as Error).message });
  }
}

function zoneProblems({ network, inventory }: Environment): Problem[] {
  const problems: Problem[] = [];
  const zones = network.availabilityZones;
  if (zones.length < 2) {
    problems.push({
      field: "network.availabilityZones",
      message: `${zones.length} given: at least two, so that one can fail`,
    });
  }
  zones.forEach((zone, index) => {
    const field = `network.availabilityZones[${index}]`;
    if (!zone.startsWith(inventory.region) || !/^[a-z]$/.test(zone.slice(inventory.region.length))) {
      problems.push({ field, message: `${quote(zone)} is no availability zone of region ${quote(inventory.region)}` });
    }
    if (zones.indexOf(zone) !== index) problems.push({ field, message: `${quote(zone)} is given twice` });
  });
  return problems;
}

/** What an environment with a VPC that exists has to know of it; a VPC that is made has no inventory. */
function inventoryProblems(environment: Environment): Problem[] {
  const { network, inventory } = environment;
  const problems: Problem[] = [];
  const needed = ["vpc", "publicSubnets", "servicesSecurityGroup", "gatewaySecurityGroup"] as const;
  for (const key of [...needed, "privateSubnets"] as const) {
    const field = `inventory.${key}`;
    if (network.vpc.kind === "existing" && inventory[key] === undefined && key !== "privateSubnets") {
      problems.push({ field, message: "(missing): an existing VPC is used by its ids; give it in the inventory" });
    }
    if (network.vpc.kind === "create" && inventory[key] !== undefined && inventory[key].length > 0) {
      problems.push({ field, message: `${quote(inventory[key])} is given, but network.vpc.kind is 'create'` });
    }
  }
  for (const key of ["publicSubnets", "privateSubnets"] as const) {
    const ids = inventory[key];
    // No private subnets are none yet (docs/original-runbook.md, section 3): they are made.
    if (key === "privateSubnets" && ids?.length === 0) continue;
    if (ids !== undefined && ids.length !== network.availabilityZones.length) {
      problems.push({
        field: `inventory.${key}`,
        message: `${ids.length} subnets for ${network.availabilityZones.length} availability zones: give one for each`,
      });
    }
  }
  return [...problems, ...orderProblems(environment)];
}

/** Private subnets go with the zones one by one: once discovery has learnt where each is, their order can be wrong. */
function orderProblems({ network, inventory }: Environment): Problem[] {
  return (inventory.privateSubnets ?? []).flatMap((id, index) => {
    const is = inventory.learnt?.subnets[id]?.availabilityZone;
    const zone = network.availabilityZones[index];
    if (is === undefined || zone === undefined || is === zone) return [];
    const message = `${quote(id)} is in ${is}, and network.availabilityZones[${index}] is ${zone}: give the subnets in the order of the zones`;
    return [{ field: `inventory.privateSubnets[${index}]`, message }];
  });
}

/** The VPC, its subnets and the blocks that are let in. */
export function networkProblems(environment: Environment): Problem[] {
  const { network, gateway } = environment;
  const problems: Problem[] = [...zoneProblems(environment), ...inventoryProblems(environment)];
  const [vpc] = readBlocks([["network.vpc.cidr", network.vpc.cidr]], problems);
  if (vpc !== undefined && (vpc.cidr.prefix < 16 || vpc.cidr.prefix > 28)) {
    problems.push({ field: vpc.field, message: `'${vpc.cidr.text}' is no size for a VPC: /16 to /28` });
  }
  subnetProblems(environment, vpc?.cidr, problems);
  if (network.flowLogsRetentionDays !== undefined) {
    problems.push(...retentionProblem("network.flowLogsRetentionDays", network.flowLogsRetentionDays));
  }
  const callers = readBlocks(
    gateway.ingressCidrs.map((text, index) => [`gateway.ingressCidrs[${index}]`, text]),
    problems,
  );
  callers.forEach(({ field, cidr }, index) => {
    if (callers.findIndex((other) => other.cidr.text === cidr.text) !== index) {
      problems.push({ field, message: `'${cidr.text}' is given twice: AWS refuses the second rule` });
    }
  });
  return problems;
}
