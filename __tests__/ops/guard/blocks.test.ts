import fc from "fast-check";
import { isMostOfTheInternet, outside } from "../../../src/ops/guard/meaning/blocks";

test.each<[string, string[], string[], string[]]>([
  ["one in itself", ["10.0.0.0/16"], ["10.0.0.0/16"], []],
  ["one in a wider one", ["10.0.1.0/24"], ["10.0.0.0/16"], []],
  ["a wider one", ["10.0.0.0/8"], ["10.0.0.0/16"], ["10.0.0.0/8"]],
  ["all of it in two halves", ["0.0.0.0/0"], ["0.0.0.0/1", "128.0.0.0/1"], []],
  ["two halves in all of it", ["0.0.0.0/1", "128.0.0.0/1"], ["0.0.0.0/0"], []],
  ["one over a gap", ["10.0.0.0/15"], ["10.0.0.0/16"], ["10.0.0.0/15"]],
  ["an address inside a block", ["10.0.0.7/16"], ["10.0.0.0/16"], []],
  ["the other family", ["::/0"], ["0.0.0.0/0"], ["::/0"]],
  ["IPv6", ["2a05:d016::/64"], ["2a05:d016::/32"], []],
  ["what is no block", ["anywhere", ""], ["0.0.0.0/0", "::/0"], ["anywhere", ""]],
  ["nothing", [], [], []],
])("which blocks are outside of others: %s", (_, blocks, allowed, expected) => {
  expect(outside(blocks, allowed)).toEqual(expected);
});

test.each<[string[], boolean]>([
  [["0.0.0.0/0"], true],
  [["::/0"], true],
  [["0.0.0.0/1"], true],
  [["2000::/3"], true],
  [["2000::/4"], true],
  [["0.0.0.0/2", "64.0.0.0/2"], true],
  [["0.0.0.0/2", "128.0.0.0/2"], true],
  [["0.0.0.0/2", "0.0.0.0/3"], false],
  [["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], false],
  [["fc00::/7"], false],
  [["4000::/2"], false],
  [[], false],
])("%j is most of the internet: %s", (blocks, expected) => {
  expect(isMostOfTheInternet(blocks)).toBe(expected);
});

test("cut into any pieces, a block is among its pieces, and not among all but one of them", () => {
  const cut = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(cut, fc.nat(), (bits, left) => {
      const pieces = Array.from({ length: 2 ** bits }, (_, index) => {
        const address = index * 2 ** (16 - bits);
        return `10.1.${Math.floor(address / 256)}.${address % 256}/${16 + bits}`;
      });
      expect(outside(["10.1.0.0/16"], pieces)).toEqual([]);
      expect(
        outside(
          ["10.1.0.0/16"],
          pieces.filter((_, index) => index !== left % pieces.length),
        ),
      ).toEqual(["10.1.0.0/16"]);
    }),
  );
});
