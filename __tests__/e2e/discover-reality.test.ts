import { describeWithEmulator } from "../helpers/prerequisites";
import { startTestEmulator } from "../helpers/emulator";
import { buildProduction, writeInventory } from "../../src/ops/rehearse/production/production";
import { environments } from "../../src/environments";
import { createClients, watch } from "../../src/ops/aws/clients";
import { clientConfig } from "../helpers/emulator";
import { discover } from "../../src/ops/discover/discover";
import { renderDiscovery } from "../../src/ops/discover/report";
import { createColors } from "picocolors";
import { projectDirectory } from "../helpers/directories";
import { temporaryDirectory } from "../helpers/temporary";
const directory = temporaryDirectory();
describeWithEmulator("x", () => {
  test("y", async () => {
    const production = await buildProduction(await startTestEmulator(), "full");
    await writeInventory(directory.path("inventory"), production.given);
    const environment = environments(directory.path("inventory")).find(({ name }) => name === "prod")!;
    const clients = createClients(clientConfig(production.emulator));
    const calls = watch(clients);
    const discovery = await discover({ project: projectDirectory, folder: directory.path("run"), environment, clients, env: process.env, journals: [] });
    process.stderr.write(renderDiscovery(discovery, createColors(false)) + "\n" + calls.total + "\n");
    await production.emulator.stop();
  });
});
