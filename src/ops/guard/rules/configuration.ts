import type { Environment } from "../../../model/environment";
import { SHARED, stackName, STACK_PARTS, stateKey, workspaceName } from "../../../model/names";
import { type Block, type Configuration, configurationOfPlan, type ProviderBlock } from "../configuration";
import type { Context, Finding, Rule } from "../finding";
import { listOf, objectOf, type Plan, textOf } from "../plan";

/** The providers that the project's stacks name (src/stacks/base-stack.ts). */
export const PROVIDERS: Readonly<Record<string, string>> = {
  aws: "registry.terraform.io/hashicorp/aws",
  terraform: "terraform.io/builtin/terraform",
};

/** Arguments of the AWS provider that the project writes, or that a rehearsal adds. */
const ARGUMENTS = ["region", "allowed_account_ids", "default_tags", "s3_use_path_style", "max_retries"];

/** The data sources that the project has; any other may run a program, or read a secret into the state. */
export const DATA: readonly string[] = ["aws_ecr_image", "aws_lb_target_group", "aws_subnet", "terraform_remote_state"];

const HOW = "take it out of the stack, and synthesize it anew: npm run synth";

function refused(address: string | undefined, what: string): Finding {
  return { kind: "configuration", ...(address !== undefined && { address }), message: `${what}: ${HOW}` };
}

/** Where a stack belongs, as its provider has to say it. */
interface Place {
  readonly account: string;
  readonly region: string;
  /** The tag `Env`. */
  readonly tag: string;
}

/** The place of the environment, or of the storage of its states. */
function placeOf({ environment, storage }: Pick<Context, "environment" | "storage">): Place | undefined {
  const of = environment ?? storage;
  if (of === undefined) return undefined;
  const { account, region } = of.inventory;
  if (environment !== undefined) return { account, region, tag: environment.name };
  return { account, region: (of.state.kind === "s3" ? of.state.region : undefined) ?? region, tag: SHARED };
}

/** What a provider says of its place and should say otherwise; what it does not say, or as no constant, is said otherwise. */
function misplaced({ key, arguments: of }: ProviderBlock, { account, region, tag }: Place): Finding[] {
  const address = `provider ${key}`;
  const accounts = listOf(of.allowed_account_ids);
  const tags = listOf(of.default_tags).map((block) => objectOf(objectOf(block).tags).Env);
  const shown = (value: unknown) => (value === undefined ? "(not said)" : textOf(value));
  return [
    ...(accounts.join() === account
      ? []
      : [refused(address, `works in the account ${accounts.join(", ") || "(not said)"}, and the environment's is ${account}`)]),
    ...(of.region === region ? [] : [refused(address, `works in ${shown(of.region)}, and the environment is in ${region}`)]),
    ...(tags.length === 1 && tags[0] === tag
      ? []
      : [refused(address, `tags what it makes Env=${tags.map(shown).join(", ") || "(not said)"}, and the environment is ${tag}`)]),
  ]; // prettier-ignore
}

function providers({ providers: all, blocks: found }: Configuration, place: Place | undefined): Finding[] {
  const isMissing = found.some(({ type }) => type.startsWith("aws_")) && !all.some(({ name }) => name === "aws");
  const findings = all.flatMap((provider): Finding[] => {
    const { key, name, source, isSecond, arguments: of } = provider;
    const wanted = Object.hasOwn(PROVIDERS, name) ? PROVIDERS[name] : undefined;
    const address = `provider ${key}`;
    if (wanted === undefined || (source !== undefined && source !== wanted)) {
      return [refused(address, `is ${source ?? name}, which is not a provider of this project`)];
    }
    const strange = Object.keys(of).filter((argument) => name === "aws" && !ARGUMENTS.includes(argument));
    return [
      ...(isSecond ? [refused(address, "is a second provider")] : []),
      ...strange.map((argument) => refused(address, `has the argument ${argument}, which this project does not write`)),
      ...(name === "aws" && place !== undefined ? misplaced(provider, place) : []),
    ];
  });
  return isMissing
    ? [refused("provider aws", "is not written, and would work in whatever account its credentials open"), ...findings]
    : findings;
}

