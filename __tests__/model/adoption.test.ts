import { argumentIn, keptIn, keptText } from "../../src/model/adoption";
import type { Environment } from "../../src/model/environment";

test("an argument is found by its name, and a tag by its key", () => {
  const attributes = { port: 5001, tags: { Owner: "netops", 'a "b"': "c" } };
  expect(argumentIn(attributes, "port")).toBe(5001);
  expect(argumentIn(attributes, 'tags["Owner"]')).toBe("netops");
  expect(argumentIn(attributes, 'tags["a \\"b\\""]')).toBe("c");
  expect(argumentIn(attributes, "constructor")).toBeUndefined();
  expect(argumentIn(attributes, 'tags["constructor"]')).toBeUndefined();
  expect(argumentIn({}, 'tags["Owner"]')).toBeUndefined();
});

test("values are written as text, and what is not there is nothing", () => {
  expect([keptText("15"), keptText(15), keptText([{ a: 1 }]), keptText(undefined)]).toEqual(["15", "15", '[{"a":1}]', undefined]);
}); // prettier-ignore

test("what was found is kept where all is adopted as it was found, and nowhere else", () => {
  const kept = { "aws_eip.nat_a": { domain: { found: "standard" } } };
  const inventory = { account: "1", region: "r", kept: { network: kept } };
  const of = (adoption?: Environment["adoption"]) => keptIn({ inventory, ...(adoption && { adoption }) }, "network");
  expect([of("as-found"), of("as-written"), of()]).toEqual([kept, {}, {}]);
  expect(keptIn({ inventory, adoption: "as-found" }, "services")).toEqual({});
});
