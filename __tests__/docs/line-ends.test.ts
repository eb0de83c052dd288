import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { projectDirectory } from "../helpers/directories";
import { temporaryDirectory } from "../helpers/temporary";

const directory = temporaryDirectory();

function git(cwd: string, ...args: string[]): void {
  const settings = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main"];
  const { status, stderr } = spawnSync("git", [...settings, ...args], { cwd, encoding: "utf8" });
  expect({ args, status, stderr: status === 0 ? "" : stderr }).toEqual({ args, status: 0, stderr: "" });
}

/** One file of the project of each type, and those without one, in folders that a checkout has. */
function samples(): string[] {
  const found = new Map<string, string>();
  for (const folder of [".ci", ".github", "bin", "docs", "src", "__tests__", "bench"]) {
    for (const entry of readdirSync(join(projectDirectory, folder), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const [, type = path] = /\.(\w+)$/.exec(entry.name) ?? [];
      if (entry.isFile() && !path.includes("__pycache__")) found.set(type, relative(projectDirectory, path));
    }
  }
  return [...found.values(), "help", "package.json", ".gitattributes"];
}

test("a clone has the line ends that are committed, however Git is set up on Windows", () => {
  const [origin, clone] = [directory.path("origin"), directory.path("clone")];
  const files = samples();
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    mkdirSync(dirname(join(origin, file)), { recursive: true });
    cpSync(join(projectDirectory, file), join(origin, file));
  }
  git(origin, "init", "--quiet");
  git(origin, "add", "--all", "--force");
  git(origin, "commit", "--quiet", "--message", "Begin");
  git(directory.path("."), "-c", "core.autocrlf=true", "-c", "core.eol=crlf", "clone", "--quiet", "-c", "core.autocrlf=true", "-c", "core.eol=crlf", origin, clone); // prettier-ignore
  const texts = files.map((file) => [file, readFileSync(join(clone, file)).includes("\r\n")]);
  expect(texts.filter(([, hasReturns]) => hasReturns)).toEqual([]);
});
