import { addressPart } from "../../src/model/phase";
import { ownerOf, SHARED } from "./owners";
import { type Attributes, blocksOf, type StackJson } from "./synth";

/** Where two values differ, two fields deep: `lifecycle.prevent_destroy`. An element of a list is at its list's place. */
function pathsThatDiffer(one: unknown, other: unknown, path: readonly string[] = []): string[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  const [a, b] = [one, other].map((value) =>
    Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value,
  );
  const isObject = (value: unknown): value is Attributes =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (path.length === 2 || !isObject(a) || !isObject(b)) return [path.join(".")];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    pathsThatDiffer(a[key], b[key], [...path, key]),
  );
}

/** How one stack differs from another of the same services; `*` in an address stands for a service's name. */
export interface StackDifferences {
  /** Addresses that only the other stack has; with `*` where each service has one. */
  readonly missing: readonly string[];
  /** Addresses that only this stack has; with `*` where each service has one. */
  readonly added: readonly string[];
  /** Fields that differ at addresses that both have; with `*` those of any service. */
  readonly changed: Readonly<Record<string, readonly string[]>>;
}

/** Compares a stack with another one of the same services. */
export function differencesBetween(json: StackJson, from: StackJson, services: readonly string[]): StackDifferences {
  const [blocks, before] = [blocksOf(json), blocksOf(from)];
  const general = (address: string) => {
    const owner = ownerOf(address, services);
    return owner === SHARED ? address : address.replace(`.${addressPart(owner)}`, ".*");
  };
  const summary = (addresses: readonly string[]) => {
    const count = (pattern: string) => addresses.filter((address) => general(address) === pattern).length;
    const isOfEach = (address: string) => count(general(address)) === services.length;
    return [...new Set(addresses.map((address) => (isOfEach(address) ? general(address) : address)))].sort();
  };
  const changed: Record<string, string[]> = {};
  for (const [address, block] of blocks) {
    const was = before.get(address);
    const paths = was === undefined ? [] : pathsThatDiffer(was, block);
    if (paths.length > 0) changed[general(address)] = [...(changed[general(address)] ?? []), ...paths];
  }
  return {
    missing: summary([...before.keys()].filter((address) => !blocks.has(address))),
    added: summary([...blocks.keys()].filter((address) => !before.has(address))),
    changed: Object.fromEntries(
      Object.entries(changed).map(([address, paths]) => [address, [...new Set(paths)].sort()]),
    ),
  };
}
