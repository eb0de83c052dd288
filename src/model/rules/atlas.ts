import { overlaps, parseCidr } from "../cidr";
import type { Environment } from "../environment";
import { type Problem, quote } from "../problem";

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === "string" && pattern.test(value);
}

function blockProblem(block: unknown, vpcBlock: string): string | undefined {
  if (typeof block !== "string") return `${quote(block)}: give the block of Atlas's network, such as 192.168.248.0/21`;
  let atlas;
  try {
    atlas = parseCidr(block);
  } catch (error) {
    return (error as Error).message;
  }
  try {
    if (!overlaps(atlas, parseCidr(vpcBlock))) return undefined;
  } catch {
    return undefined; // The VPC's own rule says what is wrong with its block.
  }
  return `'${block}' overlaps the VPC's block '${vpcBlock}': AWS peers no such networks; choose another block at Atlas`;
}

/** What each way to MongoDB Atlas has to know. */
export function atlasProblems({ network, inventory }: Environment): Problem[] {
  const { atlas, vpc } = network;
  const problems: Problem[] = [];
  if (atlas?.kind === "privatelink") {
    const prefix = `com.amazonaws.vpce.${inventory.region}.`;
    const { serviceName } = atlas;
    if (
      !matches(serviceName, /^com\.amazonaws\.vpce\.[a-z0-9-]+\.vpce-svc-[0-9a-f]{8,17}$/) ||
      !serviceName.startsWith(prefix)
    ) {
      const message = `${quote(serviceName)} is no endpoint service of this region: copy '${prefix}vpce-svc-...' from Atlas (Network Access, Private Endpoint)`;
      problems.push({ field: "network.atlas.serviceName", message });
    }
  }
  if (atlas?.kind === "peering") {
    if (!matches(atlas.connectionId, /^pcx-[0-9a-f]{8,17}$/)) {
      const message = `${quote(atlas.connectionId)} is no peering connection: copy 'pcx-...' from Atlas (Network Access, Peering)`;
      problems.push({ field: "network.atlas.connectionId", message });
    }
    const wrong = blockProblem(atlas.cidr, vpc.cidr);
    if (wrong !== undefined) problems.push({ field: "network.atlas.cidr", message: wrong });
  }
  return problems;
}
