import { changeOf } from "../../../src/ops/guard/meaning/change";

test.each<[string, unknown, unknown, string]>([
  ["a number that falls", 4, 1, "lost"],
  ["a number that falls, as text", "30", "15", "lost"],
  ["a number that rises", 1, 4, "changed"],
  ["a number from nought: what that means, nobody knows here", 0, 60, "changed"],
  ["an option that is turned off", true, false, "lost"],
  ["an option that is turned off by AWS's word for it", "SERVICE", "NONE", "lost"],
  ["an option that is turned on", false, true, "added"],
  ["an option that is turned on from AWS's word for it", "disabled", "enabled", "added"],
  ["text that becomes empty", "arn:key", "", "lost"],
  ["text that was not there", "", "arn:key", "added"],
  ["other text", "a", "b", "changed"],
  ["a list that gets shorter", ["a", "b"], ["a"], "lost"],
  ["a list with another instead", ["a", "b"], ["a", "c"], "lost"],
  ["a list that gets longer", ["a"], ["a", "b"], "added"],
  ["a block that goes", [{ bucket: "logs" }], [], "lost"],
  ["a block that comes", [], [{ bucket: "logs" }], "added"],
  ["what was never said", null, 0, "configuration"],
  ["what was never said, and is off", null, false, "configuration"],
  ["what was never said, and is something", null, 5, "added"],
])("%s", (_, before, after, meaning) => {
  expect(changeOf(before, after)).toBe(meaning);
});
