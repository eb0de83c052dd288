/** Jest does not translate its sequencer from TypeScript: esbuild does, as in bin/bundle.js. */
const { join } = require("node:path");
const { compileFunction } = require("node:vm");
const { buildSync } = require("esbuild");

const filename = join(__dirname, "recording/longest-first.ts");
const { text } = buildSync({
  entryPoints: [filename],
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  write: false,
}).outputFiles[0];
const sequencer = { exports: {} };

compileFunction(text, ["require", "module"], { filename })(require, sequencer);
module.exports = sequencer.exports.default;
