import { type Accepted, acceptanceOf, fingerprint } from "../acceptance";
import type { Finding } from "../finding";
import type { ResourceChange } from "../plan";
import type { Scene } from "../scene";
import type { Standing } from "../standing";

/** How an import changes nothing that the environment does not decide. */
const ADOPTED_AS_FOUND =
  'Let npm run discover -- --write record it as it was found (docs/runbook.md, "Adopting takes nothing away")';

type Standings = ReadonlyMap<ResourceChange, Standing>;

/** Every change that neither a row names nor a person has accepted. What is refused already is said once. */
export function unnamedChanges(standings: Standings, refused: readonly Finding[]): Finding[] {
  const said = new Set(refused.filter(({ kind }) => kind !== "secret").map(({ address }) => address));
  return [...standings].flatMap(([{ address, change: planned }, { word, because, change }]): Finding[] => {
    if (word !== "needs a word" || change === undefined || said.has(address)) return [];
    const how = planned.importing === undefined ? "" : `. ${ADOPTED_AS_FOUND}, or accept it`;
    return [{ kind: "acceptance", address, change, message: `${because.join("; ")}${how}` }];
  });
}

/** What passes because a person has accepted it: changes that no row names, and lifecycle policies. */
export function acceptedChanges(
  standings: Standings,
  scene: Scene,
  accepted: readonly Accepted[],
  images: ReadonlySet<string>,
): { readonly address: string; readonly change: string; readonly reason: string }[] {
  return [...standings].flatMap(([resource, { word }]) => {
    const { address } = resource;
    const found = word === "accepted" || images.has(address) ? acceptanceOf(resource, scene, accepted) : undefined;
    return found === undefined ? [] : [{ address, change: fingerprint(resource, scene), reason: found.reason }];
  });
}

/** What was accepted on the command line and needs no acceptance: somebody has looked at another plan. */
export function unneeded(
  standings: Standings,
  scene: Scene,
  accepted: readonly Accepted[],
  images: ReadonlySet<string>,
): Finding[] {
  const needed = new Set(acceptedChanges(standings, scene, accepted, images).map(({ address }) => address));
  return accepted
    .filter(({ address }) => !needed.has(address))
    .map(({ address }) => ({
      kind: "accepted",
      address,
      message: "is accepted with --accept, and the plan changes nothing there that needs it: leave it out",
    }));
}
