import { appendFileSync, readFileSync } from "node:fs";

/** The environment variable that names the file to which each call of Terraform adds a line; without it nothing is written. */
export const CALLS_VARIABLE = "KELMAH_TERRAFORM_CALLS";

/** The command of a provider that stays up between calls, in the log of calls. */
export const PROVIDER = "provider";

/** A call of Terraform, or something else that took processor time for it, and what it took. */
export interface Call {
  /** Terraform's own word, such as `plan`; `show -json` apart from `show`; `provider` for one that outlives its calls. */
  readonly command: string;
  /** The folder in which it ran: a stack's. */
  readonly folder: string;
  readonly seconds: number;
  /** Seconds of the processor, its children's too. */
  readonly cpuSeconds: number;
}

/** Clock ticks a second in /proc: 100 on every platform that Node.js runs on (proc(5), USER_HZ). */
const TICKS_PER_SECOND = 100;

/**
 * Seconds of the processor that a process has taken so far, with those of its children that have ended and that it has
 * waited for; undefined where the platform cannot tell (there is no /proc but on Linux) or the process is gone.
 */
export function cpuSecondsOf(process: number | "self"): number | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${process}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // The second field is the program's name, which may hold spaces and brackets. utime, stime, cutime and cstime are 14 to 17.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
}

/**
 * Adds a line to the log of calls, if the environment names one: at once, so that those who write at the same time do
 * not mix. Its fields, between tabs: when it began and ended (seconds by any one clock), user and system time as the
 * shell's `times` writes them (`1m2.34s`), the command, the folder.
 */
export function addCall(env: NodeJS.ProcessEnv, { command, folder, seconds, cpuSeconds }: Call): void {
  const file = env[CALLS_VARIABLE];
  if (file === undefined) return;
  appendFileSync(file, `${["0", seconds, `0m${cpuSeconds}s`, "0m0s", command, folder].join("\t")}\n`);
}

/**
 * The calls in the text of such a log.
 *
 * @throws Error for a line that is none of its own.
 */
export function parseCalls(text: string): Call[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [began, ended, user = "", system = "", command = "", ...folder] = line.split("\t");
      const call = {
        command,
        folder: folder.join("\t"),
        seconds: Number(ended) - Number(began),
        cpuSeconds: secondsOf(user) + secondsOf(system),
      };
      if (Number.isNaN(call.seconds + call.cpuSeconds)) throw new Error(`This is no line of a log of calls: ${line}`);
      return call;
    });
}

/** The seconds in what `times` writes, such as `1m2.34s`; some shells write a comma for the point. */
function secondsOf(time: string): number {
  const [, minutes, seconds] = /^(\d+)m([\d.,]+)s$/.exec(time) ?? [];
  return Number(minutes) * 60 + Number(seconds?.replace(",", "."));
}
