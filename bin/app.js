/**
 * What cdktf.json runs: main.ts and what it imports, put into one script by esbuild and called. That is quicker than a
 * loader that hooks into every `require`; types are checked by `npm run check`.
 */
const { join } = require("node:path");
const { compileFunction } = require("node:vm");
const { buildSync } = require("esbuild");

const main = join(__dirname, "..", "main.ts");
const { outputFiles } = buildSync({
  entryPoints: [main],
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  write: false,
  logLevel: "error",
});
compileFunction(outputFiles[0].text, ["require", "module"], { filename: main })(require, module);
