import { DescribeTaskDefinitionCommand, type ECSClient, type TaskDefinition } from "@aws-sdk/client-ecs";
import { credentialReason } from "../../../model/credentials";
import type { Attributes } from "../../stack";

/** What stands where a value was left behind. */
export const NOT_SHOWN = "(not shown: it looks like a credential)";

/** The shortest value of a secret that is looked for in other fields: a shorter one would be found anywhere. */
const SHORTEST_SECRET = 6;

/** Reads task definitions, each once. */
export class DefinitionReader {
  private readonly known = new Map<string, Promise<TaskDefinition>>();

  /** @param secrets names of variables whose values are secrets, whatever they look like */
  constructor(
    private readonly client: ECSClient,
    private readonly secrets: readonly string[],
  ) {}

  /** A task definition as ECS describes it, with whatever is in its plain variables: it goes no further than its caller. */
  async read(arn: string): Promise<TaskDefinition> {
    const known = this.known.get(arn) ?? this.ask(arn);
    this.known.set(arn, known);
    return await known;
  }

  /**
   * A task definition without its plain variables and without whatever else looks like a credential, or repeats one of them:
   * a command may hold it, and a log driver's options.
   */
  async withoutCredentials(arn: string): Promise<Attributes> {
    const definition = await this.read(arn);
    const variables = (definition.containerDefinitions ?? []).flatMap(({ environment = [] }) => environment);
    const values = variables.flatMap(({ name = "", value = "" }) =>
      value.length >= SHORTEST_SECRET && this.isSecret(name, value) ? [value] : [],
    );
    return this.clean({ ...definition, containerDefinitions: definition.containerDefinitions?.map(withoutVariables) }, "", values) as Attributes; // prettier-ignore
  }

  private async ask(taskDefinition: string): Promise<TaskDefinition> {
    const answer = await this.client.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    return answer.taskDefinition ?? {};
  }

  private isSecret(name: string, value: string): boolean {
    return this.secrets.includes(name) || credentialReason(name.replaceAll(/[-.]/g, "_"), value) !== undefined;
  }

  private clean(value: unknown, key: string, secrets: readonly string[]): unknown {
    if (typeof value === "string") {
      return this.isSecret(key, value) || secrets.some((secret) => value.includes(secret)) ? NOT_SHOWN : value;
    }
    if (Array.isArray(value)) return value.map((item) => this.clean(item, key, secrets));
    if (typeof value !== "object" || value === null || value instanceof Date) return value;
    // Pairs of a name and a value are what an object's keys and values are elsewhere.
    const { name } = value as { readonly name?: unknown };
    return Object.fromEntries(
      Object.entries(value).map(([inner, of]) => [
        inner,
        this.clean(of, inner === "value" && typeof name === "string" ? name : inner, secrets),
      ]),
    );
  }
}

function withoutVariables(container: object): Attributes {
  return Object.fromEntries(Object.entries(container).filter(([key]) => key !== "environment"));
}
