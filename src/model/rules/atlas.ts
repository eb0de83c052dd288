import { overlaps, parseCidr } from "../cidr";
import type { Environment } from "../environment";
import { type Problem, quote } from "../problem";

function blockProblem(block: string, vpcBlock: string): string | undefined {
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
      !/^com\.amazonaws\.vpce\.[a-z0-9-]+\.vpce-svc-[0-9a-f]{8,17}$/.test(serviceName) ||
      !serviceName.startsWith(prefix)
    ) {
      const message = `${quote(serviceName)} is no endpoint service of this region: copy '${prefix}vpce-svc-...' from Atlas (Network Access, Private Endpoint)`;
      problems.push({ field: "network.atlas.serviceName", message });
    }
  }
  if (atlas?.kind === "peering") {
    if (!/^pcx-[0-9a-f]{8,17}$/.test(atlas.connectionId)) {
      const message = `${quote(atlas.connectionId)} is no peering connection: copy 'pcx-...' from Atlas (Network Access, Peering)`;
      problems.push({ field: "network.atlas.connectionId", message });
    }
    const wrong = blockProblem(atlas.cidr, vpc.cidr);
    if (wrong !== undefined) problems.push({ field: "network.atlas.cidr", message: wrong });
  }
  return problems;
}
