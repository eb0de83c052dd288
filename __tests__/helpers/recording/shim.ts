import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a program is, by the value of PATH; undefined where it is not. */
export function findProgram(name: string, path = ""): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * A POSIX shell script that runs a program as if it were that program, and adds a line to a log of what it took, as
 * src/ops/terraform/calls.ts describes it. It starts no process but the program, where /proc/uptime tells the time.
 *
 * Whoever starts it and signals its process group, or waits for it, sees no difference. A signal sent to the shell alone
 * does not reach the program, and one that is killed leaves no line.
 */
export function shim(program: string, log: string): string {
  return `#!/bin/sh
program=${quote(program)}
log=${quote(log)}

now() { read -r now _ 2>/dev/null </proc/uptime || now=$(date +%s); }

called= folder=$PWD
for word; do
  case "$called $word" in
    " -chdir="*) folder=\${word#-chdir=} ;;
    " -"*) ;;
    " "*) called=$word ;;
    "show -json") called="show -json" ;;
  esac
done

now; began=$now
# The program gets the group's signals itself, and says how it ends. Ignoring them ('') would make it ignore them too.
trap : INT TERM
"$program" "$@"
status=$?
now

# 'times' in a subshell would tell of the subshell. The log is gone where the test has not waited.
command times 2>/dev/null >"$log.$$"
{ read -r _; read -r user system; } 2>/dev/null <"$log.$$"
line="$began	$now	$user	$system	\${called:-$1}	$folder"
{ printf '%s\\n' "$line" >>"$log"; } 2>/dev/null

# Ended by a signal: so that whoever waits sees the signal, and not a status.
if [ "$status" -gt 128 ]; then
  trap - INT TERM
  kill -s "$(kill -l "$status")" "$$"
fi
exit "$status"
`;
}

/** A text as one word of the shell's. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
