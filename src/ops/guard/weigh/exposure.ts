import { activeEcsExec } from "../../../model/ecs-exec";
import { isModernSslPolicy } from "../../../model/entrance";
import type { Environment } from "../../../model/environment";
import { accessLogsBucket } from "../../../model/names";
import { canonical } from "../differences";
import { lostRules } from "../meaning/web-acl";
import { listOf, objectOf, type ResourceChange, textOf } from "../plan";
import type { Concern, Weigher } from "./concern";
import { ownGroups } from "./openings";

/** The value of an attribute that becomes what it was not; `undefined` where it stays. */
function fresh({ change }: ResourceChange, attribute: string): unknown {
  const [before, after] = [objectOf(change.before)[attribute], objectOf(change.after)[attribute]];
  const isSame = change.importing === undefined && change.before !== null && canonical(before) === canonical(after); // prettier-ignore
  return isSame ? undefined : after;
}

function only(isConcern: boolean, attribute: string, message: string): Concern[] {
  return isConcern ? [{ attribute, message }] : [];
}

/** A subnet that gives whatever is in it a public address. */
export const subnets: Weigher = (resource) =>
  only(
    fresh(resource, "map_public_ip_on_launch") === true && resource.change.importing === undefined,
    "map_public_ip_on_launch",
    "gives everything that starts in it a public address",
  );

/** A load balancer that the internet can call. */
export const balancers: Weigher = (resource, { environment }) => {
  const isEntrance = resource.name === "entrance" && environment?.gateway.entrance !== undefined;
  const unknown = objectOf(resource.change.after_unknown);
  return [
    ...only(fresh(resource, "internal") === false && !isEntrance, "internal", "can be called from the internet"),
    ...only(
      isEntrance && resource.change.before !== null && fresh(resource, "drop_invalid_header_fields") === false,
      "drop_invalid_header_fields",
      "passes on headers that can be read in two ways",
    ),
    ...logConcerns(resource, environment),
    ...only(
      unknown.internal === true && resource.change.before !== null,
      "internal",
      "may become callable from the internet",
    ),
  ];
};

/** Access logs name callers, and what they call: they go into the environment's own bucket. */
function logConcerns({ change }: ResourceChange, environment: Environment | undefined): Concern[] {
  const bucketIn = (value: unknown) => objectOf(listOf(objectOf(value).access_logs)[0]).bucket ?? "";
  const [old, now] = [bucketIn(change.before), bucketIn(change.after)];
  const own = environment && accessLogsBucket(environment.name, environment.inventory.account);
  return only(
    now !== "" && now !== old && now !== own,
    "access_logs",
    `logs who calls it in ${textOf(now)}, which is not the environment's bucket`,
  );
}

function isRedirect(action: unknown): boolean {
  const { type, redirect } = objectOf(action);
  return type === "redirect" && listOf(redirect).every((one) => objectOf(one).protocol === "HTTPS");
}

/** A listener that takes calls that can be read on the way. */
export const listeners: Weigher = (resource) => {
  const { change } = resource;
  const { protocol, default_action: actions, ssl_policy: policy } = objectOf(change.after);
  const isOpen = protocol === "HTTP" && !listOf(actions).every(isRedirect);
  const isNew = fresh(resource, "protocol") !== undefined || fresh(resource, "default_action") !== undefined;
  return [
    ...only(isOpen && isNew && change.importing === undefined, "protocol", "takes calls without TLS"),
    ...only(
      protocol === "HTTPS" && fresh(resource, "ssl_policy") !== undefined && !isModernSslPolicy(String(policy)),
      "ssl_policy",
      `takes TLS older than 1.2: ${String(policy)}`,
    ),
  ];
};

