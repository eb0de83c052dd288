import type { Inventory } from "../../src/model/environment";
import { productionClients } from "../../src/ops/rehearse/production/account";
import { PRODUCTION } from "../../src/ops/rehearse/production/facts";
import { buildProduction, type Production, type Sections } from "../../src/ops/rehearse/production/production";
import { copyOf, type World } from "./worlds";

interface Facts {
  readonly secrets: readonly (readonly [name: string, value: string])[];
  readonly given: Inventory;
}

/** Production as the runbook left it at some point: {@link buildProduction}, once for the whole run. */
const builtBy = (sections: Sections): World<Facts> => ({
  name: `production-${sections}`,
  account: PRODUCTION.account,
  sources: ["src/ops/rehearse/production"],
  build: async (emulator) => {
    const { secrets, given } = await buildProduction(emulator, sections);
    return { secrets: [...secrets], given };
  },
});

/** A copy of production of one's own. */
export async function copyProduction(sections: Sections): Promise<Production> {
  const { emulator, facts } = await copyOf(builtBy(sections));
  const { secrets, given } = facts;
  return { emulator, clients: productionClients(emulator), secrets: new Map(secrets), given };
}
