import { nearest } from "../../src/model/nearest";

test.each([
  ["publicSubnet", "publicSubnets"],
  ["privateSubnet", "privateSubnets"],
  ["VPC", "vpc"],
  ["natEip", "natEips"],
  ["", "vpc"],
])("'%s' is nearest to '%s'", (word, known) => {
  expect(nearest(word, ["publicSubnets", "privateSubnets", "vpc", "natEips"])).toEqual([known]);
});

test("gives as many as are asked for, the nearest first, and the earlier of two that are as near", () => {
  expect(nearest("auth", ["user", "author", "auto", "path"], 3)).toEqual(["auto", "author", "path"]);
  expect(nearest("a", [], 3)).toEqual([]);
});
