/** Runs a program of this project: `node bin/run.js main.ts`, with the program's own arguments behind it. See bundle.js. */
const { createRequire, SourceMap } = require("node:module");
const { dirname, join, resolve } = require("node:path");
const { load, root } = require("./bundle.js");

const [node, , program, ...args] = process.argv;
const entry = resolve(root, program);
process.argv = [node, entry, ...args];

/** Where nothing could be kept, errors name lines of the whole script. */
const NO_MAP = '{ "version": 3, "sources": [], "names": [], "mappings": "" }';

/** Lets errors tell where in the sources they were made. The map is read for the first that is asked for it. */
function traceToSources({ filename, readMap }) {
  let map;
  const place = (whole, line, column) => {
    map ??= new SourceMap(JSON.parse(readMap() ?? NO_MAP));
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

async function run() {
  const loaded = await load(entry).catch(() => process.exit(1));
  traceToSources(loaded);
  const { exports } = module;
  loaded.call(createRequire(entry), module, exports);
}

run().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
