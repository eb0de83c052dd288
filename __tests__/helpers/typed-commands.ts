import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import ts from "typescript";
import { Documented } from "./documented";

/** Whatever is asked of it, called or constructed: itself. An end-to-end test's file can be run with it in place of all that it uses. */
const nothing: unknown = new Proxy(Object, {
  get: (_, key) => (key === Symbol.iterator ? () => [].values() : key === Symbol.toPrimitive ? () => "" : nothing),
  apply: () => nothing,
  construct: () => nothing as object,
});

/**
 * The commands that an end-to-end test's file types: its definitions are run, without any of its tests, and what they take from
 * documents and have a test for ({@link Documented.testThatAllAreTyped}) is what that test fails without.
 */
function commandsTypedBy(file: string): Documented[] {
  const found: Documented[] = [];
  class Recorded extends Documented {
    override testThatAllAreTyped(): void {
      found.push(this);
    }
  }
  const define = (_: string, ...rest: readonly unknown[]) => {
    (rest.at(-1) as () => void)();
  };
  const modules = (name: string): unknown => {
    if (name.endsWith("helpers/documented")) return { Documented: Recorded };
    if (name.endsWith("helpers/prerequisites")) return { describeEndToEnd: define, describeWithEmulator: define };
    return nothing;
  };
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), { compilerOptions });
  const globals = { require: modules, exports: {}, describe: define, jest: nothing };
  const hooks = ["test", "expect", "beforeAll", "beforeEach", "afterAll", "afterEach"].map((name) => [name, nothing]);
  const all = { ...globals, ...(Object.fromEntries(hooks) as object) };
  const run = compileFunction(outputText, Object.keys(all), { filename: file }) as (...globals: unknown[]) => void;
  run(...Object.values(all));
  return found;
}

/** What the end-to-end tests take from documents and type, by `document: command`. */
export function typedCommands(): ReadonlySet<string> {
  const folder = join(__dirname, "../e2e");
  const files = readdirSync(folder).filter((name) => name.endsWith(".test.ts")).map((name) => join(folder, name)); // prettier-ignore
  // The others take nothing from a document: they have no way to.
  const typing = files.filter((file) => readFileSync(file, "utf8").includes("helpers/documented"));
  return new Set(
    typing.flatMap(commandsTypedBy).flatMap(({ document, commands }) => commands.map((one) => `${document}: ${one}`)),
  );
}
