import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { RequiredProvider } from "./required-providers";

/** Where this machine may keep provider mirrors. */
export interface MirrorSearch {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** Folders below which software is installed, each product in a folder of its own. @default the system's usual ones */
  readonly softwareRoots?: readonly string[];
}

/** A folder that holds some of the required providers, and which. */
export interface Mirror {
  readonly path: string;
  readonly providers: readonly RequiredProvider[];
}

const SOFTWARE_ROOTS = ["/opt", "/usr/local", "/usr/local/share", "/usr/share", "/usr/lib", "/srv"];

/** Terraform's name of a platform, such as `linux_amd64`. */
export function terraformPlatform(platform: string = process.platform, arch: string = process.arch): string {
  const os = platform === "win32" ? "windows" : platform;
  const cpu = ({ x64: "amd64", ia32: "386" } as Record<string, string>)[arch] ?? arch;
  return `${os}_${cpu}`;
}

/**
 * The folders to look for a mirror in, most specific first: the one that `TF_PLUGIN_MIRROR` names, those that Terraform
 * itself would look in, then one level below the system's usual software roots.
 */
export function mirrorCandidates({ env, home, softwareRoots = SOFTWARE_ROOTS }: MirrorSearch): string[] {
  const dataDirectories = [
    env.XDG_DATA_HOME ?? join(home, ".local/share"),
    ...(env.XDG_DATA_DIRS ?? "/usr/local/share:/usr/share").split(":"),
  ];
  const implied = [
    join(home, ".terraform.d/plugins"),
    ...dataDirectories.filter((path) => path !== "").map((path) => join(path, "terraform/plugins")),
    join(home, "Library/Application Support/io.terraform/plugins"),
    "/Library/Application Support/io.terraform/plugins",
  ];
  const named = env.TF_PLUGIN_MIRROR ? [resolve(env.TF_PLUGIN_MIRROR)] : [];
  return [...new Set([...named, ...implied, ...softwareRoots.flatMap(folders)])];
}

/** Those of the candidates that hold a required provider in its exact version for this platform, each provider once. */
export function findMirrors(
  candidates: readonly string[],
  required: readonly RequiredProvider[],
  platform: string,
): Mirror[] {
  const missing = new Set(required);
  return candidates.flatMap((path) => {
    const providers = [...missing].filter((provider) => holds(path, provider, platform));
    for (const provider of providers) missing.delete(provider);
    return providers.length > 0 ? [{ path, providers }] : [];
  });
}

/** A mirror keeps a provider unpacked, as a folder a platform, or packed, as a zip a platform. */
function holds(mirror: string, { address, version }: RequiredProvider, platform: string): boolean {
  const folder = join(mirror, address);
  const type = address.split("/").at(-1) ?? "";
  return (
    existsSync(join(folder, version, platform)) ||
    existsSync(join(folder, `terraform-provider-${type}_${version}_${platform}.zip`))
  );
}

function folders(root: string): string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => join(root, entry.name))
      .sort();
  } catch {
    return []; // Not every system has every root.
  }
}
