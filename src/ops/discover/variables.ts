import type { Environment } from "../../model/environment";
import { serviceUrlVariables } from "../../model/variables";
import type { RunningTask } from "./facts";

/** A plain variable that a service runs with otherwise than it would. */
export interface VariableDifference {
  readonly service: string;
  /** The task definition that runs. */
  readonly taskDefinition: string;
  readonly name: string;
  /** `changed`: another value; `added`: new; `dropped`: it runs with it now and would not any more. */
  readonly kind: "changed" | "added" | "dropped";
  /** The value that runs; not of what would be dropped (nobody knows what it holds), nor of a credential. */
  readonly is?: string;
  readonly wanted?: string;
}

/** The plain variables that differ between what runs and what would run. Secrets are neither compared nor shown. */
export function variableDifferences(
  environment: Environment,
  tasks: readonly RunningTask[],
  loadBalancerDns: string | undefined,
): VariableDifference[] {
  return tasks.flatMap(({ service, taskDefinition, variables }) => {
    const container = service === "gateway" ? environment.gateway : environment.services[service];
    if (container === undefined) return [];
    const wanted = wantedVariables(environment, service, loadBalancerDns);
    const is = new Map(variables.map((variable) => [variable.name, variable]));
    const names = [...new Set([...is.keys(), ...wanted.keys()])].sort();
    return names.flatMap((name): VariableDifference[] => {
      const at = { service, taskDefinition, name };
      const running = is.get(name);
      const value = wanted.get(name);
      if (container.secrets.includes(name)) return [];
      if (!wanted.has(name)) return [{ ...at, kind: "dropped" }];
      if (value === undefined) return []; // Known when the load balancer is.
      if (running === undefined) return [{ ...at, kind: "added", wanted: value }];
      if (!("value" in running)) return [{ ...at, kind: "changed", wanted: value }];
      return running.value === value ? [] : [{ ...at, kind: "changed", is: running.value, wanted: value }];
    });
  });
}

/** What a container would be given; `undefined` where that is not known yet. */
function wantedVariables(environment: Environment, service: string, dns: string | undefined) {
  const { services, gateway } = environment;
  const common = [["NODE_ENV", "production"]] as const;
  if (service !== "gateway") {
    const { environment: own = {}, port } = services[service] ?? {};
    return new Map<string, string | undefined>([...Object.entries(own), ...common, ["PORT", String(port)]]);
  }
  const urls = [...serviceUrlVariables(environment)].map(
    ([name, target]) => [name, dns && `http://${dns}:${services[target]?.port ?? ""}`] as const,
  );
  return new Map<string, string | undefined>([
    ...Object.entries(gateway.environment),
    ...urls,
    ...common,
    ["API_GATEWAY_PORT", String(gateway.port)],
  ]);
}
