import type { Environment } from "../environment";
import { nameProblem, type NamedResource, resourceNames } from "../names";
import { type Problem, quote } from "../problem";
import { imageProblems } from "./containers";

/** Seconds that a caller may stay with a target group: a week at most (ELB API reference, TargetGroupStickinessConfig). */
const STICKINESS_SECONDS = { min: 1, max: 604_800 };

function nameProblems(environment: Environment): Problem[] {
  const { canary, services } = resourceNames(environment);
  const named: [field: string, resource: NamedResource, name: string][] = [
    ["taskFamily", "task family", canary.taskFamily],
    ["service", "ECS service", canary.service],
    ["targetGroup", "target group", canary.targetGroup],
  ];
  return named.flatMap(([field, resource, name]): Problem[] => {
    const problem = nameProblem(resource, name);
    if (problem !== undefined) return [{ field: `names.gateway.${field}`, message: `${problem}: the canary's is the gateway's and '-canary'` }]; // prettier-ignore
    const owner = Object.entries(services).find(
      ([, of]) => (of as unknown as Record<string, string>)[field] === name,
    )?.[0];
    if (owner === undefined) return [];
    return [
      {
        field: `names.services.${owner}.${field}`,
        message: `${quote(name)} is also the ${resource} of the gateway's canary`,
      },
    ];
  });
}

/** Kept free while there is no canary, too: the guard lets go what Terraform calls the canary's. */
function reservedNameProblems({ services }: Environment): Problem[] {
  if (!Object.hasOwn(services, "canary")) return [];
  return [
    {
      field: "services.canary.name",
      message: "Terraform would call it what it calls the gateway's canary: call the service something else",
    },
  ];
}

/** The canary: that it has an entrance to share, and which share of the calls it gets. */
export function canaryProblems(environment: Environment): Problem[] {
  const { gateway } = environment;
  const { canary } = gateway;
  if (canary === undefined) return reservedNameProblems(environment);
  const problems: Problem[] = imageProblems(environment, canary).map(({ field, message }) => ({
    field: `gateway.canary.${field}`,
    message,
  }));
  const say = (field: string, message: string) => problems.push({ field: `gateway.canary${field}`, message });
  if (gateway.entrance === undefined) {
    say("", "needs gateway.entrance: a load balancer of this project shares the calls out");
  }
  if (canary.image.repository !== gateway.image.repository) {
    say(
      ".image.repository",
      `${quote(canary.image.repository)} is not the gateway's, ${quote(gateway.image.repository)}: the canary has the gateway's role, which pulls from that alone`,
    );
  }
  if (!Number.isInteger(canary.weight) || canary.weight < 0 || canary.weight > 100) {
    say(".weight", `${quote(canary.weight)} is no share of the calls: a whole number from 0 to 100`);
  }
  const { stickinessSeconds: seconds = STICKINESS_SECONDS.min } = canary;
  if (!Number.isInteger(seconds) || seconds < STICKINESS_SECONDS.min || seconds > STICKINESS_SECONDS.max) {
    say(".stickinessSeconds", `${quote(seconds)} seconds: a whole number from 1 to 604800, a week, or leave it out`);
  }
  return [...problems, ...reservedNameProblems(environment), ...nameProblems(environment)];
}
