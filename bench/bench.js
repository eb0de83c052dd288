/**
 * How long the app that cdktf.json runs takes to synthesize every stack, and how much memory.
 * `npm run bench [-- <runs>]`; the first run, with cold caches, is not counted.
 */
const { execFileSync } = require("node:child_process");
const { mkdtempSync, readFileSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const root = join(__dirname, "..");
const { app } = JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8"));
const [program, ...args] = app.split(" ");
const runs = Number(process.argv[2] ?? 10);
if (!Number.isInteger(runs) || runs < 1) {
  process.stderr.write(`bench: '${process.argv[2]}' is no number of runs: a whole number from 1\n`);
  process.exit(2);
}
const outdir = mkdtempSync(join(tmpdir(), "kelmah-bench-"));
const peak = join(outdir, "peak");

function once() {
  const start = process.hrtime.bigint();
  execFileSync(program, ["--require", join(__dirname, "peak.js"), ...args], {
    cwd: root,
    env: { ...process.env, CDKTF_OUTDIR: join(outdir, "out"), BENCH_PEAK: peak },
    stdio: "inherit",
  });
  return { seconds: Number(process.hrtime.bigint() - start) / 1e9, mib: Number(readFileSync(peak, "utf8")) / 1024 };
}

try {
  once();
  const samples = Array.from({ length: runs }, once);
  for (const [name, unit, limit, digits] of [
    ["seconds", "s", 1.0, 2],
    ["mib", "MiB", 180, 0],
  ]) {
    const sorted = samples.map((sample) => sample[name]).sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)];
    const row = [sorted[0], median, sorted.at(-1)].map((value) => `${value.toFixed(digits)} ${unit}`);
    process.stdout.write(`synthesis: best ${row[0]}, median ${row[1]}, worst ${row[2]} (to reach: ${limit} ${unit})\n`);
  }
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
