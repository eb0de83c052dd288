import type { Environment } from "../../model/environment";
import { addressPart } from "../../model/phase";
import { callersChange } from "./callers";
import { goneServices } from "./leaving";
import { listOf, objectOf, type Plan, replaces, type ResourceChange } from "./plan";

/** What to do instead of a replacement or a destroy that is refused. */
interface WayOn {
  readonly type: string;
  /** The argument that forces the replacement. @default it is destroyed for good */
  readonly replacedBy?: readonly string[];
  /** What to do; `undefined` where it is not known. */
  readonly say: (resource: ResourceChange, plan: Plan, environment: Environment) => string | undefined;
}

const NAMED = ["aws_ecs_service", "aws_ecs_cluster", "aws_lb", "aws_lb_target_group", "aws_cloudwatch_log_group", "aws_iam_role"]; // prettier-ignore

function before({ change }: ResourceChange, attribute: string): string {
  return String(objectOf(change.before)[attribute]);
}

function forget({ address }: ResourceChange, what: string): string {
  return `${what}: let Terraform forget it with terraform state rm ${address} in the stack's folder, and delete it by hand when nobody needs it (docs/services.md, "Remove a service")`;
}

const WAYS_ON: readonly WayOn[] = [
  {
    type: "aws_lb_target_group",
    replacedBy: ["port"],
    say: (resource, _, { services }) => {
      if (resource.name === "gateway" || resource.name === "canary") {
        return `keep gateway.port: ${before(resource, "port")}, which nobody outside sees`;
      }
      const service = Object.keys(services).find((name) => addressPart(name) === resource.name);
      if (service === undefined) return undefined;
      return `write firstPort: ${before(resource, "port")} in services.${service}, the port that it was made with (docs/services.md, "Change a port")`;
    },
  },
  ...NAMED.map((type) => ({
    type,
    replacedBy: ["name"],
    say: (resource: ResourceChange) =>
      `AWS renames nothing: keep the name '${before(resource, "name")}', by the environment's 'names'; other names are those of another service beside it (docs/services.md, "Rename a service")`,
  })),
  ...[
    ["aws_subnet", ["cidr_block", "availability_zone"]] as const,
    ["aws_lb", ["subnets", "subnet_mapping"]] as const,
  ].map(([type, replacedBy]) => ({
    type,
    replacedBy,
    say: () =>
      'tasks and load balancers are in the subnets: keep their blocks and zones as they are, and add a zone to network.availabilityZones for more room (docs/services.md, "What changes in one apply")',
  })),
  { type: "aws_cloudwatch_log_group", say: (resource) => forget(resource, "what was logged goes with it") },
  { type: "aws_ssm_parameter", say: (resource) => forget(resource, "its value is nowhere else") },
  { type: "aws_secretsmanager_secret", say: (resource) => forget(resource, "its value is nowhere else") },
  {
    type: "aws_ecs_service",
    say: (resource, plan, environment) => {
      const gone = goneServices(plan, environment).find(({ part }) => part === resource.name);
      if (gone === undefined) return undefined;
      const service = gone.part.replaceAll("_", "-");
      const steps = `put services.${service} back with removal: 'uncalled', apply, then 'stopped', apply, and only then take it out (docs/services.md, "Remove a service")`;
      if (gone.tasks > 0) return steps;
      return callersChange(plan)
        ? `the gateway changes in the same apply. Where it still calls the service, ${steps}; any other change of the gateway is applied before`
        : undefined;
    },
  },
];

/** What to do instead of a replacement or a destroy that is refused; `undefined` where there is nothing to say. */
export function wayOn(resource: ResourceChange, plan: Plan, environment: Environment | undefined): string | undefined {
  if (environment === undefined) return undefined;
  const forced = listOf(resource.change.replace_paths).map((path) => String(listOf(path)[0]));
  const found = WAYS_ON.find(
    ({ type, replacedBy }) =>
      type === resource.type &&
      (replaces(resource.change)
        ? replacedBy?.some((path) => forced.includes(path)) === true
        : replacedBy === undefined),
  );
  return found?.say(resource, plan, environment);
}
