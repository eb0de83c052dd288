import { SHARED } from "../../../model/names";
import type { Context, Finding, Rule } from "../finding";
import { objectOf } from "../plan";

type Json = Readonly<Record<string, unknown>>;

/** What the project's stacks are written of (src/stacks); `//` is cdktf's word on itself. */
const SECTIONS = ["//", "data", "import", "locals", "moved", "output", "provider", "resource", "terraform"];
/** What other sections may do is a finding of its own (./configuration.ts). */
const TOLD = ["module"];
const SETTINGS = ["backend", "cloud", "required_providers", "required_version"];

/** Arguments of the S3 backend that the project writes: another may send states, and credentials, elsewhere. */
const BACKEND = ["bucket", "dynamodb_table", "encrypt", "key", "region", "use_lockfile"];
/** Arguments that say only how S3 is asked, and not where, nor as whom ("Backend Type: s3"). */
const ASKED = ["max_retries", "retry_mode", "skip_credentials_validation", "skip_metadata_api_check", "skip_region_validation", "skip_requesting_account_id", "skip_s3_checksum", "use_path_style"]; // prettier-ignore
const CLOUD = ["hostname", "organization", "workspaces"];

/** Functions that read files where Terraform runs ("Filesystem Functions"), such as what the processes there have in their variables. */
const READS_FILES = /\b(?:file\w*|templatefile)\s*\(/;
/** HCL's comments, which may stand between a function and its bracket. */
const COMMENT = /\/\*[^]*?\*\/|(?:\/\/|#).*$/gm;
/** Where the project's provider comes from (src/stacks/base-stack.ts). */
const SOURCES = ["hashicorp/aws", "registry.terraform.io/hashicorp/aws"];

const HOW = "synthesize the stack anew: npm run synth";

function strange(value: unknown, known: readonly string[], what: (name: string) => string): string[] {
  return Object.keys(objectOf(value))
    .filter((name) => !known.includes(name))
    .map(what);
}

/** Every text in which Terraform would work something out: a key is one, too. */
function expressionsIn(value: unknown): string[] {
  if (typeof value === "string") return /[$%]\{/.test(value) ? [value.replaceAll(COMMENT, "")] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [...expressionsIn(key), ...expressionsIn(inner)]);
}

/** Providers that come from somewhere else than the project's: whoever installs one runs it. */
function foreignSources(required: unknown): string[] {
  return Object.entries(objectOf(required)).flatMap(([name, requirement]) => {
    const { source } = objectOf(requirement);
    return SOURCES.includes(String(source))
      ? []
      : [`requires the provider ${name} from ${JSON.stringify(source ?? null)}`];
  });
}

/** What is not as this project writes it, of what decides what runs, and from where, before any state is read. */
function settings(json: Json): string[] {
  const { terraform } = json;
  const { backend, cloud, required_providers: required } = objectOf(terraform);
  const types = Object.keys(objectOf(backend));
  return [
    ...strange(json, [...SECTIONS, ...TOLD], (name) => `has '${name}', which no stack of this project has`),
    ...strange(terraform, SETTINGS, (name) => `has terraform.${name}, which no stack of this project has`),
    ...strange(required, ["aws"], (name) => `requires the provider ${name}, which is none of this project's`),
    ...foreignSources(required),
    ...(types.length > 0 === (cloud !== undefined) ? ["does not say where its state is, or says it twice"] : []),
    ...types.filter((type) => type !== "s3").map((type) => `keeps its state in a backend '${type}', and not in S3`),
    ...strange(objectOf(backend).s3, BACKEND, (name) => `has the backend's argument ${name}, which this project does not write`), // prettier-ignore
    ...(expressionsIn(json).some((text) => READS_FILES.test(text)) ? ["reads a file of the machine on which Terraform runs"] : []), // prettier-ignore
    ...strange(cloud, CLOUD, (name) => `has terraform.cloud.${name}, which this project does not write`),
  ];
}

/** A state in another place than the environment's states: whose stack it is, its key or its workspace has told. */
function elsewhere(json: Json, { environment, storage }: Pick<Context, "environment" | "storage">): string[] {
  const of = environment ?? storage;
  if (of === undefined) return [];
  const { state, inventory } = of;
  const { backend, cloud } = objectOf(json.terraform);
  const written = objectOf(state.kind === "s3" ? objectOf(backend).s3 : cloud);
  const own: Json =
    state.kind === "s3"
      ? { bucket: state.bucket, region: state.region ?? inventory.region, dynamodb_table: state.lockTable }
      : { organization: state.organization, hostname: state.hostname };
  const shown = (value: unknown) => (value === undefined ? "(not said)" : JSON.stringify(value));
  return Object.entries(own)
    .filter(([name, value]) => written[name] !== value)
    .map(([name, value]) => `keeps its state with the ${name} ${shown(written[name])}, and ${environment?.name ?? SHARED} with ${shown(value)}`); // prettier-ignore
}

/** What of a stack's settings, in its `cdk.tf.json`, is not the project's. `terraform show` tells nothing of them. */
export function foreignSettings(json: Json, context: Pick<Context, "environment" | "storage">): Finding[] {
  return [...settings(json), ...elsewhere(json, context)].map((message) => ({
    kind: "configuration",
    message: `cdk.tf.json ${message}: ${HOW}`,
  }));
}

/** Where an apply would write the state, if it is not where the stack says, as with `-backend-config` or another workspace. */
function otherState({ written, backend }: Context): string[] {
  const of = objectOf(objectOf(objectOf(written?.terraform).backend).s3);
  if (written === undefined || backend === undefined || of.key === undefined) return [];
  const { type, config, workspace } = backend;
  const differing = BACKEND.filter((name) => (config[name] ?? null) !== (of[name] ?? null));
  // Such as an endpoint, a role or a key: what it says is not shown.
  const more = Object.keys(config).filter((name) => ![...BACKEND, ...ASKED].includes(name));
  return [
    ...(type === "s3" ? [] : [`in a backend '${type}'`]),
    ...(type === "s3" ? differing.map((name) => `with the ${name} ${JSON.stringify(config[name] ?? null)}`) : []),
    ...(type === "s3" ? more.map((name) => `with ${name} (-backend-config)`) : []),
    ...(workspace === "default" ? [] : [`in the workspace '${workspace}'`]),
  ];
}

/** The stack that a plan was made of keeps its state where the environment's are, and asks for no other provider. */
export const ownSettings: Rule = (_, context) => [
  ...(context.others ?? []).map((name): Finding => ({
    kind: "configuration",
    message: `The plan was made of ${name} too, and not of a synthesized cdk.tf.json alone: remove it, and plan again`,
  })),
  ...otherState(context).map((where): Finding => ({
    kind: "configuration",
    message: `Its apply would write the state ${where}, and the stack says otherwise: run terraform init -reconfigure without arguments, in the workspace 'default', and plan again`,
  })),
  ...(context.written === undefined ? [] : foreignSettings(context.written, context)),
];
