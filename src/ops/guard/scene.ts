import type { Container, Environment } from "../../model/environment";
import { readJsonDocument } from "../../model/json-document";
import { resourceNames } from "../../model/names";
import { addressPart } from "../../model/phase";
import type { ServiceNames } from "../../model/environment";
import { documentIn } from "./meaning/document";
import { listOf, objectOf, type Plan, type ResourceChange } from "./plan";

type Json = Readonly<Record<string, unknown>>;

/** A service of the environment behind a Terraform name, its gateway or its canary. */
export interface Owner {
  /** The environment's name of it; `gateway` for the gateway and its canary. */
  readonly service: string;
  readonly container: Container;
  readonly names: ServiceNames;
}

/** A plan and its environment, with what is asked of them again and again. */
export class Scene {
  /** Whether everything that no row names needs a word: in protected environments, and in what belongs to none. */
  readonly strict: boolean;
  private readonly changes: ReadonlyMap<string, ResourceChange>;
  private readonly configured: ReadonlyMap<string, Json>;

  constructor(
    readonly plan: Plan,
    readonly environment: Environment | undefined,
  ) {
    this.strict = environment?.protected !== false;
    this.changes = new Map(plan.resource_changes.map((resource) => [resource.address, resource]));
    const { resources } = objectOf(objectOf(plan.configuration).root_module);
    this.configured = new Map(
      listOf(resources).map((resource) => [
        String(objectOf(resource).address),
        objectOf(objectOf(resource).expressions),
      ]),
    );
  }

  /** What the plan does to an address. */
  change(address: string): ResourceChange | undefined {
    return this.changes.get(address);
  }

  /** What the configuration says of an attribute, as Terraform shows it: text with references, or nothing. */
  written(address: string, attribute: string): unknown {
    return this.configured.get(address.replace(/\[.*\]$/, ""))?.[attribute];
  }

  /** Whether the plan says how the resource is configured. */
  isConfigured(address: string): boolean {
    return this.configured.has(address.replace(/\[.*\]$/, ""));
  }

  /** The resources and data sources that the configuration of an attribute refers to: `aws_lb.internal`, `data.aws_x.y`. */
  references(address: string, attribute: string): readonly string[] {
    const found = new Set<string>();
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(walk);
      else if (typeof value === "object" && value !== null) {
        for (const [key, inner] of Object.entries(value)) {
          if (key !== "references") walk(inner);
          else for (const one of listOf(inner)) found.add(String(one).split(".").slice(0, String(one).startsWith("data.") ? 3 : 2).join(".")); // prettier-ignore
        }
      }
    };
    walk(this.written(address, attribute));
    return [...found].sort();
  }

  /**
   * A JSON document that an attribute will be: what the plan knows, or else what the configuration says, with what is not known yet
   * as the text of its reference; `undefined` where neither can be read.
   */
  document({ address, change }: ResourceChange, attribute: string): unknown {
    const after = objectOf(change.after)[attribute];
    if (after !== undefined && after !== null) return documentIn(after);
    const expression = objectOf(this.written(address, attribute)).constant_value;
    return this.resolved(readJsonDocument(expression, (text) => this.valueOf(text) ?? text));
  }

  /** What a reference such as `aws_lb.internal.dns_name` is, where the plan knows it. */
  private valueOf(reference: string): string | undefined {
    const [address, attribute] = /^((?:data\.)?\w+\.\w+)\.(\w+)$/.exec(reference)?.slice(1) ?? [];
    if (address === undefined || attribute === undefined) return undefined;
    const values = address.startsWith("data.") ? this.read(address) : objectOf(this.change(address)?.change.after);
    const value = values[attribute];
    return typeof value === "string" ? value : undefined;
  }

  /** A document with what its texts refer to in place of the references, where the plan knows it. */
  private resolved(value: unknown): unknown {
    if (typeof value === "string") {
      return value.replaceAll(/\$\{([\w.]+)\}/g, (text, reference: string) => this.valueOf(reference) ?? text);
    }
    if (Array.isArray(value)) return value.map((item) => this.resolved(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolved(item)]));
  }

  /** Values of data sources and of what other stacks put out, by `data` address. */
  read(address: string): Json {
    const { values } = objectOf(this.plan.prior_state);
    const { resources } = objectOf(objectOf(values).root_module);
    const found = listOf(resources).find((resource) => objectOf(resource).address === address);
    return objectOf(objectOf(found).values);
  }

  /** The tag that an image's digest was read by. */
  tagOf(digest: string | undefined): string | undefined {
    const { values } = objectOf(this.plan.prior_state);
    const { resources } = objectOf(objectOf(values).root_module);
    const found = listOf(resources)
      .map((resource) => objectOf(objectOf(resource).values))
      .find(({ image_digest: read }) => digest !== undefined && read === digest);
    return typeof found?.image_tag === "string" ? found.image_tag : undefined;
  }

  /** What the network stack puts out, as the services stack has read it. */
  networkOutputs(): Json {
    return objectOf(this.read("data.terraform_remote_state.network").outputs);
  }

  /** The service whose resource has a Terraform name: `auth` of `auth_execution`, the longest where several fit. */
  owner(name: string): Owner | undefined {
    const { environment } = this;
    if (environment === undefined) return undefined;
    const is = (part: string) => name === part || name.startsWith(`${part}_`);
    const all = resourceNames(environment);
    if (is("gateway")) return { service: "gateway", container: environment.gateway, names: all.gateway };
    if (is("canary")) {
      const image = environment.gateway.canary?.image ?? environment.gateway.image;
      return { service: "gateway", container: { ...environment.gateway, image }, names: all.canary };
    }
    const [service] = Object.keys(environment.services)
      .filter((one) => is(addressPart(one)))
      .sort((a, b) => b.length - a.length);
    const [container, names] = [environment.services[service ?? ""], all.services[service ?? ""]];
    return service === undefined || container === undefined || names === undefined
      ? undefined
      : { service, container, names };
  }
}
