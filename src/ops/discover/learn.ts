import { parseCidr } from "../../model/cidr";
import type { Environment, Inventory, Learnt, LegacyServiceFacts } from "../../model/environment";
import { parameterName } from "../../model/names";
import { serviceUrlVariable } from "../../model/variables";
import { legacyUrlProblem } from "../../model/rules/phases";
import { VerdictError } from "../exit-status";
import { tagsOf } from "./existing/existing";
import type { Facts, NetworkFacts } from "./facts";
import { givenPart } from "./inventory-file";
import { learnVariables } from "./learn-variables";
import type { WantedStack } from "./stacks";
import { isGone } from "./way-back";

/** What is learnt from. */
export interface LearnInput {
  readonly environment: Environment;
  readonly facts: Facts;
  /** The stacks as they are without anything learnt. */
  readonly stacks: readonly WantedStack[];
}

/**
 * Makes sure that what the inventory gives is there.
 *
 * @throws VerdictError naming everything that is not.
 */
export function checkGiven({ name, inventory, network }: Environment, facts: NetworkFacts): void {
  if (network.vpc.kind !== "existing") return;
  const { account, region, vpc = "" } = inventory;
  const missing: string[] = [];
  const check = (field: string, id: string | undefined, known: readonly (string | undefined)[], where: string) => {
    if (id !== undefined && !known.includes(id)) missing.push(`  ${field}: there is no ${id} ${where}`);
  };
  check("vpc", vpc, facts.vpcs.map(({ VpcId }) => VpcId), "here"); // prettier-ignore
  const subnets = facts.subnets.map(({ SubnetId }) => SubnetId);
  for (const key of ["publicSubnets", "privateSubnets"] as const) {
    inventory[key]?.forEach((id, index) => {
      check(`${key}[${index}]`, id, subnets, `in ${vpc}`);
    });
  }
  const groups = facts.securityGroups.map(({ GroupId }) => GroupId);
  for (const key of ["servicesSecurityGroup", "gatewaySecurityGroup"] as const) {
    check(key, inventory[key], groups, `in ${vpc}`);
  }
  // Before the private subnets there is no NAT gateway either (docs/original-runbook.md, section 3): what is written down is
  // still to come.
  if ((inventory.privateSubnets ?? []).length > 0) {
    const addresses = facts.addresses.map(({ PublicIp }) => PublicIp);
    inventory.natEips?.forEach((address, index) => {
      check(`natEips[${index}]`, address, addresses, "among the addresses here");
    });
  }
  const actual = facts.vpcs[0]?.CidrBlock;
  if (actual !== undefined && actual !== network.vpc.cidr) {
    missing.push(`  ${vpc} is ${actual}, and src/environments/${name}.ts says ${network.vpc.cidr}`);
  }
  if (missing.length === 0) return;
  throw new VerdictError(
    `The inventory of ${name} gives what account ${account} does not have in ${region}:\n${missing.join("\n")}\n\nNothing was written. Correct what is given.`,
  );
}

/** What the inventory gives and may still be to come: an address before there are private subnets. */
export function notThereYet({ name, inventory, network }: Environment, { addresses }: NetworkFacts): string[] {
  const { natEips = [], privateSubnets = [] } = inventory;
  if (network.vpc.kind !== "existing" || privateSubnets.length > 0) return [];
  return natEips
    .filter((address) => addresses.every(({ PublicIp }) => PublicIp !== address))
    .map(
      (address) =>
        `natEips: this account has no ${address}, and no private subnets are given: another address would be allocated. ` +
        `Once it is, let it in at MongoDB Atlas, and write it into natEips in src/environments/inventory/${name}.json.`,
    );
}

/** The inventory with what AWS tells about what it gives; imports are left for later. */
export function learn(input: LearnInput): Inventory {
  const { environment, facts } = input;
  const existing = existingParameters(environment, facts);
  return {
    ...givenPart(environment.inventory),
    ...(existing.length > 0 && { existingParameters: existing }),
    // Of a VPC that is made here there is nothing to learn: it is as it is written.
    ...(environment.network.vpc.kind === "existing" && { learnt: learnt(input) }),
  };
}

/** The parameters that are there and that Terraform does not manage: without its state, their tags tell. */
function existingParameters({ name, inventory }: Environment, { parameters, states }: Facts): string[] {
  const recorded = (inventory.existingParameters ?? []).map((secret) => parameterName(name, secret));
  const managed = [...states.values()].flatMap(({ ids }) =>
    ids === undefined
      ? parameters.tagged.filter((parameter) => !recorded.includes(parameter))
      : [...ids].flatMap(([address, id]) => (address.startsWith("aws_ssm_parameter.") ? [id] : [])),
  );
  const folder = parameterName(name, "");
  return parameters.names
    .filter((parameter) => parameter.startsWith(folder) && !managed.includes(parameter))
    .map((parameter) => parameter.slice(folder.length))
    .filter((secret) => !secret.includes("/"))
    .sort();
}

