/**
 * Programs of this project as one script each: a program's TypeScript and the packages that it imports, put together by
 * esbuild, and what V8 made of them when they ran. Both are kept in .cache/programs/, under a key of all that they are
 * made of. Types are checked by `npm run check`.
 */
const { createHash, randomUUID } = require("node:crypto");
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs");
const { dirname, join, relative } = require("node:path");
const { Script } = require("node:vm");

const root = join(__dirname, "..");
const folder = join(root, ".cache", "programs");

/** What a program is made of: it is built anew when a byte of this changes. */
const SOURCES = ["main.ts", "src", "bin", "package-lock.json", "tsconfig.json"];

/** In one script there would be one folder: each file that asks for its own is told. */
const ownFolders = {
  name: "own-folders",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (path.startsWith(join(root, "node_modules")) || !text.includes("__dirname")) return undefined;
      // On the first line, so that the lines stay where they are.
      return { contents: `const __dirname = ${JSON.stringify(dirname(path))}; ${text}`, loader: "ts" };
    });
  },
};

/**
 * A program that is ready to be called with what a CommonJS module is given.
 *
 * @throws esbuild's error, which it has written already, when the sources cannot be read.
 */
async function load(entry) {
  const name = relative(root, entry).replace(/\W+/g, "-");
  const key = keyOf(entry);
  const files = { code: `${name}.${key}.js`, map: `${name}.${key}.js.map`, compiled: `${name}.${key}.v8` };
  const code = read(files.code)?.toString() ?? (await build(entry, name, files));
  const compiled = read(files.compiled);
  const filename = join(folder, files.code);
  const script = new Script(`(function (require, module, exports) {${code}\n})`, {
    filename,
    ...(compiled !== undefined && { cachedData: compiled }),
  });
  if (compiled === undefined || script.cachedDataRejected) {
    // At the end V8 has compiled all that was called, which is what the next run wants to find.
    process.once("exit", () => keep(files.compiled, script.createCachedData()));
  }
  return { call: script.runInThisContext(), filename, readMap: () => read(files.map) };
}

function keyOf(entry) {
  const hash = createHash("sha256").update(`${root}\n${entry}\n${process.version} ${process.arch}\n`);
  for (const source of SOURCES) addTo(hash, join(root, source));
  return hash.digest("hex").slice(0, 16);
}

/** Adds a file's name and text; or those of a folder's files, but for the emulator's, which are Python. */
function addTo(hash, path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    for (const name of readdirSync(path).sort()) addTo(hash, join(path, name));
  } else if (stats !== undefined && /\.(ts|js|json)$/.test(path)) {
    hash.update(`${path} ${stats.size}\n`).update(readFileSync(path));
  }
}

async function build(entry, name, files) {
  const { outputFiles } = await require("esbuild").build({
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    target: "node20",
    sourcemap: "external",
    sourcesContent: false,
    outfile: join(folder, files.code),
    write: false,
    logLevel: "error",
    plugins: [ownFolders],
  });
  const [code, map] = ["js", "map"].map((end) => outputFiles.find(({ path }) => path.endsWith(end)));
  forget(name);
  keep(files.map, map.contents);
  keep(files.code, code.contents);
  return code.text;
}

function read(file) {
  try {
    return readFileSync(join(folder, file));
  } catch {
    return undefined; // It has not been made yet.
  }
}

/** Keeps a file whole or not at all. Where nothing can be written, a program is built at every start. */
function keep(file, contents) {
  const unfinished = join(folder, `${randomUUID()}.new`);
  tryTo(() => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(unfinished, contents);
    renameSync(unfinished, join(folder, file));
  });
  tryTo(() => rmSync(unfinished, { force: true }));
}

/** Removes what a program was before. */
function forget(name) {
  tryTo(() => {
    const files = readdirSync(folder).filter((file) => file.startsWith(`${name}.`));
    for (const file of files) rmSync(join(folder, file), { force: true });
  });
}

function tryTo(action) {
  try {
    action();
  } catch {
    // What is kept only saves time.
  }
}

module.exports = { load, root };
