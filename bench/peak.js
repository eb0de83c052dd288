/** Leaves the process's peak memory, in KiB, in the file that BENCH_PEAK names. */
const { writeFileSync } = require("node:fs");

process.on("exit", () => writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS)));
