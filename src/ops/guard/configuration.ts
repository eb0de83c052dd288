import { providerAddress } from "../terraform/required-providers";
import { listOf, objectOf } from "./plan";

type Json = Readonly<Record<string, unknown>>;

/** A provider block. A value that is no constant is `undefined`. */
export interface ProviderBlock {
  /** What a person would look for: `aws`, `aws.other`. */
  readonly key: string;
  readonly name: string;
  /** Its full address. @default as the name says */
  readonly source?: string;
  /** Whether it is one more of its name, or a module's. */
  readonly isSecond: boolean;
  readonly arguments: Json;
}

/** A resource, a data source, or what later versions of Terraform have beside them. */
export interface Block {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly hasProvisioner: boolean;
  /** Arguments that are constants. */
  readonly constants: Json;
}

/** What a stack is written of, read from a plan or from `cdk.tf.json`: the same for both. */
export interface Configuration {
  readonly providers: readonly ProviderBlock[];
  /** Modules, with their sources. */
  readonly modules: readonly { readonly name: string; readonly source: string }[];
  readonly blocks: readonly Block[];
}

function constantIn(expression: unknown): unknown {
  return objectOf(expression).constant_value;
}

function constantsIn(expressions: unknown): Json {
  return Object.fromEntries(
    Object.entries(objectOf(expressions)).map(([name, expression]) => [
      name,
      // A block, such as `default_tags`, is a list of expressions.
      Array.isArray(expression) ? expression.map(constantsIn) : constantIn(expression),
    ]),
  );
}

/** The configuration of a plan, as `terraform show -json` tells it. */
export function configurationOfPlan(configuration: unknown): Configuration {
  const { provider_config: providers, root_module: root } = objectOf(configuration);
  const { resources, module_calls: modules } = objectOf(root);
  return {
    providers: Object.entries(objectOf(providers)).map(([key, value]) => {
      const { name, full_name: source, alias, expressions, module_address: module } = objectOf(value);
      return {
        key,
        name: String(name),
        ...(typeof source === "string" && { source }),
        isSecond: alias !== undefined || module !== undefined,
        arguments: constantsIn(expressions),
      };
    }),
    modules: Object.entries(objectOf(modules)).map(([name, call]) => ({
      name,
      source: String(objectOf(call).source),
    })),
    blocks: listOf(resources)
      .map(objectOf)
      .map(({ address, mode, type, provisioners, expressions }) => ({
        address: String(address),
        mode: String(mode),
        type: String(type),
        hasProvisioner: listOf(provisioners).length > 0,
        constants: constantsIn(expressions),
      })),
  };
}

/** A value of Terraform JSON in which nothing is to be worked out; `undefined` for any other. */
function constant(value: unknown): unknown {
  return /[$%]\{/.test(JSON.stringify(value ?? null)) ? undefined : value;
}

function constants(block: unknown): Json {
  return Object.fromEntries(
    Object.entries(objectOf(block))
      .filter(([name]) => name !== "//")
      .map(([name, value]) => [
        name,
        Array.isArray(value) && value.some((one) => typeof one === "object") ? value.map(constants) : constant(value),
      ]),
  );
}

/** Blocks of a kind, which Terraform JSON writes as an object or as a list of objects. */
function blocksOf(value: unknown): Json[] {
  return (Array.isArray(value) ? value : [value]).map(objectOf);
}

function typed(value: unknown, mode: string): Block[] {
  return Object.entries(objectOf(value)).flatMap(([type, named]) =>
    Object.entries(objectOf(named)).flatMap(([name, written]) =>
      blocksOf(written).map((block) => ({
        address: `${mode === "managed" ? "" : `${mode}.`}${type}.${name}`,
        mode,
        type,
        hasProvisioner: block.provisioner !== undefined || block.connection !== undefined,
        constants: constants(block),
      })),
    ),
  );
}

/** The configuration of a stack, as `cdk.tf.json` has it. */
export function configurationOfStack(json: unknown): Configuration {
  const { provider, module, resource, data, terraform } = objectOf(json);
  const sources = objectOf(objectOf(terraform).required_providers);
  return {
    providers: Object.entries(objectOf(provider)).flatMap(([name, written]) =>
      blocksOf(written).map((block, index) => {
        const { source } = objectOf(sources[name]);
        return {
          key: typeof block.alias === "string" ? `${name}.${block.alias}` : name,
          name,
          ...(typeof source === "string" && { source: providerAddress(source) }),
          isSecond: index > 0 || block.alias !== undefined,
          arguments: constants(block),
        };
      }),
    ),
    modules: Object.entries(objectOf(module)).map(([name, call]) => ({
      name,
      source: String(objectOf(blocksOf(call)[0]).source),
    })),
    blocks: [...typed(resource, "managed"), ...typed(data, "data")],
  };
}
