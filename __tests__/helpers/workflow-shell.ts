import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory } from "./directories";
import { temporaryDirectory } from "./temporary";

const workflow = readFileSync(join(projectDirectory, ".github/workflows/terraform.yml"), "utf8");

/** The shell of one of the workflow's steps. */
export function shellOf(step: string): string {
  const [, text] = workflow.split(`- name: ${step}\n`);
  const [, lines = ""] = /^ {8}run: \|\n((?: {10}.*\n|\n)+)/m.exec(text ?? "") ?? [];
  if (lines === "") throw new Error(`There is no shell in ${step}`);
  return lines.replaceAll(/^ {10}/gm, "");
}

/** A folder for each test in which the workflow's shell runs, with stand-ins for the programs that it calls. */
export function workflowShell() {
  const directory = temporaryDirectory();
  return {
    write: directory.write,
    /** A file's text; none is empty. */
    read: (file: string) => (existsSync(directory.path(file)) ? readFileSync(directory.path(file), "utf8") : ""),
    /** A script that is called in the place of a program. */
    standIn: (program: string, script: string) =>
      directory.write(`bin/${program}`, `#!/usr/bin/env bash\nset -eu\n${script}\n`, 0o755),
    /** Runs what GitHub runs with `shell: bash`. */
    run: (shell: string, variables: Readonly<Record<string, string>> = {}) => {
      const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", shell], {
        cwd: directory.path(),
        encoding: "utf8",
        env: {
          ...process.env,
          PATH: `${directory.path("bin")}:${process.env.PATH ?? ""}`,
          GITHUB_OUTPUT: directory.path("output"),
          GITHUB_STEP_SUMMARY: directory.path("summary"),
          ...variables,
        },
      });
      return { status, output: `${stdout}${stderr}` };
    },
  };
}
