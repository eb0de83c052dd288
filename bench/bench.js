/**
 * How long the app that cdktf.json runs takes to synthesize every stack, and how much memory; or, from their own
 * records, how long the tests took. The first run of the app, with cold caches, is not counted.
 */
const { execFileSync } = require("node:child_process");
const { mkdtempSync, readFileSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { parseArgs } = require("node:util");

const HELP = `npm run bench [-- <runs>]              how long synthesis takes, and how much memory; runs: 10
npm run bench -- tests                 CPU and wall seconds per test file and per Terraform command, from the last
                                       npm test, slowest first
npm run bench -- tests --all           ... with every row
npm run bench -- tests --write         keep them in __tests__/times.json: the order of the test files in a fresh clone
`;

const root = join(__dirname, "..");

function refuse(problem) {
  process.stderr.write(`bench: ${problem}. See npm run bench -- --help.\n`);
  process.exit(2);
}

function parse() {
  const boolean = { type: "boolean", default: false };
  try {
    return parseArgs({ options: { help: boolean, all: boolean, write: boolean }, allowPositionals: true });
  } catch (error) {
    return refuse(error.message.split(". ")[0]);
  }
}

const { values: options, positionals } = parse();
if (positionals.length > 1) refuse(`unexpected argument '${positionals[1]}'`);
if (options.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
if (positionals[0] === "tests") {
  const { renderTests, writeTimes } = require("tsx/cjs/api").require("./tests.ts", __filename);
  if (options.write) writeTimes(root);
  process.stdout.write(renderTests(root, options));
  process.exit(0);
}
if (options.all || options.write) refuse("--all and --write belong to 'tests'");

const { app } = JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8"));
const [program, ...args] = app.split(" ");
const runs = Number(positionals[0] ?? 10);
if (!Number.isInteger(runs) || runs < 1) refuse(`'${positionals[0]}' is no number of runs: a whole number from 1`);
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
