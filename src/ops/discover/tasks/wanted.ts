import type { Environment } from "../../../model/environment";
import { readJsonDocument } from "../../../model/json-document";
import { addressPart } from "../../../model/phase";
import type { Attributes } from "../../stack";
import type { Matching } from "../match";
import { addressOf, type Wanted, type WantedStack } from "../stacks";

/** A task definition that a stack would register, in the words of ECS's API. */
export interface WantedTask {
  /** The service of the environment, or `gateway`. */
  readonly service: string;
  readonly stack: string;
  readonly address: string;
  /** As `RegisterTaskDefinition` takes it; unknown what is known only when Terraform applies. */
  readonly definition: Attributes;
}

/** Arguments that are Terraform's own, or say nothing of what runs. */
const TERRAFORMS = ["tags", "skip_destroy", "track_latest", "lifecycle", "depends_on", "provider"];

/** What the provider calls otherwise than ECS's API, beside the underscores. */
const RENAMED: Readonly<Record<string, string>> = { volume: "volumes", sizeInGib: "sizeInGiB" };

/**
 * The task definitions of an environment's services and gateway as its synthesized stacks would register them. Nothing is
 * worked out here a second time: what the constructs have written is read.
 *
 * @param stacks the environment's own
 */
export function wantedTasks(
  environment: Environment,
  stacks: readonly WantedStack[],
  matching: Pick<Matching, "resolve">,
): WantedTask[] {
  const byAddress = new Map(Object.keys(environment.services).map((name) => [addressPart(name), name] as const));
  byAddress.set("gateway", "gateway");
  return stacks.flatMap(({ resources, data }) =>
    resources.flatMap((resource): WantedTask[] => {
      const service = byAddress.get(resource.name);
      if (resource.type !== "aws_ecs_task_definition" || service === undefined) return [];
      const { stack } = resource;
      return [{ service, stack, address: addressOf(resource), definition: definitionOf(resource, data, matching) }];
    }),
  );
}

function definitionOf({ stack, attributes }: Wanted, data: readonly Wanted[], matching: Pick<Matching, "resolve">) {
  const { container_definitions: document, ...rest } = attributes;
  const own = Object.entries(rest).filter(([key]) => key !== "//" && !TERRAFORMS.includes(key));
  const containers = readJsonDocument(withTags(String(document), data), (reference) => `\${${reference}}`);
  return matching.resolve(stack, {
    ...(inWordsOfEcs(Object.fromEntries(own)) as Attributes),
    containerDefinitions: containers ?? [],
  }) as Attributes;
}

/** The digest is known when Terraform plans; until then an image is known by the tag that it is looked up by. */
function withTags(text: string, data: readonly Wanted[]): string {
  return text.replaceAll(/@\$\{data\.aws_ecr_image\.(\w+)\.image_digest\}/g, (digest, name: string) => {
    const image = data.find((source) => source.type === "aws_ecr_image" && source.name === name);
    const { image_tag: tag } = image?.attributes ?? {};
    return typeof tag === "string" ? `:${tag}` : digest;
  });
}

function inWordsOfEcs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inWordsOfEcs);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const camel = key.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      return [RENAMED[camel] ?? camel, inWordsOfEcs(inner)];
    }),
  );
}