/** A service whose tasks the internet can reach, or in which shells can be opened, or that is in somebody else's group. */
export const services: Weigher = (resource, scene) => {
  const { change, name } = resource;
  const { environment } = scene;
  const [before, after] = [change.before, change.after].map((one) =>
    objectOf(listOf(objectOf(one).network_configuration)[0]),
  );
  const isSame = (attribute: string) =>
    change.before !== null && canonical(before?.[attribute]) === canonical(after?.[attribute]);
  const isSaid = name === "gateway" && environment?.gateway.publicIp === true;
  const own = ownGroups(scene);
  const strangers = listOf(after?.security_groups).filter((group) => !own.has(String(group)));
  return [
    ...only(
      after?.assign_public_ip === true && !isSame("assign_public_ip") && !isSaid,
      "network_configuration",
      "gives its tasks public addresses",
    ),
    ...only(
      strangers.length > 0 && !isSame("security_groups") && own.size > 0,
      "network_configuration",
      `puts its tasks into the security groups ${strangers.join(", ")}, which are not the platform's`,
    ),
    ...only(
      fresh(resource, "enable_execute_command") === true &&
        change.importing === undefined &&
        (environment === undefined || activeEcsExec(environment) === undefined),
      "enable_execute_command",
      "lets shells be opened in its tasks, and ecsExec does not say so",
    ),
  ];
};

/** A bucket whose files may become everybody's. */
export const publicAccess: Weigher = (resource) =>
  ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].flatMap((attribute) =>
    only(fresh(resource, attribute) === false, attribute, `${attribute} is off: the bucket may become public`),
  );

/** A web ACL that looks at less than it did. */
export const webAcls: Weigher = (resource) => {
  const { change } = resource;
  if (change.before === null) return [];
  const lost = lostRules(objectOf(change.before).rule, objectOf(change.after).rule);
  return [
    ...only(lost.length > 0, "rule", "loses rules, or has them do something else"),
    ...only(
      fresh(resource, "default_action") !== undefined,
      "default_action",
      "lets through, or stops, what no rule is about",
    ),
  ];
};

/** A name that leads callers somewhere. */
export const records: Weigher = (resource, scene) => {
  const { name, address, change } = resource;
  if (!["name", "type", "alias", "records", "zone_id", "set_identifier"].some((one) => differs(resource, one)))
    return [];
  const own =
    (name === "entrance" && scene.references(address, "alias").join() === "aws_lb.entrance") ||
    (name === "entrance_validation" && scene.references(address, "records").join() === "aws_acm_certificate.entrance");
  const asked = scene.environment?.gateway.entrance?.certificate.kind === "requested";
  const after = objectOf(change.after);
  return own && asked ? [] : [{ message: `leads callers of ${String(after.name)} elsewhere` }];
};

function differs({ change }: ResourceChange, attribute: string): boolean {
  const [before, after] = [objectOf(change.before)[attribute], objectOf(change.after)[attribute]];
  return canonical(before) !== canonical(after) || objectOf(change.after_unknown)[attribute] === true; // prettier-ignore
}

/** What an environment asks for at the edge of its network. */
const ASKED: Readonly<Record<string, (resource: ResourceChange, environment: Environment) => boolean>> = {
  aws_vpc_peering_connection_accepter: ({ change }, { network: { atlas } }) =>
    atlas?.kind === "peering" && objectOf(change.after).vpc_peering_connection_id === atlas.connectionId,
  aws_vpc_endpoint: ({ name, change }, { network: { atlas }, inventory: { region } }) => {
    const { service_name: service } = objectOf(change.after);
    return name === "atlas"
      ? atlas?.kind === "privatelink" && service === atlas.serviceName
      : String(service).startsWith(`com.amazonaws.${region}.`);
  },
  aws_internet_gateway: ({ name }, { network }) => name === "main" && network.vpc.kind === "create",
  aws_sns_topic_subscription: ({ change }, { alarms }) => {
    const { protocol, endpoint } = objectOf(change.after);
    return alarms?.subscriptions.some((one) => one.protocol === protocol && one.endpoint === endpoint) === true;
  },
  aws_iam_openid_connect_provider: ({ name }, { deployment }) =>
    (name === "github" && deployment?.github !== undefined) || (name === "hcp" && deployment?.hcp !== undefined),
  aws_wafv2_web_acl_association: ({ name }, { gateway }) => name === "entrance" && gateway.entrance?.waf !== undefined,
};

/** What connects the platform with others, where the environment does not ask for it. */
export const connections: Weigher = (resource, { environment }) => {
  const { type, change } = resource;
  if (!change.actions.includes("create") && change.importing === undefined) return [];
  const asked = ASKED[type];
  if (asked === undefined || (environment !== undefined && asked(resource, environment))) return [];
  return [{ message: "connects the platform with what the environment does not ask for" }];
};
