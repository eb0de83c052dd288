import { legacyUrl } from "../../../model/move";
import { parameterName, secretName } from "../../../model/names";
import { openPorts } from "../../../model/ports";
import { discoveryName } from "../../../model/service-discovery";
import { plainVariables, serviceUrlVariables } from "../../../model/variables";
import { secretVariables } from "../../../model/environment";
import { holds } from "../../../model/iam-pattern";
import { objectOf, textOf } from "../plan";
import type { Owner, Scene } from "../scene";

/** Variables that steer what runs the program, and not the program (Node.js, "Command-line API"; ld.so(8); AWS SDKs). */
const RUNTIME =
  /^(?:NODE_(?!ENV$)|LD_|DYLD_|MALLOC_|AWS_|SSL_|OPENSSL_|GIT_|NPM_|ENV$|PATH$|HOME$|SHELL$|BASH_ENV$|PYTHON|JAVA_|.*_PROXY$)/i;

/** Words in the name of a variable that guards something: who is let in, how often, for how long, how well it is hidden. */
const GUARDS =
  /AUTH|JWT|CORS|ORIGIN|RATE|LIMIT|ATTEMPT|LOCK|BCRYPT|ROUNDS|SALT|PASSWORD|TOKEN|SECRET|KEY|SESSION|COOKIE|CSRF|TLS|SSL|SECURE|TRUST|VERIF|VALIDAT|ALLOW|DENY|BYPASS|SKIP|DISABLE|DEBUG|INSPECT|EXPIRE|ADMIN|ROLE|PERMISSION|WEBHOOK|CALLBACK|REDIRECT/i; // prettier-ignore

/** Every host in a value, such as that of a URL or of a server's address. */
function hostsIn(value: unknown): Set<string> {
  const text = typeof value === "string" ? value : "";
  return new Set(text.toLowerCase().match(/(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+|\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? []);
}

/** The URLs at which the platform itself answers for a service: the load balancer's, its name's, its legacy's. */
function platformUrls(service: string, scene: Scene): string[] {
  const { environment } = scene;
  const found = environment?.services[service];
  if (environment === undefined || found === undefined) return [];
  const balancer = objectOf(scene.change("aws_lb.internal")?.change.after).dns_name;
  const hosts = [
    ...(typeof balancer === "string" ? [balancer] : []),
    "${aws_lb.internal.dns_name}",
    ...(environment.serviceDiscovery === undefined
      ? []
      : [discoveryName(service, environment.serviceDiscovery.namespace)]),
  ];
  const legacy = legacyUrl(environment, service);
  return [
    ...hosts.flatMap((host) => openPorts(found).map((port) => `http://${host}:${port}`)),
    ...(legacy === undefined ? [] : [legacy]),
  ];
}

/** Why a variable's new value needs a word; `undefined` where it does not. A value that is gone is `undefined`. */
export function variableConcern(
  name: string,
  { before, after }: { readonly before: unknown; readonly after: unknown },
  owner: Owner | undefined,
  scene: Scene,
): string | undefined {
  if (before === after) return undefined;
  const { environment } = scene;
  const called = environment === undefined ? undefined : serviceUrlVariables(environment).get(name);
  if (name.endsWith("_SERVICE_URL") && owner?.service === "gateway") {
    if (after === undefined) return called === undefined ? undefined : "would be gone, and the gateway calls by it";
    if (called === undefined) return "is the URL of no service of the environment";
    return platformUrls(called, scene).includes(textOf(after)) ? undefined : "is not where the platform answers for it";
  }
  if (after === undefined) return "would be gone";
  if (after === "") return "would be empty";
  if (RUNTIME.test(name)) return "steers what runs the program";
  if (name === "NODE_ENV") return after === "production" ? undefined : "is not 'production'";
  const port = String(owner?.container.port);
  if (/(?:^|_)PORT$/.test(name) && [before, after].includes(port)) {
    return after === port ? undefined : "is not the port that it answers on";
  }
  if (GUARDS.test(name)) return before === undefined && after === "false" ? undefined : "guards something";
  if (/^(?:ENABLE|USE)_/.test(name) && before === "true") return "is turned off";
  const known = hostsIn(before);
  const strangers = [...hostsIn(after)].filter((host) => !known.has(host));
  return strangers.length > 0 ? `names another host: ${strangers.join(", ")}` : undefined;
}

/** The variables that the environment gives a new definition, with the load balancer's name as Terraform has it. */
export function expectedVariables(owner: Owner | undefined, { environment }: Scene): Readonly<Record<string, string>> {
  if (environment === undefined || owner === undefined) return {};
  return plainVariables(environment, owner.service, "");
}

/** Why a secret's reference needs a word; `undefined` where it is one of the environment's own. */
export function secretConcern(
  name: string,
  reference: unknown,
  owner: Owner | undefined,
  { environment }: Scene,
): string | undefined {
  if (reference === undefined) return "would be gone";
  if (environment === undefined || owner === undefined) return "is read by what no environment has";
  const secret = secretVariables(owner.container).get(name) ?? name;
  const { account, region } = environment.inventory;
  const text = textOf(reference);
  const own =
    text === `arn:aws:ssm:${region}:${account}:parameter${parameterName(environment.name, secret)}` ||
    holds(`arn:aws:secretsmanager:${region}:${account}:secret:${secretName(environment.name, secret)}-??????`, text) ||
    text.replace(/^\$\{|\}$/g, "") === `aws_secretsmanager_secret.${secret.toLowerCase()}.arn`;
  return own ? undefined : "reads what is not the environment's own secret of that name";
}
