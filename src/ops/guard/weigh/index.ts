import type { ResourceChange } from "../plan";
import type { Scene } from "../scene";
import type { Concern, Weigher } from "./concern";
import { taskDefinitions } from "./containers";
import { balancers, connections, listeners, publicAccess, records, services, subnets, webAcls } from "./exposure";
import { OPENING_TYPES, openings } from "./openings";
import { rights } from "./rights";
import { associations, routes, routeTables } from "./routes";
import { stateStorage } from "./state";

/** Whoever weighs a type of resource, beside those that weigh all. */
const WEIGHERS: Readonly<Record<string, readonly Weigher[]>> = {
  ...Object.fromEntries(OPENING_TYPES.map((type) => [type, [openings]])),
  aws_ecs_task_definition: [taskDefinitions],
  aws_ecs_service: [services],
  aws_lb: [balancers],
  aws_lb_listener: [listeners],
  aws_route: [routes],
  aws_route_table: [routeTables],
  aws_route_table_association: [associations],
  aws_wafv2_web_acl: [webAcls],
  aws_route53_record: [records],
  aws_subnet: [subnets],
  aws_s3_bucket_public_access_block: [publicAccess],
};

const OF_ALL: readonly Weigher[] = [rights, connections, stateStorage];

/** What a change means for exposure, for rights and for the states: a person has to have seen it, in every environment. */
export function concernsOf(resource: ResourceChange, scene: Scene): Concern[] {
  const own = Object.hasOwn(WEIGHERS, resource.type) ? (WEIGHERS[resource.type] ?? []) : [];
  const found = [...own, ...OF_ALL].flatMap((weigh) => weigh(resource, scene));
  return found.filter(({ message }, index) => found.findIndex((one) => one.message === message) === index);
}
