import type { Environment } from "../../model/environment";
import type { Attributes } from "../stack";
import type { Existing, ExistingByType } from "./existing/existing";
import { LEFT, MATCHERS, type Key, type Sought } from "./matchers";
import { resolveAttributes, resolveValue, UNKNOWN } from "./resolve";
import { addressOf, type Wanted, type WantedStack } from "./stacks";

/** What was found of one resource. */
export type Outcome =
  | { readonly kind: "found"; readonly existing: Existing; readonly evidence: string }
  | { readonly kind: "missing" }
  | { readonly kind: "ambiguous"; readonly candidates: readonly Existing[]; readonly evidence: string }
  /** Never imported, for a reason. */
  | { readonly kind: "left"; readonly reason: string }
  /** Nobody has taught discovery to look for it yet. */
  | { readonly kind: "unsought" };

/** A resource of a stack and what was found of it. */
export interface Match {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  /** What the stack would set; unknown what depends on what is still to be made. */
  readonly wanted: Attributes;
  readonly outcome: Outcome;
}

/** Ids that are known for certain, by address: from Terraform's state or the journal of an apply. */
export interface Hints {
  readonly source: string;
  readonly ids: ReadonlyMap<string, string>;
}

/** What matching needs. */
export interface MatchInput {
  readonly stacks: readonly WantedStack[];
  readonly existing: ExistingByType;
  readonly environment: Environment;
  /** By stack, the surest first. @default none */
  readonly hints?: ReadonlyMap<string, readonly Hints[]>;
}

/** A data source that the plan would read in vain. */
export type MissingData = Pick<Wanted, "stack" | "type" | "name">;

/** Finds the resources of stacks in what AWS has, following the references between them. */
export class Matching {
  private readonly memo = new Map<string, Match>();

  constructor(private readonly input: MatchInput) {}

  /** Every resource of every stack, by stack and address. */
  all(): Match[] {
    return this.input.stacks.flatMap(({ resources }) =>
      resources.map((resource) => this.match(resource)).sort((a, b) => (a.address < b.address ? -1 : 1)),
    );
  }

  /** Data sources that find nothing, among those that can be looked up here. */
  missingData(): MissingData[] {
    return this.input.stacks.flatMap(({ data }) =>
      data.filter((source) => MATCHERS[source.type] !== undefined && this.dataSource(source) === undefined),
    );
  }

  /** A value of a stack with its references replaced by what they stand for. */
  resolve(stack: string, value: unknown): unknown {
    return resolveValue(value, (reference) => this.lookup(stack, reference));
  }

  private match(resource: Wanted): Match {
    const address = addressOf(resource);
    const key = `${resource.stack}/${address}`;
    const known = this.memo.get(key);
    if (known !== undefined) return known;
    const wanted = resolveAttributes(resource.attributes, (reference) => this.lookup(resource.stack, reference));
    const match = { stack: resource.stack, address, type: resource.type, wanted, outcome: this.find(resource, wanted) };
    this.memo.set(key, match);
    return match;
  }

  private find(resource: Wanted, attributes: Attributes): Outcome {
    const { type, name, stack } = resource;
    const reason = LEFT[type];
    if (reason !== undefined) return { kind: "left", reason };
    const matcher = MATCHERS[type];
    if (matcher === undefined) return { kind: "unsought" };
    const { environment, existing, hints } = this.input;
    const sought: Sought = { name, attributes, environment, servedSubnets: this.servedSubnets(resource) };
    const certain = (hints?.get(stack) ?? []).map(({ source, ids }) => hintKey(source, ids.get(addressOf(resource))));
    return choose([...certain, ...matcher(sought)], existing[type] ?? []);
  }

  /** The subnets whose associations in the stack refer to a route table. */
  private servedSubnets({ stack, type, name }: Wanted): string[] {
    if (type !== "aws_route_table") return [];
    const associations = this.stack(stack)?.resources.filter(
      ({ type: other, attributes }) =>
        other === "aws_route_table_association" && attributes.route_table_id === `\${aws_route_table.${name}.id}`,
    );
    return (associations ?? []).flatMap(({ attributes }) => {
      const subnet = resolveValue(attributes.subnet_id, (reference) => this.lookup(stack, reference));
      return typeof subnet === "string" ? [subnet] : [];
    });
  }

  private stack(name: string): WantedStack | undefined {
    return this.input.stacks.find((stack) => stack.name === name);
  }

  /** The value behind a reference, such as `aws_lb.internal.arn` or an output of the network stack. */
  private lookup(stack: string, reference: string): unknown {
    const parts = reference.split(".");
    if (parts[0] !== "data") {
      const [type = "", name = "", attribute = ""] = parts;
      const resource = this.stack(stack)?.resources.find((other) => other.type === type && other.name === name);
      if (resource === undefined) return UNKNOWN;
      const { outcome, wanted } = this.match(resource);
      if (outcome.kind === "found") return outcome.existing.attributes[attribute] ?? UNKNOWN;
      // The name of what is still to be made is known all the same.
      return wanted[attribute] ?? UNKNOWN;
    }
    const [, type = "", name = "", attribute = "", output = ""] = parts;
    if (type === "terraform_remote_state") {
      const other = this.input.stacks.find((candidate) => candidate.name.endsWith(`-${name}`));
      if (other === undefined || attribute !== "outputs") return UNKNOWN;
      return resolveValue(other.outputs[output] ?? UNKNOWN, (inner) => this.lookup(other.name, inner));
    }
    const source = this.stack(stack)?.data.find((other) => other.type === type && other.name === name);
    return (source && this.dataSource(source)?.attributes[attribute]) ?? UNKNOWN;
  }

  /** What a data source finds, by its literal arguments. */
  private dataSource({ type, attributes }: Wanted): Existing | undefined {
    const wanted = Object.entries(attributes).filter(([key, value]) => key !== "//" && typeof value === "string");
    return this.input.existing[type]?.find((existing) =>
      wanted.every(([key, value]) => existing.attributes[key] === value),
    );
  }
}

function hintKey(source: string, id: string | undefined): Key {
  return {
    evidence: source,
    matches: ({ attributes, importId }) => id !== undefined && id !== "" && (attributes.id === id || importId === id),
  };
}

/** The first key that finds something decides. */
function choose(keys: readonly Key[], existing: readonly Existing[]): Outcome {
  for (const { evidence, matches } of keys) {
    const candidates = existing.filter(matches);
    const [first] = candidates;
    if (first === undefined) continue;
    return candidates.length === 1
      ? { kind: "found", existing: first, evidence }
      : { kind: "ambiguous", candidates, evidence };
  }
  return { kind: "missing" };
}
