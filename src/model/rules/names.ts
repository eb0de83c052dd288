import type { Environment } from "../environment";
import { nameProblem, type NamedResource, resourceNames, STACK_PARTS, stackName, stateStackName } from "../names";
import { type Problem, quote } from "../problem";

/** A resource's name, and the field that gives it. */
interface Named {
  readonly field: string;
  readonly resource: NamedResource;
  readonly name: string;
}

/** What an environment calls by a name that it may have chosen. */
function namedIn(environment: Environment): Named[] {
  const names = resourceNames(environment);
  const own: Named[] = [
    { field: "names.cluster", resource: "cluster", name: names.cluster },
    { field: "names.loadBalancer", resource: "load balancer", name: names.loadBalancer },
    { field: "ecsExec", resource: "log group", name: names.execSessions },
  ];
  // A service that is called as the gateway is has been reported already.
  const services = Object.entries(names.services).filter(([service]) => service !== "gateway");
  const ofServices = [...services, ["gateway", names.gateway] as const].flatMap(([service, of]): Named[] => {
    const path = service === "gateway" ? "names.gateway" : `names.services.${service}`;
    const { legacyService } = environment.names?.services?.[service] ?? {};
    return [
      { field: `${path}.container`, resource: "container", name: of.container },
      { field: `${path}.taskFamily`, resource: "task family", name: of.taskFamily },
      { field: `${path}.service`, resource: "ECS service", name: of.service },
      { field: `${path}.targetGroup`, resource: "target group", name: of.targetGroup },
      { field: `${path}.logGroup`, resource: "log group", name: of.logGroup },
      { field: `${path}.executionRole`, resource: "IAM role", name: of.executionRole },
      { field: `${path}.taskRole`, resource: "IAM role", name: of.taskRole },
      ...(legacyService === undefined
        ? []
        : [{ field: `${path}.legacyService`, resource: "ECS service", name: legacyService } as const]),
    ];
  });
  return [...own, ...ofServices];
}

/** Names that AWS does not take, or that two things of one type would have. */
export function nameProblems(environment: Environment): Problem[] {
  const seen = new Map<string, string>();
  return namedIn(environment).flatMap(({ field, resource, name }) => {
    const problem = nameProblem(resource, name);
    if (problem !== undefined) return [{ field, message: problem }];
    // Containers are named within their task; every other name is one of a kind in the account.
    const key = `${resource} ${name}`;
    const owner = resource === "container" ? undefined : seen.get(key);
    seen.set(key, owner ?? field);
    return owner === undefined ? [] : [{ field, message: `${quote(name)} is also the ${resource} of ${owner}` }];
  });
}

/**
 * Names that an environment would share with one before it: roles are named within the account, all else within a region of
 * it, containers within their task and ECS services within their cluster, which is no other environment's.
 */
export function namesBeside(environment: Environment, before: readonly Environment[]): Problem[] {
  const { account, region } = environment.inventory;
  const own = namedIn(environment).filter(({ resource }) => resource !== "container" && resource !== "ECS service");
  return (
    before
      // That two are called alike is said of their names.
      .filter(({ name, inventory }) => inventory.account === account && name !== environment.name)
      .flatMap((other) => {
        const theirs = new Set(namedIn(other).map(({ resource, name }) => `${resource} ${name}`));
        return own
          .filter(({ resource }) => resource === "IAM role" || other.inventory.region === region)
          .filter(({ resource, name }) => theirs.has(`${resource} ${name}`))
          .map(({ field, resource, name }) => ({
            field,
            message: `${quote(name)} is also the ${resource} of ${quote(other.name)}, in the same account: give it another name in 'names'`,
          }));
      })
  );
}

/** A stack is one environment's, or that of the states: two of one name would be one folder and one state. */
export function stackNamesBeside(environment: Environment, before: readonly Environment[]): Problem[] {
  const all = [environment, ...before];
  const stacks = new Map(all.flatMap(({ name }) => STACK_PARTS.map((part) => [stackName(name, part), name] as const)));
  return all.flatMap((one) => {
    const stack = one.state.kind === "s3" ? stateStackName(one.state) : undefined;
    const owner = stack === undefined ? undefined : stacks.get(stack);
    // What is wrong between two that come before has been said of the later one.
    if (owner === undefined || ![one.name, owner].includes(environment.name)) return [];
    const message = `${quote(stack)} is also a stack of the environment ${quote(owner)}: call the stack of the states otherwise`;
    return [{ field: "state.stack", message }];
  });
}
