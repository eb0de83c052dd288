import type { Environment } from "../../../model/environment";
import { stateKey, stackName } from "../../../model/names";
import type { Finding, Rule } from "../finding";
import { listOf, objectOf, type Plan, textOf } from "../plan";

type Json = Readonly<Record<string, unknown>>;

/** The providers that the project's stacks name (src/stacks/base-stack.ts). */
const PROVIDERS: Readonly<Record<string, string>> = {
  aws: "registry.terraform.io/hashicorp/aws",
  terraform: "terraform.io/builtin/terraform",
};

/** Arguments of the AWS provider that the project writes, or that a rehearsal adds. */
const ARGUMENTS = ["region", "allowed_account_ids", "default_tags", "s3_use_path_style", "max_retries"];

const DATA = /^(?:aws_|terraform_remote_state$)/;
/** Data sources that would read a secret into the state, or a program's output: the project has none. */
const READS = ["aws_ssm_parameter", "aws_ssm_parameters_by_path", "aws_secretsmanager_secret_version", "aws_secretsmanager_random_password", "aws_lambda_invocation"]; // prettier-ignore

const HOW = "take it out of the stack, and synthesize it anew: npm run synth";

function refused(address: string | undefined, what: string): Finding {
  return { kind: "configuration", ...(address !== undefined && { address }), message: `${what}: ${HOW}` };
}

function constant(value: unknown): unknown {
  return objectOf(value).constant_value;
}

function providers(configuration: Json, environment: Environment | undefined): Finding[] {
  return Object.entries(objectOf(configuration.provider_config)).flatMap(([key, value]): Finding[] => {
    const { name, full_name: full, alias, expressions, module_address: module } = objectOf(value);
    const wanted = PROVIDERS[String(name)];
    const address = `provider ${key}`;
    if (wanted === undefined || (full !== undefined && full !== wanted)) {
      return [refused(address, `is ${String(full ?? name)}, which is not a provider of this project`)];
    }
    const of = objectOf(expressions);
    const strange = Object.keys(of).filter((argument) => name === "aws" && !ARGUMENTS.includes(argument));
    const accounts = listOf(constant(of.allowed_account_ids));
    const [region, tags] = [
      constant(of.region),
      listOf(of.default_tags).map((block) => constant(objectOf(block).tags)),
    ];
    const { inventory } = environment ?? {};
    const isAws = name === "aws" && inventory !== undefined;
    return [
      ...(alias === undefined && module === undefined ? [] : [refused(address, "is a second provider")]),
      ...strange.map((argument) => refused(address, `has the argument ${argument}, which this project does not write`)),
      ...(isAws && accounts.length > 0 && accounts.join() !== inventory.account
        ? [
            refused(
              address,
              `works in the account ${accounts.join(", ")}, and the environment's is ${inventory.account}`,
            ),
          ]
        : []),
      ...(isAws && region !== undefined && region !== inventory.region
        ? [refused(address, `works in ${textOf(region)}, and the environment is in ${inventory.region}`)]
        : []),
      ...tags
        .map((tag) => objectOf(tag).Env)
        .filter((tag) => environment !== undefined && tag !== undefined && tag !== environment.name)
        .map((tag) => refused(address, `tags what it makes Env=${String(tag)}, and the environment is ${environment?.name ?? ""}`)), // prettier-ignore
    ];
  });
}

function blocks(configuration: Json): Finding[] {
  const { resources, module_calls: modules } = objectOf(configuration.root_module);
  return [
    ...Object.entries(objectOf(modules)).map(([name, call]) =>
      refused(`module.${name}`, `is a module from ${String(objectOf(call).source)}: this project has none`),
    ),
    ...listOf(resources)
      .map(objectOf)
      .flatMap(({ address, type, mode, provisioners }): Finding[] => {
        const at = String(address);
        const name = String(type);
        if (mode === "data" && (!DATA.test(name) || READS.includes(name))) {
          return [
            refused(at, "is a data source that this project does not have: it may run a program, or read a secret"),
          ];
        }
        if (mode === "managed" && !name.startsWith("aws_"))
          return [refused(at, "is nothing in AWS: it may run commands")];
        return listOf(provisioners).length > 0 ? [refused(at, "has a provisioner, which runs commands")] : [];
      }),
  ];
}

/** Where the other stacks' outputs are read from: the environment's own states, and no others'. */
function remoteStates(configuration: Json, environment: Environment | undefined): Finding[] {
  const { resources } = objectOf(configuration.root_module);
  const state = environment?.state;
  if (environment === undefined || state?.kind !== "s3") return [];
  const keys = (["network", "repositories", "services"] as const).map((part) =>
    stateKey(stackName(environment.name, part)),
  );
  return listOf(resources)
    .map(objectOf)
    .filter(({ type }) => type === "terraform_remote_state")
    .flatMap(({ address, expressions }) => {
      const config = objectOf(constant(objectOf(expressions).config));
      const { bucket, key } = config;
      const isOwn =
        (bucket === undefined || bucket === state.bucket) && (key === undefined || keys.includes(textOf(key)));
      return isOwn ? [] : [refused(String(address), `reads the state ${textOf(bucket)}/${textOf(key)}, which is not the environment's`)]; // prettier-ignore
    });
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

/** A plan is of the project's own stack, by its own provider, and does nothing beside it. */
export const ownConfiguration: Rule = (plan, { environment }) => {
  const configuration = objectOf(plan.configuration);
  return [
    ...providers(configuration, environment),
    ...blocks(configuration),
    ...remoteStates(configuration, environment),
    ...failedChecks(plan),
  ];
};
