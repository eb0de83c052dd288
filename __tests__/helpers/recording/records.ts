import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Call } from "../../../src/ops/terraform/calls";

/** What the last whole and passing run of a test file took. */
export interface FileRecord {
  /** The test file, from the project's folder. */
  readonly file: string;
  /** When it ended, in ISO 8601. */
  readonly ended: string;
  readonly seconds: number;
  /** Seconds of the processor: the worker's and its children's. Not there where the platform cannot tell. */
  readonly cpuSeconds?: number;
  readonly calls: readonly Call[];
}

/** Where the records of a project are, each in a file called like its test file. */
function folderOf(project: string): string {
  return join(project, ".cache/tests");
}

/** The file with the seconds of every test file, for where nothing has been recorded; `npm run bench -- tests --write`. */
export function timesFile(project: string): string {
  return join(project, "__tests__/times.json");
}

/** Keeps a record in the place of the file's last one: whole or not at all, whoever writes or reads at the same time. */
export function writeRecord(project: string, record: FileRecord): void {
  const file = join(folderOf(project), `${record.file}.json`);
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(record, undefined, 2)}\n`);
  renameSync(temporary, file);
}

/** Every record of a project; of test files that are gone too. */
export function readRecords(project: string): FileRecord[] {
  const folder = folderOf(project);
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return []; // No test has been run yet.
  }
  return names
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as FileRecord);
}

/** The seconds of each test file that are known: as recorded here, else as in the project's {@link timesFile}. */
export function knownSeconds(project: string): ReadonlyMap<string, number> {
  const recorded = readRecords(project).map(({ file, seconds }) => [file, seconds] as const);
  return new Map([...Object.entries(readTimes(project)), ...recorded]);
}

function readTimes(project: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(timesFile(project), "utf8")) as Record<string, number>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}

/** A test file from the project's folder, as records name it on every platform. */
export function nameOf(project: string, path: string): string {
  return relative(project, path).replaceAll("\\", "/");
}
