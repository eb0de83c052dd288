import { outside } from "../meaning/blocks";
import { objectOf, type ResourceChange, textOf } from "../plan";
import type { Scene } from "../scene";
import type { Concern, Weigher } from "./concern";

const TARGETS = ["gateway_id", "nat_gateway_id", "vpc_peering_connection_id", "network_interface_id", "transit_gateway_id", "vpc_endpoint_id", "egress_only_gateway_id", "local_gateway_id", "carrier_gateway_id", "core_network_arn"]; // prettier-ignore
const DESTINATIONS = ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"];

const isSet = (value: unknown) => value !== undefined && value !== null && value !== "";

/** What the project's own routes lead to, by their names: src/constructs/private-subnets.ts, vpc.ts, atlas.ts. */
const OWN: readonly (readonly [names: RegExp, target: string, refersTo: RegExp])[] = [
  [/^private_[a-z]$/, "nat_gateway_id", /^aws_nat_gateway\.nat_[a-z]$/],
  [/^public$/, "gateway_id", /^aws_internet_gateway\.main$/],
  [/^atlas_[a-z]$/, "vpc_peering_connection_id", /^aws_vpc_peering_connection_accepter\.atlas$/],
];

function targetOf({ change }: ResourceChange): readonly string[] {
  const [after, unknown] = [objectOf(change.after), objectOf(change.after_unknown)];
  return TARGETS.filter((target) => isSet(after[target]) || unknown[target] === true);
}

/** Whether a route is one that the project makes: to its own gateway, and by its own reference or as it was before. */
function isOwn(resource: ResourceChange, scene: Scene): boolean {
  const { name, address, change } = resource;
  const [target, ...others] = targetOf(resource).filter((one) => isSet(objectOf(change.after)[one]) || scene.written(address, one) !== undefined); // prettier-ignore
  const own = OWN.find(([names, of]) => names.test(name) && of === target);
  if (own === undefined || target === undefined || others.length > 0) return false;
  const references = scene.references(address, target);
  const isReferred = references.length === 1 && own[2].test(references[0] ?? "");
  // What it leads to in AWS has to be what is referred to, too.
  const id = objectOf(change.after)[target];
  const referred = objectOf(scene.change(references[0] ?? "")?.change.after);
  return isReferred && (!isSet(id) || id === (referred.id ?? id));
}

function isAtlas({ change }: ResourceChange, { environment }: Scene): boolean {
  const atlas = environment?.network.atlas;
  const block = objectOf(change.after).destination_cidr_block;
  return atlas?.kind === "peering" && typeof block === "string" && outside([block], [atlas.cidr]).length === 0;
}

/** Where routes lead that were not there, or led elsewhere. */
export const routes: Weigher = (resource, scene) => {
  const { change, name } = resource;
  const [before, after] = [objectOf(change.before), objectOf(change.after)];
  const differs = [...TARGETS, ...DESTINATIONS].filter(
    (attribute) => isSet(after[attribute]) !== isSet(before[attribute]) || (isSet(after[attribute]) && after[attribute] !== before[attribute]), // prettier-ignore
  );
  if (change.importing === undefined && change.before !== null && differs.length === 0) return [];
  if (isOwn(resource, scene) && (!name.startsWith("atlas_") || isAtlas(resource, scene))) return [];
  const to = targetOf(resource).map((target) => `${target} ${isSet(after[target]) ? textOf(after[target]) : "(known after apply)"}`); // prettier-ignore
  const where = DESTINATIONS.map((destination) => after[destination]).find(isSet);
  const message = `leads ${where === undefined ? "traffic" : textOf(where)} to ${to.join(", ") || "nothing that can be read"}, which is not the way that the project makes`;
  return [{ message }];
};

/** Routes that stand in a route table itself: the project writes none there. */
export const routeTables: Weigher = ({ change }) => {
  const [old, now] = [objectOf(change.before).route, objectOf(change.after).route];
  if (now === undefined || now === null || JSON.stringify(old ?? []) === JSON.stringify(now)) return [];
  if (Array.isArray(now) && now.length === 0) return [];
  const concern: Concern = { attribute: "route", message: "has other routes in the table itself" };
  return change.importing === undefined || change.actions.includes("update") ? [concern] : [];
};

/** Which route table a subnet has: the project's own, of the same zone or the one that all share. */
export const associations: Weigher = (resource, scene) => {
  const { change, name, address } = resource;
  const [old, now] = [objectOf(change.before).route_table_id, objectOf(change.after).route_table_id];
  if (change.before !== null && change.importing === undefined && old === now) return [];
  const references = scene.references(address, "route_table_id");
  const own = name.startsWith("public_") ? /^aws_route_table\.public$/ : /^aws_route_table\.private_[a-z]$/;
  const table = objectOf(scene.change(references[0] ?? "")?.change.after).id;
  const isOwn = references.length === 1 && own.test(references[0] ?? "") && (!isSet(now) || now === (table ?? now));
  return isOwn ? [] : [{ attribute: "route_table_id", message: `has the route table ${isSet(now) ? textOf(now) : "(known after apply)"}, which is not its own` }]; // prettier-ignore
};
