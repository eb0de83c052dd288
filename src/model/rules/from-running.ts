import { credentialReason, hasCredentialName } from "../credentials";
import { type Container, type Environment, secretVariables } from "../environment";
import { fromRunningNames } from "../plain-value";
import { type Problem, quote } from "../problem";
import { unlearntVariables } from "../variables";

/** The services and the gateway, with the path of each in the environment. */
function containersOf({ services, gateway }: Environment): (readonly [name: string, path: string, of: Container])[] {
  return [
    ...Object.entries(services).map(([name, service]) => [name, `services.${name}`, service] as const),
    ["gateway", "gateway", gateway],
  ];
}

/** Why a variable cannot be taken from what runs. */
function reasonAgainst(environment: Environment, variable: string): string | undefined {
  if (environment.network.vpc.kind === "create") {
    return `nothing runs in ${quote(environment.name)} but what this project makes: write its value`;
  }
  const holders = containersOf(environment).filter(([, , container]) => secretVariables(container).has(variable));
  const [holder] = holders.map(([name]) => name);
  // It would be copied into a file that is committed.
  if (hasCredentialName(variable) || holder !== undefined) {
    const why = holder === undefined ? "its name says that it is a credential" : `it is a secret of ${quote(holder)}`;
    return `${why}: name it in 'secrets', where only Parameter Store holds its value`;
  }
  return undefined;
}

/** What discovery would never have written: the inventory is a file, too. */
function learntProblems({ inventory }: Environment): Problem[] {
  return Object.entries(inventory.learnt?.variables ?? {}).flatMap(([name, { set }]) =>
    Object.entries(set).flatMap(([variable, value]) => {
      const reason = credentialReason(variable, value);
      if (reason === undefined) return [];
      const field = `inventory.learnt.variables.${name}.set.${variable}`;
      return [{ field, message: `${reason}: take it out of the inventory, and give it as a secret` }];
    }),
  );
}

/** Variables that are to be as they run: where that can be, and whether it has been learnt how they run. */
export function fromRunningProblems(environment: Environment): Problem[] {
  const { name, inventory } = environment;
  const problems = containersOf(environment).flatMap(([container, path, { environment: variables }]) => {
    // Before it is discovered, nobody has looked; the guard refuses a plan until then.
    const unlearnt = inventory.learnt === undefined ? [] : unlearntVariables(environment, container);
    return fromRunningNames(variables).flatMap((variable): Problem[] => {
      const field = `${path}.environment.${variable}`;
      const reason = reasonAgainst(environment, variable);
      if (reason !== undefined) return [{ field, message: `fromRunning: ${reason}` }];
      if (!unlearnt.includes(variable)) return [];
      const next = `npm run discover -- --env ${name} --write`;
      return [{ field, message: `fromRunning: nobody has learnt yet what runs. Run: ${next}; or write its value` }];
    });
  });
  return [...problems, ...learntProblems(environment)];
}
