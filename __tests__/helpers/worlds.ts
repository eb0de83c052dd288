import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Emulator, startEmulator } from "../../src/ops/emulator";
import { withLock } from "../../src/ops/lock-file";
import { cacheDirectory, projectDirectory } from "./directories";

/** Minutes without a call after which a kept world ends. */
const IDLE_MINUTES = 30;
const REGION = "eu-north-1";
/** What plays AWS, whatever is in it. */
const EMULATOR = ["src/ops/emulator"];

/** An emulated AWS with something in it that takes time to make: it is made once, and every test that wants it gets a copy. */
export interface World<Facts> {
  readonly name: string;
  /** The twelve digits of the AWS account. */
  readonly account: string;
  /** Files and folders of the project that it is made of: when they change, a world that was kept is made anew. */
  readonly sources: readonly string[];
  /** The world that it is made from. @default an account with nothing in it */
  readonly from?: World<unknown>;
  /** Makes it; what this returns is told to everybody who gets a copy, as JSON. */
  readonly build: (emulator: Emulator) => Promise<Facts>;
}

type Place = Pick<Emulator, "account" | "region">;

interface Entry {
  readonly port: number;
  readonly facts: unknown;
}

/**
 * A copy of a world of one's own. Worlds last as long as the run of jest, for all its workers; with KELMAH_TEST_KEEP=1 also
 * until the next run, which then has them in no time.
 */
export async function copyOf<Facts>(
  world: World<Facts>,
): Promise<{ readonly emulator: Emulator; readonly facts: Facts }> {
  const { account, name, sources, from, build } = world;
  const place = { account, region: REGION };
  const { port, facts } = await known(`${name}-${account}`, place, sources, async () => {
    const emulator = from === undefined ? await emptyAccount(account) : (await copyOf(from)).emulator;
    const made = await build(emulator);
    const unimplemented = await emulator.unimplemented();
    if (unimplemented.length > 0) throw new Error(`The emulator does not know: ${JSON.stringify(unimplemented)}`);
    await emulator.providers.stop();
    return { port: emulator.port, facts: made };
  });
  return { emulator: await at(port, place).fork(), facts: facts as Facts };
}

/** A copy of an account with nothing in it. */
export async function emptyAccount(account: string, region = REGION): Promise<Emulator> {
  return await (await root(account, region)).fork();
}

/** The emulator of an account, of which every world in it is a copy. */
async function root(account: string, region: string): Promise<Emulator> {
  const place = { account, region };
  const { port } = await known(`empty-${region}-${account}`, place, [], async () => {
    const until = isKept() ? { idleMinutes: IDLE_MINUTES } : { endOf: Number(process.env.KELMAH_TEST_RUN) };
    const emulator = await startEmulator({ ...place, env: process.env, cacheDirectory, until });
    return { port: emulator.port, facts: undefined };
  });
  return at(port, place);
}

/** What is noted under a name, made first where it is not, by one process while the others wait. */
async function known(
  name: string,
  place: Place,
  sources: readonly string[],
  make: () => Promise<Entry>,
): Promise<Entry> {
  const folder = join(cacheDirectory, "worlds", isKept() ? "kept" : `run-${process.env.KELMAH_TEST_RUN ?? ""}`);
  const file = join(folder, `${name}-${isKept() ? hashOf([...EMULATOR, ...sources]) : "now"}.json`);
  mkdirSync(folder, { recursive: true });
  return await withLock(`${file}.lock`, { waitSeconds: 900 }, async () => {
    const noted = read(file);
    if (noted !== undefined && (await at(noted.port, place).isAlive())) return noted;
    const entry = await make();
    writeFileSync(`${file}.new`, JSON.stringify(entry));
    renameSync(`${file}.new`, file);
    return entry;
  });
}

/** Whether worlds are kept for the next run. */
function isKept(): boolean {
  return process.env.KELMAH_TEST_KEEP === "1";
}

function at(port: number, place: Place): Emulator {
  return Emulator.at(port, { ...place, env: process.env, cacheDirectory });
}

function read(file: string): Entry | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Entry;
  } catch {
    return undefined; // Nobody has made it yet.
  }
}

function hashOf(sources: readonly string[]): string {
  const hash = createHash("sha256");
  for (const source of sources) {
    const path = join(projectDirectory, source);
    const names = statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: "utf8" }).sort() : [""];
    for (const name of names) {
      if (statSync(join(path, name)).isFile()) hash.update(name).update(readFileSync(join(path, name)));
    }
  }
  return hash.digest("hex").slice(0, 12);
}