function blocks({ modules, blocks: all }: Configuration): Finding[] {
  return [
    ...modules.map(({ name, source }) =>
      refused(`module.${name}`, `is a module from ${source}: this project has none`),
    ),
    ...all.flatMap(({ address, type, mode, hasProvisioner }): Finding[] => {
      if (mode === "data" && !DATA.includes(type)) {
        const what = "is a data source that this project does not have: it may run a program, or read a secret";
        return [refused(address, what)];
      }
      if (mode === "managed" && !type.startsWith("aws_"))
        return [refused(address, "is nothing in AWS: it may run commands")];
      if (!["managed", "data"].includes(mode))
        return [refused(address, `is ${mode}, which this project does not have`)];
      return hasProvisioner ? [refused(address, "has a provisioner, which runs commands")] : [];
    }),
  ];
}

/** The states that an environment's stacks read of each other, each as its data source has to be written (src/stacks/base-stack.ts). */
function ownStates({ name, state, inventory }: Environment): string[] {
  const stacks = STACK_PARTS.map((part) => stackName(name, part));
  if (state.kind === "s3") {
    const { bucket, region = inventory.region } = state;
    return stacks.map((stack) => canonicalState("s3", { bucket, key: stateKey(stack), region }));
  }
  const { hostname, organization } = state;
  return stacks.map((stack) =>
    canonicalState("remote", { hostname, organization, workspaces: { name: workspaceName(state, stack) } }),
  );
}

function canonicalState(backend: unknown, config: object): string {
  const entries = Object.entries(config).filter(([, value]) => value !== undefined && value !== null);
  return JSON.stringify([backend, entries.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Where the other stacks' outputs are read from: the environment's own states, by nothing but their place. */
function remoteStates({ blocks: all }: Configuration, { environment }: Pick<Context, "environment">): Finding[] {
  // The stack that holds the states reads none.
  const own = environment === undefined ? [] : ownStates(environment);
  const isOwn = ({ constants: { backend, config, ...rest } }: Block) =>
    Object.keys(rest).length === 0 && own.includes(canonicalState(backend, withPlainWorkspace(objectOf(config))));
  return all
    .filter((block) => block.type === "terraform_remote_state" && !isOwn(block))
    .map(({ address, constants: { config } }) => {
      const { bucket, key } = objectOf(config);
      const where = bucket === undefined && key === undefined ? textOf(config) : `${textOf(bucket)}/${textOf(key)}`;
      return refused(address, `reads the state ${where}, which is not the environment's, or not as this project reads it`);
    }); // prettier-ignore
}

/** `workspaces` is a block: a list of one in some places, an object in others. */
function withPlainWorkspace(config: Readonly<Record<string, unknown>>): object {
  const { workspaces, ...rest } = config;
  return workspaces === undefined ? rest : { ...rest, workspaces: listOf(workspaces)[0] ?? workspaces };
}

function failedChecks({ checks }: Plan): Finding[] {
  return checks
    .map(objectOf)
    .filter(({ status }) => status === "fail" || status === "error")
    .map(({ address, status }) => ({
      kind: "configuration",
      address: String(objectOf(address).to_display),
      message: `has a check that ${status === "fail" ? "fails" : "cannot be made"}: terraform show plan says which, and what it expects`,
    }));
}

/** What of a configuration is not the project's, wherever it was read: it may work elsewhere, run something, or read a secret. */
export function foreign(
  configuration: Configuration,
  context: Pick<Context, "environment" | "storage">,
): readonly Finding[] {
  return [
    ...providers(configuration, placeOf(context)),
    ...blocks(configuration),
    ...remoteStates(configuration, context),
  ];
}

/** A plan is of the project's own stack, by its own provider, and does nothing beside it. */
export const ownConfiguration: Rule = (plan, context) => [
  ...foreign(configurationOfPlan(plan.configuration), context),
  ...failedChecks(plan),
];
