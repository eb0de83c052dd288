import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { withLock } from "../../lock-file";
import { runOrThrow } from "../../process";
import { withCliConfig } from "../../terraform/cli-config";
import { terraformPlatform } from "../../terraform/mirrors";
import type { RequiredProvider } from "../../terraform/required-providers";

/**
 * A provider as `terraform init` installs it, once for all folders of this project that run on an emulator: what they are
 * given of it are links.
 */
export class ProviderInstallation {
  private constructor(
    readonly provider: RequiredProvider,
    /** A folder in which `terraform init` has been run. */
    readonly folder: string,
    /** The provider's program. */
    readonly binary: string,
  ) {}

  /**
   * Finds the installation in the project's cache folder, or makes it.
   *
   * @throws CommandError when `terraform init` fails.
   */
  static async ensure(
    provider: RequiredProvider,
    cacheDirectory: string,
    env: NodeJS.ProcessEnv,
  ): Promise<ProviderInstallation> {
    const { address, version } = provider;
    const folder = join(cacheDirectory, `provider-${address.split("/").at(-1) ?? ""}-${version}`);
    if (!existsSync(folder)) {
      await withLock(`${folder}.lock`, {}, async () => {
        if (!existsSync(folder)) await install(provider, folder, cacheDirectory, env);
      });
    }
    const programs = join(folder, ".terraform/providers", address, version, terraformPlatform());
    const program = (await readdir(programs)).find((name) => name.startsWith("terraform-provider-"));
    if (program === undefined) throw new Error(`${programs} holds no provider`);
    return new ProviderInstallation(provider, folder, join(programs, program));
  }

  /** Gives a stack's folder what `terraform init` would install there. */
  async linkInto(directory: string): Promise<void> {
    const providers = join(directory, ".terraform/providers");
    if (!existsSync(providers)) {
      await mkdir(join(directory, ".terraform"), { recursive: true });
      await symlink(join(this.folder, ".terraform/providers"), providers);
    }
    await cp(join(this.folder, ".terraform.lock.hcl"), join(directory, ".terraform.lock.hcl"));
  }

  /** Something that has been kept beside the provider; undefined when it has not. */
  async read(name: string): Promise<Uint8Array | undefined> {
    const path = join(this.folder, name);
    return existsSync(path) ? await readFile(path) : undefined;
  }

  /** Keeps something beside the provider, whole or not at all. */
  async keep(name: string, content: Uint8Array): Promise<void> {
    const path = join(this.folder, name);
    const temporary = `${path}.${process.pid}`;
    await writeFile(temporary, content);
    await rename(temporary, path);
  }
}

async function install(
  provider: RequiredProvider,
  folder: string,
  cacheDirectory: string,
  caller: NodeJS.ProcessEnv,
): Promise<void> {
  const { address, version } = provider;
  await mkdir(cacheDirectory, { recursive: true });
  const temporary = await mkdtemp(`${folder}.`);
  try {
    const requirement = { [address.split("/").at(-1) ?? ""]: { source: address, version } };
    await writeFile(
      join(temporary, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: requirement } }),
    );
    // Arguments in the caller's variables are for the stacks' own folders.
    const own = Object.entries(caller).filter(([name]) => !/^TF_(CLI_ARGS|DATA_DIR|WORKSPACE|REATTACH)/.test(name));
    const env = await withCliConfig({
      env: Object.fromEntries(own),
      home: homedir(),
      cacheDirectory,
      providers: [provider],
    });
    await runOrThrow("terraform", ["init", "-input=false", "-no-color"], { cwd: temporary, env });
    await rename(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
