import { createHash, randomUUID } from "node:crypto";
import { accessSync, constants, existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findMirrors, mirrorCandidates, terraformPlatform, type Mirror } from "./mirrors";
import type { RequiredProvider } from "./required-providers";

/** What decides how Terraform finds its providers. */
export interface CliConfigOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** The project's folder for what Terraform may keep from run to run. */
  readonly cacheDirectory: string;
  readonly providers: readonly RequiredProvider[];
  /** @default the system's usual ones */
  readonly softwareRoots?: readonly string[];
}

/**
 * The environment with which Terraform finds its providers: unchanged where the user has a CLI configuration of their
 * own, otherwise with one of ours in the project's cache folder, which also works without internet access.
 */
export async function withCliConfig(options: CliConfigOptions): Promise<NodeJS.ProcessEnv> {
  const { env, home, cacheDirectory, providers } = options;
  const { TF_CLI_CONFIG_FILE: chosen, ...rest } = env;
  if (chosen !== undefined && isReadable(chosen)) return env;
  if (existsSync(join(home, ".terraformrc"))) return rest;

  const pluginCache = join(cacheDirectory, "plugins");
  await mkdir(pluginCache, { recursive: true });
  const mirrors = findMirrors(mirrorCandidates(options), providers, terraformPlatform());
  const text = renderCliConfig(mirrors, pluginCache);
  // Named by its content: two runs that look in different places do not overwrite each other's.
  const path = join(cacheDirectory, `cli-${createHash("sha256").update(text).digest("hex").slice(0, 12)}.tfrc`);
  if (!existsSync(path)) {
    const temporary = `${path}.${randomUUID()}`;
    await writeFile(temporary, text);
    await rename(temporary, path);
  }
  // Without the second variable a folder that has no lock file ignores the cache and downloads 150 MB again. What it gives up is a
  // new lock file with the checksums of other platforms; a stack's has them (.terraform.lock.hcl), and is checked all the same.
  return { ...rest, TF_CLI_CONFIG_FILE: path, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "true" };
}

/**
 * The text of a CLI configuration: each mirror for the providers it holds, the registry for everything else, and a
 * plugin cache, so that a provider is on disk once.
 */
export function renderCliConfig(mirrors: readonly Mirror[], pluginCache: string): string {
  const addresses = (list: readonly RequiredProvider[]) => list.map(({ address }) => quote(address)).join(", ");
  const mirrored = mirrors.flatMap(({ providers }) => providers);
  return [
    `plugin_cache_dir = ${quote(pluginCache)}`,
    "provider_installation {",
    ...mirrors.flatMap(({ path, providers }) => [
      "  filesystem_mirror {",
      `    path    = ${quote(path)}`,
      `    include = [${addresses(providers)}]`,
      "  }",
    ]),
    "  direct {",
    // Terraform asks every method that is not excluded, and fails when the registry does not answer.
    ...(mirrored.length > 0 ? [`    exclude = [${addresses(mirrored)}]`] : []),
    "  }",
    "}",
    "",
  ].join("\n");
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
