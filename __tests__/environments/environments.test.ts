import { environments } from "../../src/environments";
import { readInventories } from "../../src/environments/inventory";
import { OperatorError } from "../../src/model/problem";
import { validate } from "../../src/model/validate";
import { temporaryDirectory } from "../helpers/temporary";

const directory = temporaryDirectory();

test("dev, staging and prod are valid", () => {
  const all = environments();
  expect(all.map(({ name }) => name)).toEqual(["dev", "staging", "prod"]);
  expect(() => {
    validate(all);
  }).not.toThrow();
});

test("only production is protected, and its names are its own", () => {
  expect(environments().map((environment) => [environment.protected, environment.names !== undefined])).toEqual([
    [false, false],
    [false, false],
    [true, true],
  ]);
});

test("an inventory in a folder of one's own takes the place of the project's, and of no other environment's", async () => {
  await directory.write("staging.json", JSON.stringify({ account: "111122223333", region: "eu-west-1" }));
  const own = readInventories();
  expect(readInventories(directory.path())).toEqual({
    ...own,
    staging: { account: "111122223333", region: "eu-west-1" },
  });
  const [, staging] = environments(directory.path());
  expect(staging?.network.availabilityZones).toEqual(["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
  expect(staging?.state).toMatchObject({ bucket: "kelmah-terraform-state-111122223333" });
});

test("an empty KELMAH_INVENTORY_DIR is none", () => {
  expect(readInventories("")).toEqual(readInventories());
});

test("a folder of inventories that does not exist is said to the person at the keyboard", () => {
  const folder = directory.path("nowhere");
  const error = new OperatorError(`KELMAH_INVENTORY_DIR: there is no folder '${folder}'.`);
  expect(() => readInventories(folder)).toThrow(error);
});

test("so is a file in a folder's place", async () => {
  const file = await directory.write("prod.json", "{}");
  expect(() => readInventories(file)).toThrow(`KELMAH_INVENTORY_DIR: there is no folder '${file}'.`);
});

test("so is an inventory that is no JSON", async () => {
  const file = await directory.write("dev.json", "{");
  expect(() => readInventories(directory.path())).toThrow(`The inventory ${file} is not valid JSON: `);
});

test("so is all that is wrong with the fields of any inventory, and with what is made of it", async () => {
  await directory.write("dev.json", "null");
  await directory.write("prod.json", '{ "account": 5, "region": "eu-north-1" }');
  expect(() => environments(directory.path())).toThrow(`Environment 'dev' has 1 problem:
  inventory: null is given: an object is needed

Environment 'prod' has 5 problems:
  inventory.account: a number is given: text in quotes is needed
  inventory.vpc: (missing): an existing VPC is used by its ids; give it in the inventory
`);
});
