/**
 * What cdktf.json runs: main.ts and what it imports, put into one script by esbuild and called. That is quicker than a
 * loader that hooks into every `require`; types are checked by `npm run check`.
 */
const { dirname, join } = require("node:path");
const { compileFunction } = require("node:vm");
const { buildSync } = require("esbuild");

const main = join(__dirname, "..", "main.ts");

function bundle() {
  try {
    return buildSync({
      entryPoints: [main],
      bundle: true,
      packages: "external",
      platform: "node",
      target: "node20",
      write: false,
      logLevel: "error",
    }).outputFiles[0].text;
  } catch {
    // esbuild has said what is wrong, and where.
    process.exit(1);
  }
}

const parameters = ["require", "module", "__dirname"];
compileFunction(bundle(), parameters, { filename: main })(require, module, dirname(main));
