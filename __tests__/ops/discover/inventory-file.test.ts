import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  GIVEN_KEYS,
  givenPart,
  inventoryFile,
  readIfThere,
  renderInventory,
} from "../../../src/ops/discover/inventory-file";
import { replaceFile } from "../../../src/files/replace-file";
import { run } from "../../../src/ops/process";
import { projectDirectory } from "../../helpers/directories";
import { temporaryDirectory } from "../../helpers/temporary";
import { sampleInventory } from "./sample";

const directory = temporaryDirectory();

test("given keys come first and in their order, the tool's own after them, everything below sorted", () => {
  const text = renderInventory({
    imports: { "kelmah-prod-network": { "aws_subnet.b": { id: "2", evidence: "b" }, "aws_eip.a": { id: "1", evidence: "a" } } },
    existingParameters: [],
    natEips: ["13.62.68.130"],
    region: "eu-north-1",
    account: "992350137489",
  }); // prettier-ignore
  expect(text).toBe(`{
  "account": "992350137489",
  "region": "eu-north-1",
  "natEips": ["13.62.68.130"],
  "existingParameters": [],
  "imports": {
    "kelmah-prod-network": {
      "aws_eip.a": {
        "evidence": "a",
        "id": "1"
      },
      "aws_subnet.b": {
        "evidence": "b",
        "id": "2"
      }
    }
  }
}
`);
});

test("what is read again is written the same", () => {
  const text = renderInventory(sampleInventory);
  expect(renderInventory(JSON.parse(text) as typeof sampleInventory)).toBe(text);
});

test("the formatter leaves what is written alone", async () => {
  const long = Array.from({ length: 12 }, (_, index) => `PARAMETER_NUMBER_${index}`);
  const atTheEdge = ["P".repeat(50), "Q".repeat(36)];
  for (const existingParameters of [long, atTheEdge, [...atTheEdge.slice(1), "P".repeat(49)], []]) {
    const file = await directory.write("prod.json", renderInventory({ ...sampleInventory, existingParameters }));
    const prettier = join(projectDirectory, "node_modules/.bin/prettier");
    const { stdout } = await run(prettier, ["--print-width", "120", file], { env: process.env });
    expect(stdout).toBe(await readFile(file, "utf8"));
  }
});

test("the committed inventories are in the form that is written", async () => {
  for (const name of ["dev", "staging", "prod"]) {
    const text = await readFile(inventoryFile(join(projectDirectory, "src/environments/inventory"), name), "utf8");
    expect(renderInventory(JSON.parse(text) as typeof sampleInventory)).toBe(text);
  }
});

test("only what a person gives is the given part", () => {
  expect({ ...sampleInventory, ...givenPart(sampleInventory) }).toEqual(sampleInventory);
  expect(Object.keys(givenPart(sampleInventory))).toEqual([...GIVEN_KEYS]);
});

test("a file is replaced in one step, and nothing else is left beside it", async () => {
  const file = await directory.write("inventory/prod.json", "old");
  await replaceFile(file, "new");
  expect(await readIfThere(file)).toBe("new");
  expect(await readdir(directory.path("inventory"))).toEqual(["prod.json"]);
  expect(await readIfThere(directory.path("nothing.json"))).toBeUndefined();
});
