import { readdir, readFile } from "node:fs/promises";
import { OperatorError } from "../../../src/model/problem";
import { writeTogether } from "../../../src/ops/new-environment/write";
import { temporaryDirectory } from "../../helpers/temporary";

const directory = temporaryDirectory();

test("writes all of its files and nothing else", async () => {
  await writeTogether([
    { path: directory.path("demo.ts"), text: "one" },
    { path: directory.path("demo.json"), text: "two" },
  ]);
  expect((await readdir(directory.path())).sort()).toEqual(["demo.json", "demo.ts"]);
  expect(await readFile(directory.path("demo.json"), "utf8")).toBe("two");
});

test("overwrites nothing, and leaves no other file behind", async () => {
  const present = await directory.write("demo.json", "mine");
  const files = [{ path: directory.path("demo.ts"), text: "one" }, { path: present, text: "two" }]; // prettier-ignore
  await expect(writeTogether(files)).rejects.toThrow(
    new OperatorError(`There already: ${present}. Nothing was written. Choose another --name.`),
  );
  expect(await readdir(directory.path())).toEqual(["demo.json"]);
  expect(await readFile(present, "utf8")).toBe("mine");
});

test("takes back what it has written when one of its files cannot be", async () => {
  const files = [
    { path: directory.path("demo.ts"), text: "one" },
    { path: directory.path("nowhere/demo.json"), text: "two" },
  ];
  await expect(writeTogether(files)).rejects.toThrow(
    /nowhere\/demo\.json cannot be written: a folder on the way to it is not there\. Nothing was written\.$/,
  );
  expect(await readdir(directory.path())).toEqual([]);
});
