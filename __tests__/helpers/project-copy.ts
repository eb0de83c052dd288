import { cp, mkdtemp, realpath, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectDirectory } from "./directories";

/**
 * A copy of the project to run commands in: what they leave in its folders is nobody else's, and nobody else's state is
 * found there. The installed packages are shared.
 */
export async function copyProject(): Promise<string> {
  const copy = await realpath(await mkdtemp(join(tmpdir(), "kelmah-project-")));
  const files = ["main.ts", "cdktf.json", "package.json", "package-lock.json", "tsconfig.json", ".terraform.lock.hcl"];
  for (const name of ["bin", "src", ...files]) {
    await cp(join(projectDirectory, name), join(copy, name), { recursive: true });
  }
  await symlink(join(projectDirectory, "node_modules"), join(copy, "node_modules"));
  return copy;
}
