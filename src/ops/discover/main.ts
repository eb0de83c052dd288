import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { createColors } from "picocolors";
import { environments } from "../../environments";
import { replaceFile } from "../../files/replace-file";
import type { Inventory } from "../../model/environment";
import { OperatorError } from "../../model/problem";
import { runCommand, VerdictError } from "../command";
import { chooseEnvironment } from "../arguments";
import { HELP, parseArguments } from "./arguments";
import { createClients, watch } from "../aws/clients";
import { discover, type Discovery } from "./discover";
import { inventoryFile, readIfThere, renderInventory } from "./inventory-file";
import { readJournal, type Journal } from "./journal";
import { discoveryJson, renderCalls, renderDiscovery } from "./report";

const project = resolve(__dirname, "../../..");

async function main(signal: AbortSignal): Promise<void> {
  const { help, env: name, write, json, all, journals } = parseArguments(process.argv.slice(2), process.env);
  const { env, stdout } = process;
  const say = (text: string) => stdout.write(`${text}\n`);
  if (help) {
    stdout.write(HELP);
    return;
  }
  // Node 20 is fine for the pinned version of the SDK; the warning is about versions to come.
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const started = Date.now();
  const environment = chooseEnvironment(name, environments(env.KELMAH_INVENTORY_DIR));
  const clients = createClients({ region: environment.inventory.region, env });
  const calls = watch(clients, { signal });
  const folder = await mkdtemp(join(tmpdir(), "kelmah-discover-"));
  let discovery: Discovery;
  try {
    discovery = await discover({
      project, folder, environment, clients, env, journals: await readJournals(journals), signal,
    }); // prettier-ignore
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const seconds = (Date.now() - started) / 1000;

  const directory = env.KELMAH_INVENTORY_DIR ?? "";
  const file = inventoryFile(directory === "" ? join(project, "src/environments/inventory") : directory, name);
  const text = renderInventory(discovery.inventory);
  const changed = ((await readIfThere(file)) ?? renderInventory(environment.inventory)) !== text;
  const settled = discovery.unsettled.length === 0;
  const written = write && changed && settled;
  if (written) await replaceFile(file, text);

  if (json) say(JSON.stringify({ ...(discoveryJson(discovery, calls, seconds) as object), changed, written }, null, 2));
  else {
    const colors = createColors(stdout.isTTY && env.NO_COLOR === undefined);
    const where = relative(process.cwd(), file);
    say(renderDiscovery(discovery, colors, { all }));
    say(`\n${renderCalls(calls, seconds)}. ${outcome(where, { changed, written, write })}`);
    if (changed) say(`Imports: ${importChanges(environment.inventory, discovery.inventory)}.`);
  }
  if (settled) return;
  const count = discovery.unsettled.length;
  throw new VerdictError(
    `${count} ${count === 1 ? "thing has" : "things have"} to be settled first, see above. Nothing was written.`,
  );
}

function outcome(
  file: string,
  { changed, written, write }: { changed: boolean; written: boolean; write: boolean },
): string {
  if (written) return `${file} was written: read its diff, and commit it.`;
  if (!changed) return `${file} says all of this already.`;
  return write ? `${file} was not written.` : `${file} would change: write it with --write.`;
}

/** How many imports are new, changed and gone. */
function importChanges({ imports: before = {} }: Inventory, { imports: after = {} }: Inventory): string {
  const flat = (imports: NonNullable<Inventory["imports"]>) =>
    new Map(
      Object.entries(imports).flatMap(([stack, entries]) =>
        Object.entries(entries).map(([address, { id }]) => [`${stack}/${address}`, id] as const),
      ),
    );
  const [old, now] = [flat(before), flat(after)];
  const added = [...now.keys()].filter((key) => !old.has(key)).length;
  const moved = [...now].filter(([key, id]) => old.has(key) && old.get(key) !== id).length;
  const gone = [...old.keys()].filter((key) => !now.has(key)).length;
  return `+${added}, ~${moved}, -${gone}, ${now.size} in all`;
}

async function readJournals(files: readonly string[]): Promise<Journal[]> {
  return await Promise.all(
    files.map(async (file) => {
      try {
        return readJournal(await readFile(file, "utf8"));
      } catch (error) {
        throw new OperatorError(`The journal ${file} cannot be read (${(error as Error).message}).`);
      }
    }),
  );
}

void runCommand(main);
