import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { findEmulator, installEmulator, startEmulator } from "../../src/ops/emulator";
import { clientConfig } from "../helpers/emulator";
import { describeWithEmulator } from "../helpers/prerequisites";

describeWithEmulator("Installing the emulator", () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "kelmah-install-"));
  });

  afterAll(async () => {
    await rm(directory, { recursive: true });
  });

  test("works where there is a Python and no moto, and is not repeated", async () => {
    // An empty virtual environment first on PATH hides the moto of this machine, if it has one.
    const bare = join(directory, "bare");
    const { status, stderr } = spawnSync("python3", ["-m", "venv", "--without-pip", bare], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const options = {
      account: "992350137489",
      region: "eu-north-1",
      env: { ...process.env, PATH: join(bare, "bin") },
      cacheDirectory: join(directory, "cache"),
    };
    expect(await findEmulator(options)).toBeUndefined();

    const progress: string[] = [];
    const python = await installEmulator({ ...options, onProgress: (message) => progress.push(message) });
    expect(progress[0]).toMatch(/^Installing the AWS emulator \(moto 5\.2\.1\) into /);
    expect(progress).toContainEqual(expect.stringMatching(/^Installing collected packages: .*moto/));
    expect(await findEmulator(options)).toBe(python);

    const emulator = await startEmulator({ ...options, onProgress: (message) => progress.push(`again: ${message}`) });
    const { Account } = await new STSClient(clientConfig(emulator)).send(new GetCallerIdentityCommand({}));
    expect(Account).toBe("992350137489");
    await emulator.stop();
    expect(progress.filter((message) => message.startsWith("again"))).toEqual([]);
  });
});