function learnt(input: LearnInput): Learnt {
  const { environment, facts } = input;
  const nat = learnNat(environment.inventory, facts.network);
  const { publicSubnets = [], privateSubnets = [] } = environment.inventory;
  const subnets = facts.network.subnets.flatMap(({ SubnetId: id = "", CidrBlock: cidr = "", AvailabilityZone = "" }) =>
    [...publicSubnets, ...privateSubnets].includes(id) ? [[id, { cidr, availabilityZone: AvailabilityZone }]] : [],
  );
  return {
    subnets: Object.fromEntries(subnets) as Learnt["subnets"],
    takenCidrs: takenCidrs(input),
    ...(nat && { nat }),
    legacyServices: learnLegacy(environment, facts),
    ...learnVariables(environment, facts.containers.tasks),
  };
}

/** The blocks of the VPC's subnets, but for those that this project made in it: their place is theirs. */
function takenCidrs({ environment, facts, stacks }: LearnInput): string[] {
  const { name, inventory } = environment;
  const given = [...(inventory.publicSubnets ?? []), ...(inventory.privateSubnets ?? [])];
  const ownNames = stacks.flatMap(({ resources }) =>
    resources.flatMap(({ type, attributes }) =>
      type === "aws_subnet" ? [(attributes.tags as { Name?: string }).Name] : [],
    ),
  );
  return facts.network.subnets
    .filter(({ SubnetId = "", Tags }) => {
      const tags = tagsOf(Tags);
      return given.includes(SubnetId) || tags.Env !== name || !ownNames.includes(tags.Name);
    })
    .flatMap(({ CidrBlock }) => CidrBlock ?? [])
    .sort((a, b) => parseCidr(a).first - parseCidr(b).first);
}

function learnNat({ natEips = [], privateSubnets = [] }: Inventory, facts: NetworkFacts): Learnt["nat"] | undefined {
  const addresses = natEips.flatMap((address) => {
    const allocationId = facts.addresses.find(({ PublicIp }) => PublicIp === address)?.AllocationId;
    if (allocationId === undefined) return [];
    const natGatewayId = facts.natGateways.find(({ NatGatewayAddresses = [] }) =>
      NatGatewayAddresses.some(({ AllocationId }) => AllocationId === allocationId),
    )?.NatGatewayId;
    return [[address, { allocationId, ...(natGatewayId !== undefined && { natGatewayId }) }] as const];
  });
  if (addresses.length === 0) return undefined;
  const tables = facts.routeTables.flatMap(({ RouteTableId = "", Associations = [] }) =>
    Associations.flatMap(({ SubnetId = "" }) => (privateSubnets.includes(SubnetId) ? [[SubnetId, RouteTableId]] : [])),
  );
  return {
    addresses: Object.fromEntries(addresses),
    routeTables: Object.fromEntries(tables) as Record<string, string>,
  };
}

/**
 * The legacy services that are there. Once the move has begun, AWS no longer tells what they were: what was learnt of the
 * way back stays, unless it is known to lead nowhere.
 */
function learnLegacy(environment: Environment, { containers, balancing }: Facts): Record<string, LegacyServiceFacts> {
  const { names, inventory } = environment;
  const called = calledUrls(environment, containers);
  const legacy = Object.entries(names?.services ?? {}).flatMap(([service, { legacyService }]) => {
    const found = containers.services.find(({ serviceName }) => serviceName === legacyService);
    if (legacyService === undefined || found === undefined) return [];
    const { subnets = [], securityGroups = [], assignPublicIp } = found.networkConfiguration?.awsvpcConfiguration ?? {};
    const before = inventory.learnt?.legacyServices[service];
    const url = called.get(service) ?? (isGone(before?.url, environment, balancing) ? undefined : before?.url);
    const facts: LegacyServiceFacts = {
      name: legacyService,
      taskDefinition: (found.taskDefinition ?? "").replace(/^.*\//, ""),
      desiredCount: found.desiredCount === 0 ? (before?.desiredCount ?? 0) : (found.desiredCount ?? 0),
      subnets: [...subnets].sort(),
      securityGroups: [...securityGroups].sort(),
      assignPublicIp: assignPublicIp === "ENABLED",
      platformVersion: found.platformVersion ?? "LATEST",
      ...(url !== undefined && { url }),
    };
    return [[service, facts] as const];
  });
  return Object.fromEntries(legacy);
}

/** By service, the URL that the gateway's running task definition calls it at, where that is not the load balancer's. */
function calledUrls(environment: Environment, { tasks }: Facts["containers"]): ReadonlyMap<string, string> {
  const variables = tasks.find(({ service }) => service === "gateway")?.variables ?? [];
  const values = new Map(
    variables.map((variable) => [variable.name, "value" in variable ? variable.value : undefined]),
  );
  const urls = Object.keys(environment.services).flatMap((service) => {
    const url = values.get(serviceUrlVariable(service));
    if (url === undefined || legacyUrlProblem(url, environment) !== undefined) return [];
    return [[service, url] as const];
  });
  return new Map(urls);
}
