import type { Environment } from "../../model/environment";
import { parameterName, resourceNames, stackName } from "../../model/names";
import { quote } from "../../model/problem";
import { secretsIn } from "../../model/secrets";
import type { Existing } from "./existing/existing";
import type { ContainerFacts, ParameterFacts, StateFacts } from "./facts";
import type { Match } from "./match";
import { UNKNOWN } from "./resolve";

/** Something that has to be settled by a person before any plan. */
export interface Unsettled {
  readonly stack: string;
  readonly address: string;
  readonly message: string;
}

/** What was found twice or under another id than Terraform's, or is used by somebody else. */
export function unsettled(matches: readonly Match[], states: ReadonlyMap<string, StateFacts>): Unsettled[] {
  return [
    ...matches.flatMap(ambiguity),
    ...matches.flatMap((match) => remade(match, states.get(match.stack)?.ids?.get(match.address))),
    ...matches.flatMap((match) => conflicts(match, matches)),
    ...matches.flatMap(deployedElsewhere),
  ];
}

/**
 * Parameters that an apply has made before it was killed: Terraform does not know them, so that they would be referred to like
 * those that a person made, and tasks would read what they hold.
 */
export function unsetProblems(environment: Environment, { unset }: Pick<ParameterFacts, "unset">): Unsettled[] {
  const { name, inventory } = environment;
  return secretsIn(environment, "ssm")
    .filter((secret) => inventory.existingParameters?.includes(secret) === true)
    .filter((secret) => unset.includes(parameterName(name, secret)))
    .map((secret) => ({
      stack: stackName(name, "services"),
      address: `aws_ssm_parameter.${secret.toLowerCase()}`,
      message:
        `${parameterName(name, secret)} is in no state, and says 'pending': an apply that was cut off has made it, and nobody has ` +
        `set its value. Set it: npm run secret -- --env ${name} ${secret}, and discover again.`,
    }));
}

/** Services whose names are not free yet, since AWS is still deleting one: to make another would fail half-way. */
export function drainingProblems(
  environment: Environment,
  matches: readonly Match[],
  { draining }: Pick<ContainerFacts, "draining">,
): Unsettled[] {
  return matches.flatMap(({ stack, address, type, wanted, outcome }) => {
    const name = String(wanted.name);
    if (type !== "aws_ecs_service" || outcome.kind === "found" || !draining.includes(name)) return [];
    const message =
      `${name} is being deleted (DRAINING), and AWS takes no other of its name until it is gone. Wait for it: ` +
      `aws ecs wait services-inactive --cluster ${resourceNames(environment).cluster} --services ${name}, and discover again.`;
    return [{ stack, address, message }];
  });
}

/** Services that somebody else deploys: Terraform can register revisions, and ECS would refuse to run them. */
function deployedElsewhere({ stack, address, type, outcome }: Match): Unsettled[] {
  if (type !== "aws_ecs_service" || outcome.kind !== "found") return [];
  const { deployment_controller: controller, name } = outcome.existing.attributes;
  if (typeof controller !== "string" || controller === "ECS") return [];
  const message =
    `it is deployed by ${controller}, and takes no revision from Terraform (ECS API reference, UpdateService). Make a service with ` +
    `the deployment controller ECS beside it, move its calls there, delete ${String(name)}, and discover again.`;
  return [{ stack, address, message }];
}

/** NAT gateways' addresses that are others than those that Atlas lets in: the state may have been made by another apply. */
export function addressProblems({ name, inventory }: Environment, matches: readonly Match[]): Unsettled[] {
  const { natEips = [] } = inventory;
  return matches.flatMap(({ stack, address, type, outcome }) => {
    if (type !== "aws_eip" || outcome.kind !== "found" || natEips.length === 0) return [];
    const { public_ip: ip, id } = outcome.existing.attributes;
    if (typeof ip !== "string" || natEips.includes(ip)) return [];
    const message =
      `${ip} (${String(id)}, by ${outcome.evidence}) is not among the inventory's natEips (${natEips.join(", ")}), which MongoDB ` +
      `Atlas lets in. If it is the right one, let it in at Atlas and write it into natEips in ` +
      `src/environments/inventory/${name}.json. If not: terraform state rm ${address}, in cdktf.out/stacks/${stack}, and discover again.`;
    return [{ stack, address, message }];
  });
}

