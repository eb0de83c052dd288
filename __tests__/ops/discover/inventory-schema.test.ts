import Ajv from "ajv";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REGION } from "../../../src/model/rules/account";
import { shapedInventory } from "../../../src/model/rules/shapes";
import { projectDirectory } from "../../helpers/directories";
import { readDocument } from "../../helpers/documented";
import { sampleInventory } from "./sample";

const folder = join(projectDirectory, "src/environments/inventory");
const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
const validate = new Ajv({ strict: true, strictTypes: false }).compile(read("inventory.schema.json") as object);

type Path = readonly (string | number)[];

/** Every place in a value: each field and each element. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => [[...path, key], ...placesIn(inner, [...path, key])]);
}

/** A copy of the sample in which the object around a place was changed. */
function changed(
  path: Path,
  change: (parent: Record<string | number, unknown>, key: string | number) => void,
): unknown {
  const copy = structuredClone(sampleInventory) as unknown as Record<string | number, unknown>;
  let parent = copy;
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>;
  change(parent, path.at(-1) ?? "");
  return copy;
}

const isAccepted = (inventory: unknown) => shapedInventory(inventory).problems.length === 0;
const fields = placesIn(sampleInventory).filter((path) => typeof path.at(-1) === "string");

test("the schema accepts every field of the type", () => {
  expect({ valid: validate(sampleInventory), errors: validate.errors }).toEqual({ valid: true, errors: null });
  expect(isAccepted(sampleInventory)).toBe(true);
});

test.each(["dev.json", "staging.json", "prod.json"])("the committed %s validates", (file) => {
  expect({ valid: validate(read(file)), errors: validate.errors }).toEqual({ valid: true, errors: null });
});

test("what the runbook shows of an inventory validates", () => {
  const blocks = [...readDocument("docs/runbook.md").matchAll(/^```json\n([^`]*)^```$/gm)].map(([, text = ""]) => text);
  expect(blocks).not.toEqual([]);
  for (const text of blocks) {
    const inventory = { ...sampleInventory, ...(JSON.parse(`{${text}}`) as object) };
    expect({ text, valid: validate(inventory), isAccepted: isAccepted(inventory) }).toEqual({ text, valid: true, isAccepted: true }); // prettier-ignore
  }
});

test("the schema and the rules agree on which regions there are", () => {
  const { properties } = read("inventory.schema.json") as { properties: { region: { pattern: string } } };
  expect(properties.region.pattern).toBe(REGION.source);
});

test("the schema and the model agree on which fields may be left out", () => {
  for (const path of fields) {
    const without = changed(path, (parent, key) => {
      Reflect.deleteProperty(parent, key);
    });
    expect({ path, valid: validate(without) }).toEqual({ path, valid: isAccepted(without) });
  }
});

test("the schema and the model refuse what has the wrong type", () => {
  for (const path of placesIn(sampleInventory)) {
    const wrong = changed(path, (parent, key) => {
      parent[key] = null;
    });
    expect({ path, schema: validate(wrong), model: isAccepted(wrong) }).toEqual({ path, schema: false, model: false });
  }
});

test("the schema and the model refuse fields that nobody knows", () => {
  for (const path of fields) {
    const more = changed(path, (parent) => {
      parent.misspelt = parent[path.at(-1) ?? ""];
    });
    // In a map, such as that of the legacy services, it is one more entry.
    if (!isAccepted(more)) expect({ path, valid: validate(more) }).toEqual({ path, valid: false });
  }
});

test.each([
  ["vpc", "subnet-0dd46e5972b0e31a7"],
  ["natEips", ["eipalloc-0123456789abcdef0"]],
  ["account", "99235013748"],
  ["region", "cn-north-1"],
  ["region", "us-gov-west-1"],
  ["existingParameters", ["/kelmah/prod/JWT_SECRET"]],
])("the schema refuses %s: %p", (field, value) => {
  expect(validate({ ...sampleInventory, [field]: value })).toBe(false);
});
