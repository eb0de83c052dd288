import type { Environment } from "../environment";
import { hasLegacy, phaseOf } from "../move";
import { type Problem, quote } from "../problem";

/** A service on its way out leaves nobody behind who calls it, and no legacy service that runs. */
export function removalProblems(environment: Environment): Problem[] {
  const leaving = Object.entries(environment.services).filter(([, { removal }]) => removal !== undefined);
  const aliases = Object.entries(environment.gateway.urlAliases ?? {});
  return leaving.flatMap(([name, { removal = "" }]): Problem[] => [
    ...(hasLegacy(environment, name) && phaseOf(environment, name) !== "retired"
      ? [
          {
            field: `services.${name}.removal`,
            message: `${quote(removal)}: its legacy service still runs, in phase ${quote(phaseOf(environment, name))}: go to phase 'retired' first`,
          },
        ]
      : []),
    ...aliases
      .filter(([, target]) => target === name)
      .map(([alias]) => ({
        field: `gateway.urlAliases.${alias}`,
        message: `${quote(name)} is on its way out (removal: ${quote(removal)}): point it at a service that stays, or take it out`,
      })),
  ]);
}
