import { type Environment, secretsOf } from "../environment";
import { credentialReason, hasCredentialName } from "../credentials";
import { nameProblem } from "../names";
import { type Problem, quote } from "../problem";
import { serviceUrlVariable } from "../variables";
import { containerProblems, desiredCountProblems } from "./containers";
import { nameProblems } from "./names";
import { portsProblems } from "./ports";
import { retentionProblem } from "./retention";

function within(path: string, problems: readonly Problem[]): Problem[] {
  return problems.map(({ field, message }) => ({ field: `${path}.${field}`, message }));
}

function serviceProblems(environment: Environment): Problem[] {
  return Object.entries(environment.services).flatMap(([name, service]) => {
    const problems = containerProblems(environment, name);
    const { protocol = "TCP" } = service as { protocol?: string };
    if (protocol !== "TCP") {
      problems.push({
        field: "protocol",
        message: `${quote(protocol)}: a target group behind a TCP listener of an NLB must be TCP (AWS: IncompatibleProtocols); its health check may be HTTP`,
      });
    }
    if (!/^[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(name) || name === "gateway") {
      problems.push({
        field: "name",
        message:
          name === "gateway"
            ? "'gateway' is the API gateway's own: call the service something else"
            : `${quote(name)} is no service's name: lower-case letters, digits and inner '-', a letter first`,
      });
    } else if (credentialReason("", name) !== undefined || hasCredentialName(name)) {
      // It is a key of outputs and a part of addresses, where the policy on secrets would take what it names for one.
      problems.push({
        field: "name",
        message: "is what credentials are called: call the service by what it does, such as 'signing' or 'vault'",
      });
    }
    return within(`services.${name}`, problems);
  });
}

function unknownServices({ services, gateway, names }: Environment): Problem[] {
  const known = Object.keys(services).join(", ");
  const refer = [
    ...Object.entries(gateway.urlAliases ?? {}).map(([alias, service]) => [`gateway.urlAliases.${alias}`, service]),
    ...Object.keys(names?.services ?? {}).map((service) => [`names.services.${service}`, service]),
  ] as [string, string][];
  return refer
    .filter(([, service]) => !Object.hasOwn(services, service))
    .map(([field, service]) => ({ field, message: `${quote(service)} is no service here: ${known}` }));
}

/**
 * A service's URL variable is its own, until it is on its way out, and that of an alias is no other's: one of the two would be
 * lost without a word.
 */
function aliasProblems({ services, gateway }: Environment): Problem[] {
  const staying = Object.entries(services).filter(([, { removal }]) => removal === undefined);
  const owners = new Map(staying.map(([service]) => [serviceUrlVariable(service), `the service ${quote(service)}`]));
  return Object.keys(gateway.urlAliases ?? {}).flatMap((alias) => {
    const variable = serviceUrlVariable(alias);
    const owner = owners.get(variable);
    owners.set(variable, owner ?? `the alias ${quote(alias)}`);
    const say = (message: string) => [{ field: `gateway.urlAliases.${alias}`, message }];
    if (!/^[A-Z][A-Z0-9_]*$/.test(variable))
      return say(`${quote(variable)} is no variable's name: lower-case letters, digits and inner '-'`);
    return owner === undefined ? [] : say(`${variable} is the variable of ${owner}: take the alias out`);
  });
}

/** A parameter's address is its secret's name in lower case. */
function secretProblems(environment: Environment): Problem[] {
  const secrets = secretsOf(environment);
  return secrets.flatMap((secret, index) => {
    const twin = secrets.slice(0, index).find((other) => other.toLowerCase() === secret.toLowerCase());
    if (twin === undefined) return [];
    return [
      { field: "secrets", message: `${quote(twin)} and ${quote(secret)} differ in case only: call one otherwise` },
    ];
  });
}

function gatewayTargetGroupProblems({ gateway }: Environment): Problem[] {
  if (gateway.targetGroup === undefined) return [];
  const message = nameProblem("target group", gateway.targetGroup);
  return message === undefined ? [] : [{ field: "gateway.targetGroup", message }];
}

/** The services, the gateway, their names and the load balancer's listeners. */
export function servicesProblems(environment: Environment): Problem[] {
  return [
    ...portsProblems(environment),
    ...serviceProblems(environment),
    ...within("gateway", containerProblems(environment, "gateway")),
    ...gatewayTargetGroupProblems(environment),
    ...nameProblems(environment),
    ...secretProblems(environment),
    ...unknownServices(environment),
    ...aliasProblems(environment),
    ...desiredCountProblems(environment.desiredCount ?? 1),
    ...retentionProblem("logRetentionDays", environment.logRetentionDays),
  ];
}
