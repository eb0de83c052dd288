import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulatorCheck, findEmulator, installEmulator, motoVersion } from "../../src/ops/emulator";
import { refusal } from "../helpers/emulator";

/** What a stand-in for Python says and does. */
interface FakePython {
  readonly version?: readonly [number, number];
  readonly moto?: string | null;
  readonly server?: boolean;
  readonly venv?: boolean;
  /** Shell commands for `-m venv DIRECTORY`, where DIRECTORY is $3. */
  readonly makeVenv?: string;
}

describe("The Python that runs the emulator", () => {
  let directory: string;
  let bin: string;
  let cacheDirectory: string;
  const options = () => ({ env: { PATH: `${bin}:/usr/bin:/bin` }, cacheDirectory });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "kelmah-python-"));
    bin = join(directory, "bin");
    cacheDirectory = join(directory, "cache");
    await mkdir(bin);
    // The machine's own interpreters are not to be found.
    for (const name of ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python", "moto_server"]) {
      await script(join(bin, name), "exit 127");
    }
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  async function script(path: string, body: string): Promise<void> {
    await writeFile(path, `#!/bin/sh\n${body}\n`);
    await chmod(path, 0o755);
  }

  async function python(path: string, fake: FakePython): Promise<void> {
    const { version = [3, 11], moto = null, server = moto !== null, venv = true, makeVenv = "exit 1" } = fake;
    const said = JSON.stringify({ executable: path, version, moto, server, venv });
    await script(path, `case "$1 $2" in "-m venv") ${makeVenv} ;; -c*) echo '${said}' ;; esac`);
  }

  /** Shell commands that make a virtual environment whose pip installs moto after doing something else. */
  async function venvWithPip(pip: string): Promise<string> {
    const template = join(directory, "template");
    const said = JSON.stringify({
      executable: "EXECUTABLE",
      version: [3, 11],
      moto: motoVersion(),
      server: true,
      venv: true,
    });
    await script(
      template,
      `case "$1 $2" in "-m pip") ${pip}; touch "$0.installed" ;; -c*) test -e "$(dirname "$0")/python.installed" && echo '${said}' | sed "s#EXECUTABLE#$0#" ;; esac`,
    );
    return `mkdir -p "$3/bin" && cp ${template} "$3/bin/python"`;
  }

  test("is the one that the moto_server on PATH belongs to", async () => {
    const owner = join(directory, "python3.12");
    await python(owner, { moto: motoVersion() });
    await python(join(bin, "python3"), { moto: motoVersion() });
    await writeFile(join(bin, "moto_server"), `#!${owner}\nimport moto\n`);
    expect(await findEmulator(options())).toBe(owner);
  });

  test("is found behind the two lines that pip writes when a path is long", async () => {
    const owner = join(directory, "python3.12");
    await python(owner, { moto: motoVersion() });
    await writeFile(join(bin, "moto_server"), `#!/bin/sh\n'''exec' "${owner}" "$0" "$@"\n' '''\n`);
    expect(await findEmulator(options())).toBe(owner);
  });

  test("is the python3 on PATH when moto_server is a shell script, as pyenv's", async () => {
    await python(join(bin, "python3"), { moto: motoVersion() });
    expect(await findEmulator(options())).toBe(join(bin, "python3"));
  });

  test.each<[string, FakePython]>([
    ["has no moto", { moto: null }],
    ["has another version of moto", { moto: "5.2.0" }],
    ["has moto without its server", { moto: motoVersion(), server: false }],
    ["is too old", { moto: motoVersion(), version: [3, 9] }],
  ])("is not one that %s", async (_, fake) => {
    await python(join(bin, "python3"), fake);
    expect(await findEmulator(options())).toBeUndefined();
  });

  test("is installed once, in one whole piece, though two ask for it at the same time", async () => {
    const log = join(directory, "pip.log");
    await python(join(bin, "python3"), {
      makeVenv: await venvWithPip(`echo "Collecting moto"; echo "$@" >> ${log}; sleep 0.3`),
    });
    const progress: string[] = [];
    const [first, second] = await Promise.all([
      installEmulator({ ...options(), onProgress: (message) => progress.push(message) }),
      installEmulator({ ...options(), onProgress: (message) => progress.push(message) }),
    ]);
    expect(first).toBe(second);
    expect(first.startsWith(cacheDirectory)).toBe(true);
    expect((await readFile(log, "utf8")).trim().split("\n")).toHaveLength(1);
    expect(progress).toEqual([expect.stringContaining(`moto ${motoVersion()}`), "Collecting moto"]);
    expect(await findEmulator(options())).toBe(first);
    expect(await readdir(cacheDirectory)).toHaveLength(1);
  });

  test("is not what an interrupted installation left", async () => {
    const hang = await venvWithPip("sleep 60");
    await python(join(bin, "python3"), { makeVenv: hang });
    const abort = new AbortController();
    const installing = installEmulator({ ...options(), signal: abort.signal });
    setTimeout(() => {
      abort.abort();
    }, 500);
    expect(await refusal(installing)).toMatch(/^AbortError: /);
    expect(await findEmulator(options())).toBeUndefined();
    expect(await readdir(cacheDirectory)).toEqual([]);
  });

  test("replaces one whose Python is gone, and what a killed installation left", async () => {
    const makeVenv = await venvWithPip("true");
    await python(join(bin, "python3"), { makeVenv });
    const path = await installEmulator(options());
    await rm(path);
    await mkdir(`${join(path, "../..")}.99999.tmp`);
    expect(await installEmulator(options())).toBe(path);
    expect(await readdir(cacheDirectory)).toHaveLength(1);
  });

  test("says what pip said when it fails, and what to look at", async () => {
    const makeVenv = await venvWithPip('echo "ERROR: No matching distribution found for moto" >&2; exit 1');
    await python(join(bin, "python3"), { makeVenv });
    const message = await refusal(installEmulator(options()));
    expect(message).toContain("The AWS emulator could not be installed: pip install ended with status 1.");
    expect(message).toContain("ERROR: No matching distribution found for moto");
    expect(message).toContain("PIP_INDEX_URL");
    expect(await readdir(cacheDirectory)).toEqual([]);
  });

  test("says how to get the venv module when making the environment fails", async () => {
    await python(join(bin, "python3"), { makeVenv: 'echo "ensurepip is not available"; exit 1' });
    const message = await refusal(installEmulator(options()));
    expect(message).toContain("python3 -m venv ended with status 1");
    expect(message).toContain("ensurepip is not available");
    expect(message).toContain("apt install python3-venv");
  });

  test("is reported missing where there is none, with how to get it", async () => {
    const missing = await emulatorCheck(options())();
    expect(missing?.what).toBe("Python >= 3.10 with its venv module");
    expect(missing?.how).toContain("apt install python3 python3-venv");
    expect(await refusal(installEmulator(options()))).toMatch(/^EmulatorError: Python >= 3\.10 .* is needed: /);
  });

  test("is no prerequisite of its own where it can be installed", async () => {
    await python(join(bin, "python3"), {});
    expect(await emulatorCheck(options())()).toBeUndefined();
  });
});