function ambiguity({ stack, address, outcome }: Match): Unsettled[] {
  if (outcome.kind !== "ambiguous") return [];
  const candidates = outcome.candidates.map(describe).join(" and ");
  const message =
    `found ${outcome.candidates.length === 2 ? "twice" : `${outcome.candidates.length} times`}, by ${outcome.evidence}: ` +
    `${candidates}. Delete what nothing uses, or give the journal of the apply that made it (--journal).`;
  return [{ stack, address, message }];
}

/** Something that exists, with what tells it from others like it. */
function describe({ importId, attributes }: Existing): string {
  const detail = attributes.public_ip ?? attributes.cidr_block ?? attributes.subnet_id ?? attributes.vpc_id;
  return typeof detail !== "string" || detail === "" ? importId : `${importId} (${detail})`;
}

/**
 * What was made anew beside Terraform: it would not import what its state has already, but make another, and fail on the
 * name or have two.
 */
function remade({ stack, address, outcome }: Match, id: string | undefined): Unsettled[] {
  if (outcome.kind !== "found" || id === undefined || id === "") return [];
  const { existing, evidence } = outcome;
  const actual = existing.attributes.id;
  // Of what AWS gives no id, a route for one, Terraform makes up its own.
  if (typeof actual !== "string" || actual === id || existing.importId === id) return [];
  const message =
    `Terraform's state has ${showValue(id)}, which is not found any more; AWS has ${showValue(actual)} instead (by ${evidence}). ` +
    `If that was made in its place: terraform state rm ${address}, in cdktf.out/stacks/${stack}, and discover again.`;
  return [{ stack, address, message }];
}

/** A value as it is shown, never one that looks like a credential. */
export function showValue(value: unknown): string {
  return value === undefined || value === "" || value === null ? "(none)" : quote(value);
}

function conflicts(match: Match, matches: readonly Match[]): Unsettled[] {
  const { stack, address, type, wanted, outcome } = match;
  if (outcome.kind !== "found") return [];
  const { attributes } = outcome.existing;
  const problem = (message: string) => [{ stack, address, message }];
  if (type === "aws_lb_target_group") {
    const own = matches.filter(({ type: other }) => other === "aws_lb").map(idOf);
    const others = (attributes.load_balancer_arns as string[]).filter((arn) => !own.includes(arn));
    if (others.length === 0) return [];
    return problem(`${others.join(" and ")} forwards to it, and AWS lets one load balancer use a target group.`);
  }
  if (type === "aws_lb_listener") {
    const [target] = attributes.default_action as { target_group_arn?: string }[];
    const [own] = wanted.default_action as { target_group_arn?: unknown }[];
    if (target?.target_group_arn === own?.target_group_arn) return [];
    const taken = `port ${String(wanted.port)} is taken: it forwards to ${showValue(target?.target_group_arn)}`;
    const instead =
      own?.target_group_arn === UNKNOWN ? "a target group still to be made" : showValue(own?.target_group_arn);
    return problem(`${taken}, and would be turned to ${instead}.`);
  }
  if (type === "aws_route_table") return sharedRouteTable(match, matches);
  return [];
}

/** A route table that other subnets follow too may be adopted only if none of its routes changes with it. */
function sharedRouteTable({ stack, address, outcome }: Match, matches: readonly Match[]): Unsettled[] {
  if (outcome.kind !== "found") return [];
  const { id, associated_subnets: associated, is_main: isMain } = outcome.existing.attributes;
  const own = matches
    .filter(({ type }) => type === "aws_route_table_association")
    .map(({ wanted }) => wanted.subnet_id);
  const others = (associated as string[]).filter((subnet) => !own.includes(subnet));
  const followers = [...others, ...(isMain === true ? ["every subnet without a route table of its own"] : [])];
  const routes = matches.filter(({ type, wanted }) => type === "aws_route" && wanted.route_table_id === id);
  const unchanged = routes.every(
    ({ wanted, outcome: route }) =>
      route.kind === "found" &&
      ["nat_gateway_id", "gateway_id"].every(
        (key) => !(key in wanted) || wanted[key] === route.existing.attributes[key],
      ),
  );
  if (followers.length === 0 || unchanged) return [];
  return [
    {
      stack,
      address,
      message: `${followers.join(", ")} would follow its changed default route: give the private subnets one of their own.`,
    },
  ];
}

function idOf({ outcome }: Match): unknown {
  return outcome.kind === "found" ? outcome.existing.attributes.id : undefined;
}
