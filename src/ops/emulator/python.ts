import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { withLock } from "../lock-file";
import type { Check } from "../prerequisites";
import { run, type ProcessResult } from "../process";
import { EmulatorError } from "./error";
import { pythonEnvironment } from "./environment";

/** Where to look for a Python that can run the emulator, and where to install one. */
export interface PythonOptions {
  /** The caller's environment: PATH, proxies, pip's own variables. */
  readonly env: NodeJS.ProcessEnv;
  /** The project's folder for what is kept from run to run. */
  readonly cacheDirectory: string;
  /** Told what is being done when it takes a while. */
  readonly onProgress?: ((message: string) => void) | undefined;
  /** Interrupts an installation or a start. A running emulator is for the caller to stop. */
  readonly signal?: AbortSignal | undefined;
}

/** What an interpreter says about itself. */
interface Interpreter {
  readonly executable: string;
  readonly version: readonly [number, number];
  readonly moto: string | null;
  readonly server: boolean;
  readonly venv: boolean;
}

const REQUIREMENTS = join(__dirname, "requirements.txt");
const MINIMUM_MINOR = 10;
const INTERPRETERS = ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
const PROBE = `
import json, sys
from importlib import metadata, util
def version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
def has(*names):
    return all(util.find_spec(name) is not None for name in names)
print(json.dumps({"executable": sys.executable, "version": sys.version_info[:2], "moto": version("moto"),
                  "server": has("flask", "flask_cors"), "venv": has("venv", "ensurepip")}))
`;

/** The version of moto that the emulator is made for. */
export function motoVersion(): string {
  const version = /^moto(?:\[[^\]]*\])?==(\S+)/m.exec(readFileSync(REQUIREMENTS, "utf8"))?.[1];
  if (version === undefined) throw new Error(`${REQUIREMENTS} does not pin moto`);
  return version;
}

/**
 * The interpreter that runs the emulator, if there is one already: the one that the `moto_server` on PATH belongs to or
 * the Python on PATH, when its moto is exactly the pinned one; otherwise the one installed in the project's cache folder.
 */
export async function findEmulator({ env, cacheDirectory }: PythonOptions): Promise<string | undefined> {
  const installed = join(installation(cacheDirectory), "bin", "python");
  for (const candidate of [...shebangs(env), "python3", "python", ...(existsSync(installed) ? [installed] : [])]) {
    const interpreter = await probe(candidate, env);
    if (interpreter !== undefined && canServe(interpreter)) return interpreter.executable;
  }
  return undefined;
}

/**
 * The interpreter that runs the emulator; when there is none yet, moto is installed into a virtual environment in the
 * project's cache folder. One process installs, others that want it at the same time wait for it.
 *
 * @throws EmulatorError when it cannot be installed, with what to do.
 */
export async function installEmulator(options: PythonOptions): Promise<string> {
  const found = await findEmulator(options);
  if (found !== undefined) return found;
  const target = installation(options.cacheDirectory);
  return await withLock(`${target}.lock`, { waitSeconds: 900, signal: options.signal }, async () => {
    const meanwhile = await findEmulator(options);
    if (meanwhile !== undefined) return meanwhile;
    const python = await findPython(options.env);
    if (python === undefined)
      throw new EmulatorError(`${NO_PYTHON.what} is needed: ${NO_PYTHON.found}. ${NO_PYTHON.how}`);
    await build(python, target, options);
    return join(target, "bin", "python");
  });
}

/** Checks that the emulator can be started: that it is there, or that it can be installed. */
export function emulatorCheck(options: PythonOptions): Check {
  return async () => {
    const available = (await findEmulator(options)) ?? (await findPython(options.env));
    return available === undefined ? NO_PYTHON : undefined;
  };
}

const NO_PYTHON = {
  what: `Python >= 3.${MINIMUM_MINOR} with its venv module`,
  found: "there is none on PATH",
  how: "Install it from https://www.python.org/downloads; on Debian and Ubuntu: apt install python3 python3-venv",
};

