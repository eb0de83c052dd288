import type { Environment, Inventory, Network, S3State } from "../model/environment";

/** Where the states of an account's environments lie: the bucket and lock table that `kelmah-state` makes. */
export function stateOf({ account }: Inventory): S3State {
  return { kind: "s3", bucket: `kelmah-terraform-state-${account}`, lockTable: "kelmah-terraform-locks" };
}

/** The first three availability zones of a region. */
export function threeZones({ region }: Inventory): Network["availabilityZones"] {
  return ["a", "b", "c"].map((letter) => `${region}${letter}`);
}

/** What every environment has in common. */
export const ownership: Pick<Environment, "owner" | "costCenter"> = {
  owner: "platform",
  costCenter: "kelmah-platform",
};
