import { addAbortSignal } from "node:stream";
import { environments } from "../../environments";
import { type Environment, secretsOf } from "../../model/environment";
import { nearest } from "../../model/nearest";
import { checkAccount } from "../account";
import { chooseEnvironment } from "../arguments";
import { createClients, watch } from "../aws/clients";
import { ExitError, runCommand, UsageError, VerdictError } from "../command";
import { HELP, parseArguments, type SecretArguments } from "./arguments";
import { askHidden } from "./ask";
import { renderSet } from "./report";
import { checkPlaces, explainCall, placesOf, type Set, setValue } from "./store";
import { checkValue, readPipe, readValue, type Value } from "./value";

async function main(signal: AbortSignal): Promise<void> {
  const { env, stdout } = process;
  const args = parseArguments(process.argv.slice(2), env);
  if (args.help) {
    stdout.write(HELP);
    return;
  }
  // Node 20 is fine for the pinned version of the SDK; the warning is about versions to come.
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { secret } = args;
  const environment = chooseEnvironment(args.env, known(env.KELMAH_INVENTORY_DIR));
  const { name, inventory } = environment;
  const { account, region } = inventory;
  checkName(environment, secret);
  const clients = createClients({ region, env });
  watch(clients, { signal, explain: explainCall });
  try {
    await checkAccount(clients.sts, { name: `environment ${name}`, provider: { region, accounts: [account] } });
  } catch (error) {
    signal.throwIfAborted();
    throw new ExitError((error as Error).message, 2);
  }
  const places = placesOf(environment, secret);
  await checkPlaces(clients, places);
  const { text, notes } = checkValue(await valueOf(args, signal), places.map(({ store }) => store)); // prettier-ignore
  const set: Set[] = [];
  try {
    for (const place of places) set.push(await setValue(clients, place, text));
  } catch (error) {
    const before = set.map(({ place }) => ` ${place.name} is set.`).join("");
    throw new VerdictError(`${(error as Error).message}${before}`);
  }
  stdout.write(`${renderSet(environment, secret, { set, notes })}\n`);
}

/** Every environment. That they cannot be read is no refusal of a value. */
function known(inventoryDirectory: string | undefined): Environment[] {
  try {
    return environments(inventoryDirectory);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function checkName(environment: Environment, secret: string): void {
  const names = secretsOf(environment);
  if (names.includes(secret)) return;
  throw new UsageError(
    `No service of ${environment.name} reads a secret '${secret}'. Did you mean ${nearest(secret, names)[0] ?? ""}? ` +
      `There are ${names.join(", ")}. A new one is named in a service's 'secrets' in src/environments/catalogue.ts first.`,
  );
}

async function valueOf({ env, secret, fromFile }: SecretArguments, signal: AbortSignal): Promise<Value> {
  const { stdin, stderr } = process;
  if (fromFile !== undefined) return await readValue(fromFile);
  if (stdin.isTTY) {
    const question = `The value of ${secret} in ${env} (it is not shown; Enter ends it): `;
    return await askHidden(question, { input: stdin, output: stderr });
  }
  stderr.write("Reading the value from the pipe.\n");
  return await readPipe(addAbortSignal(signal, stdin));
}

void runCommand(main);
