import Table from "cli-table3";
import type { Colors } from "picocolors/types";
import { PLAIN_TABLE } from "../display/table";
import type { Overview, ServiceRow } from "./overview";

/** How to look at what was made, from another terminal. */
export interface LookAround {
  readonly endpoint: string;
  readonly region: string;
  readonly environment: string;
  readonly cluster: string;
  /** The folder of the services stack, relative to the project. */
  readonly stackFolder: string;
}

/** What exists now: addresses, each service with the way to it, and the secrets that are still to be set. */
export function renderOverview(overview: Overview, colors: Colors): string {
  const { natAddresses, loadBalancers, services, parameters, pendingParameters } = overview;
  const addresses = [
    ...natAddresses.map((address) => ["NAT address", address, `for Atlas's access list: ${address}/32`]),
    ...loadBalancers.map(({ name, dnsName }) => [`NLB ${name}`, dnsName, ""]),
  ];
  return [
    table(addresses.map(([label = "", value = "", note = ""]) => [label, colors.bold(value), colors.dim(note)])),
    "",
    renderServices(services, colors),
    "",
    renderParameters(parameters, pendingParameters, colors),
  ].join("\n");
}

function renderServices(services: readonly ServiceRow[], colors: Colors): string {
  const head = ["service", "running", "listener", "target group", "health check", "healthy"].map(colors.dim);
  const rows = services.map(({ service, running, desired, route }) => {
    const runs = rate(running, desired, colors);
    if (route === undefined) return [service, runs, ...["–", "–", "–", "–"].map(colors.dim)];
    const { listener, targetGroup, healthCheck, healthy, targets } = route;
    return [service, runs, listener, targetGroup, healthCheck, rate(healthy, targets, colors)];
  });
  return table([head, ...rows]);
}

function renderParameters(total: number, pending: readonly string[], colors: Colors): string {
  if (pending.length === 0) return `  ${total} parameters, none of them pending`;
  const folder = pending[0]?.replace(/[^/]*$/, "") ?? "";
  const names = pending.map((name) => (name.startsWith(folder) ? name.slice(folder.length) : name));
  return `  ${pending.length} of ${total} parameters in ${folder} are still ${colors.yellow("pending")}:\n    ${names.join(", ")}`;
}

/** Commands that work as they stand while the emulator runs. */
export function renderLookAround(look: LookAround, colors: Colors): string {
  const { endpoint, region, environment, cluster, stackFolder } = look;
  const aws = `aws --endpoint-url ${endpoint}`;
  const commands = [
    `export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=${region} AWS_PAGER=`,
    `${aws} ecs list-services --cluster ${cluster}`,
    `${aws} elbv2 describe-target-groups --query 'TargetGroups[].TargetGroupName'`,
    `${aws} ssm get-parameters-by-path --path /kelmah/${environment} --query 'Parameters[].Name'`,
    `AWS_ENDPOINT_URL=${endpoint} terraform -chdir=${stackFolder} state list`,
  ];
  return [colors.bold("To look around, in another terminal:"), ...commands.map((command) => `  ${command}`)].join("\n");
}

/** A time such as `3.4 s` or `1 min 5 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

function rate(part: number, whole: number, colors: Colors): string {
  const text = `${part} of ${whole}`;
  return part === whole ? text : colors.red(text);
}

function table(rows: readonly (readonly string[])[]): string {
  const rendered = new Table({
    chars: PLAIN_TABLE,
    style: { "padding-left": 0, "padding-right": 0, border: [], head: [] },
  });
  rendered.push(...rows.map((row) => [...row]));
  return rendered
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