/** The folder of the virtual environment, named by what is in it: new requirements get a new one. */
function installation(cacheDirectory: string): string {
  const hash = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex");
  return join(cacheDirectory, `emulator-${hash.slice(0, 12)}`);
}

/** Builds the virtual environment beside its place and moves it there when whole: an interrupted one is never used. */
async function build(python: string, target: string, { env, onProgress, signal }: PythonOptions): Promise<void> {
  await removeLeftovers(target);
  const temporary = `${target}.${process.pid}.tmp`;
  const options = { env: pythonEnvironment(env), ...(signal !== undefined && { signal }), killAfterSeconds: 5 };
  onProgress?.(`Installing the AWS emulator (moto ${motoVersion()}) into ${target}; this happens once`);
  try {
    const venv = await run(python, ["-m", "venv", temporary], options);
    signal?.throwIfAborted();
    if (venv.status !== 0) throw failed("python3 -m venv", venv, "On Debian and Ubuntu: apt install python3-venv");
    const pip = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check"];
    // Python compiles what it imports when it first does; pip would compile all that there is, most of it for nothing.
    const what = ["--no-compile", "--requirement", REQUIREMENTS];
    const install = await run(join(temporary, "bin", "python"), [...pip, ...what], {
      ...options,
      onLine: (line) => {
        if (/^(Collecting|Installing)/.test(line)) onProgress?.(line);
      },
    });
    signal?.throwIfAborted();
    if (install.status !== 0) {
      throw failed("pip install", install, "Check that this machine reaches a Python package index (PIP_INDEX_URL).");
    }
    await rename(temporary, target);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Removes what an interrupted installation left, and an environment whose Python is gone. Called under the lock. */
async function removeLeftovers(target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  for (const name of await readdir(dirname(target))) {
    if (name === basename(target) || (name.startsWith(`${basename(target)}.`) && name.endsWith(".tmp"))) {
      await rm(join(dirname(target), name), { recursive: true, force: true });
    }
  }
}

function failed(command: string, result: ProcessResult, advice: string): EmulatorError {
  const output = `${result.stdout}\n${result.stderr}`.split("\n").filter((line) => line.trim() !== "");
  const said = output.slice(-10).map((line) => `  ${line}`);
  return new EmulatorError(
    [`The AWS emulator could not be installed: ${command} ended with status ${result.status}.`, ...said, advice].join(
      "\n",
    ),
  );
}

/** A Python on PATH that can make a virtual environment. */
async function findPython(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const name of INTERPRETERS) {
    const interpreter = await probe(name, env);
    if (interpreter !== undefined && isRecent(interpreter) && interpreter.venv) return interpreter.executable;
  }
  return undefined;
}

function isRecent({ version: [major, minor] }: Interpreter): boolean {
  return major === 3 && minor >= MINIMUM_MINOR;
}

function canServe(interpreter: Interpreter): boolean {
  return isRecent(interpreter) && interpreter.moto === motoVersion() && interpreter.server;
}

async function probe(command: string, env: NodeJS.ProcessEnv): Promise<Interpreter | undefined> {
  try {
    const { status, stdout } = await run(command, ["-c", PROBE], { env: pythonEnvironment(env) });
    return status === 0 ? (JSON.parse(stdout) as Interpreter) : undefined;
  } catch {
    return undefined; // Not installed, or no Python.
  }
}

/** The interpreters that the `moto_server` scripts on PATH name. */
function shebangs(env: NodeJS.ProcessEnv): string[] {
  return (env.PATH ?? "")
    .split(":")
    .filter((directory) => directory !== "")
    .flatMap((directory) => {
      try {
        const [first = "", second = ""] = readFileSync(join(directory, "moto_server"), "utf8").split("\n", 2);
        // pip writes `#!/bin/sh` and `'''exec' /long/path/python "$0" "$@"` where the path is too long for a shebang.
        const path = /^(?:#!|'''exec' "?)(\/[^"]*?python[\d.]*)(?:"|\s|$)/;
        const interpreter = path.exec(first)?.[1] ?? path.exec(second)?.[1];
        return interpreter === undefined ? [] : [interpreter];
      } catch {
        return []; // No moto_server there.
      }
    });
}
