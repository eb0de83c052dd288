import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { environments } from "../../src/environments";
import { projectDirectory } from "../helpers/directories";
import { anchorOf, codeIn, rowsOf, sectionsOf } from "../helpers/markdown";

const OVERVIEW = "docs/options.md";
const read = (file: string) => readFileSync(join(projectDirectory, file), "utf8");
const overview = read(OVERVIEW);

/** The types that a file declares, by name. */
function typesIn(file: string): ReadonlyMap<string, ts.Node> {
  const { statements } = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const declared = statements.filter((one) => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one));
  return new Map(declared.map((one) => [one.name.text, one]));
}

const options = typesIn("src/model/options.ts");
const platform = typesIn("src/model/environment.ts");

function everyNode(node: ts.Node): ts.Node[] {
  return [node, ...node.getChildren().flatMap(everyNode)];
}

const namesOfTypes = (node: ts.Node) => everyNode(node).filter(ts.isTypeReferenceNode).map((type) => type.typeName.getText()); // prettier-ignore
const fieldsIn = (node: ts.Node) => everyNode(node).filter(ts.isPropertySignature);

/** The names of every field in an option's type, and in the types of these. */
function fieldsOfType(name: string, types: ReadonlyMap<string, ts.Node> = options): string[] {
  const node = types.get(name);
  if (node === undefined) return [];
  return [...fieldsIn(node).map((field) => field.name.getText()), ...namesOfTypes(node).flatMap((of) => fieldsOfType(of))];
} // prettier-ignore

/** Where the fields of a type are in an environment; those of a container are of each service and the gateway. */
const PLACES = { Environment: "", Network: "network.", Gateway: "gateway.", Container: "" };

/** Every field of an environment whose type is an option's: its path, and the option's own fields. */
const declared = Object.entries(PLACES).flatMap(([type, prefix]) =>
  fieldsIn(platform.get(type) ?? ts.factory.createNull()).flatMap((field) => {
    const types = namesOfTypes(field).filter((name) => options.has(name));
    return types.length === 0
      ? []
      : [{ path: `${prefix}${field.name.getText()}`, fields: types.flatMap((name) => fieldsOfType(name)) }];
  }),
);

/** The rows of the overview: an option's section, its field, and what it is in each environment. */
const rows = rowsOf(overview).map(([option = "", field = "", ...values]) => ({
  anchor: /\(#(.*)\)/.exec(option)?.[1] ?? "",
  path: /^`([\w.]+)`/.exec(field)?.[1] ?? "",
  values: values.slice(0, 3),
}));

/** An option's section, and the documents that it leads to. */
function documented(anchor: string): string {
  const text = sectionsOf(overview).find(({ heading }) => anchorOf(heading) === anchor)?.text ?? "";
  const linked = [...text.matchAll(/\]\((options\/[\w-]+\.md)/g)].map(([, file = ""]) => join(dirname(OVERVIEW), file));
  return [text, ...linked.map(read)].join("\n");
}

test("every option has a row in the overview, and every row a field and a section", () => {
  const paths = rows.map(({ path }) => path);
  expect(declared.length).toBeGreaterThan(10);
  expect(paths).toEqual(expect.arrayContaining(declared.map(({ path }) => path)));
  const known = Object.entries(PLACES).flatMap(([type, prefix]) =>
    fieldsIn(platform.get(type) ?? ts.factory.createNull()).map((field) => `${prefix}${field.name.getText()}`),
  );
  for (const { path, anchor } of rows) {
    expect(known).toContain(path);
    expect({ path, documented: documented(anchor) !== "" }).toEqual({ path, documented: true });
  }
});

test.each(declared)("every field of $path is in its documents, as code", ({ path, fields }) => {
  const row = rows.find((one) => one.path === path);
  const code = codeIn(documented(row?.anchor ?? ""));
  const words = new Set(code.flatMap((text) => text.match(/\w+/g) ?? []));
  expect([...new Set(fields)].filter((field) => !words.has(field))).toEqual([]);
});

/** What an environment has at a path, or at that of any of its containers; `undefined` where it has nothing. */
function valueAt(environment: object, path: string): unknown {
  const read = (from: unknown) =>
    path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], from);
  const { services, gateway } = environment as { services: Record<string, object>; gateway: object };
  return [environment, gateway, ...Object.values(services)].map(read).find((value) => value !== undefined);
}

test.each(rows)("$path is in each environment what the overview says", ({ path, values }) => {
  const found = environments().map((environment) => valueAt(environment, path));
  const isOff = (said: string) => /^(off|refused)\b/.test(said);
  const words = values.map((said) => (isOff(said) ? "off" : said));
  found.forEach((value, index) => {
    const said = values[index] ?? "";
    // Whatever words the overview has for two values, the same ones are for the same value.
    const others = words.filter((_, at) => found[at] === value);
    expect(new Set(others)).toEqual(new Set([words[index]]));
    if (isOff(said)) expect(value).toBeUndefined();
    if (said === "on") expect(value).toBeDefined();
    const literal = /^`(.*)`$/.exec(said)?.[1] ?? /^\d+(?=$| days)/.exec(said)?.[0];
    if (literal !== undefined) expect(String(value)).toBe(literal);
  });
});
