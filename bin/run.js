/** Runs a program of this project: `node bin/run.js main.ts`, with the program's own arguments behind it. See bundle.js. */
const { createRequire, SourceMap } = require("node:module");
const { dirname, join, resolve } = require("node:path");
const { load, root } = require("./bundle.js");

const [node, , program = "main.ts", ...args] = process.argv;
const entry = resolve(root, program);
process.argv = [node, entry, ...args];

/** Lets errors tell where in the sources they were made. The map is read for the first that is asked for it. */
function traceToSources({ filename, readMap }) {
  let map;
  const place = (whole, line, column) => {
    const text = map === undefined ? readMap() : undefined;
    if (text !== undefined) map = new SourceMap(JSON.parse(text));
    // Where nothing could be kept, errors name lines of the whole script.
    if (map === undefined) return whole;
    const { originalSource: source, originalLine, originalColumn } = map.findEntry(line - 1, column - 1);
    return source === undefined
      ? whole
      : `${join(dirname(filename), source)}:${originalLine + 1}:${originalColumn + 1}`;
  };
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.map((frame) => {
      const [before, after] = String(frame).split(filename);
      // What notes where it was called and is no error, such as cdktf's tokens, does not wait for the map.
      const isPlain = after === undefined || !(error instanceof Error);
      return `\n    at ${isPlain ? String(frame) : before + after.replace(/^:(\d+):(\d+)/, place)}`;
    });
    return `${error}${lines.join("")}`;
  };
}

/** Ends the process. What esbuild could not read it has said already, with the place. */
function refuse({ code, errors, message, stack }) {
  if (code === "MODULE_NOT_FOUND") process.stderr.write(`${message.split("\n")[0]}. Install the packages: npm ci\n`);
  else if (errors === undefined) process.stderr.write(`${stack}\n`);
  process.exit(1);
}

async function run() {
  const loaded = await load(entry).catch(refuse);
  traceToSources(loaded);
  const { exports } = module;
  loaded.call(createRequire(entry), module, exports);
}

run().catch(({ stack }) => {
  process.stderr.write(`${stack}\n`);
  process.exit(1);
});
