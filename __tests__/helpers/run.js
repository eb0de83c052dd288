const { readdirSync, rmSync } = require("node:fs");
const { join } = require("node:path");

const worlds = join(__dirname, "../../.cache/worlds");

/** Names this run to every worker: what they share (worlds.ts) lasts as long as its process. Forgets the runs that are over. */
module.exports = () => {
  process.env.KELMAH_TEST_RUN = String(process.pid);
  for (const name of foldersOf(worlds)) {
    const pid = /^run-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(worlds, name), { recursive: true, force: true });
  }
};

function foldersOf(path) {
  try {
    return readdirSync(path);
  } catch {
    return []; // There was no run yet.
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
