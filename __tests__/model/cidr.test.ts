import fc from "fast-check";
import { allocateSubnets, type Cidr, contains, overlaps, parseCidr } from "../../src/model/cidr";
import { arbitraryCidr, arbitraryVpc } from "../helpers/arbitraries";

describe("parseCidr", () => {
  test.each([
    ["10.0.0.0/16", 10 * 2 ** 24, 10 * 2 ** 24 + 2 ** 16 - 1],
    ["0.0.0.0/0", 0, 2 ** 32 - 1],
    ["255.255.255.255/32", 2 ** 32 - 1, 2 ** 32 - 1],
    ["172.31.48.0/20", 0xac1f3000, 0xac1f3fff],
  ])("reads %s", (text, first, last) => {
    expect(parseCidr(text)).toEqual({ text, prefix: Number(text.split("/")[1]), first, last });
  });

  test.each([
    "",
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0/16",
    "10.0.0.256/16",
    "::/0",
    "10.0.0.0/16 ",
    "ten",
    "10.0.0.0/-1",
  ])("refuses '%s'", (text) => {
    expect(() => parseCidr(text)).toThrow(`'${text}' is not an IPv4 CIDR block such as 10.0.0.0/16`);
  });

  test("says how to write the block of an address inside one", () => {
    expect(() => parseCidr("10.0.0.1/16")).toThrow(
      "'10.0.0.1/16' is an address inside a block: write the block as 10.0.0.0/16",
    );
  });
});

describe("overlaps and contains", () => {
  test.each([
    ["10.0.0.0/16", "10.0.0.0/16", true, true],
    ["10.0.0.0/16", "10.0.255.0/24", true, true],
    ["10.0.255.0/24", "10.0.0.0/16", true, false],
    ["10.0.0.0/16", "10.1.0.0/16", false, false],
    ["10.0.0.0/24", "10.0.1.0/24", false, false],
    ["10.0.0.0/24", "10.0.0.255/32", true, true],
    ["10.0.0.255/32", "10.0.0.255/32", true, true],
  ])("%s and %s", (a, b, doOverlap, doesContain) => {
    expect(overlaps(parseCidr(a), parseCidr(b))).toBe(doOverlap);
    expect(contains(parseCidr(a), parseCidr(b))).toBe(doesContain);
  });

  test("two blocks overlap just when one contains the other", () => {
    fc.assert(
      fc.property(arbitraryCidr, arbitraryCidr, (a, b) => {
        expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a));
        expect(overlaps(a, b)).toBe(overlaps(b, a));
      }),
    );
  });
});

describe("allocateSubnets", () => {
  const texts = (blocks: readonly Cidr[]) => blocks.map(({ text }) => text);

  test("cuts a VPC into sixteenths, in order", () => {
    expect(texts(allocateSubnets(parseCidr("10.0.0.0/16"), 3))).toEqual([
      "10.0.0.0/20",
      "10.0.16.0/20",
      "10.0.32.0/20",
    ]);
    expect(texts(allocateSubnets(parseCidr("192.168.3.0/24"), 16)).at(-1)).toBe("192.168.3.240/28");
  });

  test("passes over what is taken", () => {
    const taken = [parseCidr("10.0.0.0/19"), parseCidr("10.0.48.128/28")];
    expect(texts(allocateSubnets(parseCidr("10.0.0.0/16"), 2, taken))).toEqual(["10.0.32.0/20", "10.0.64.0/20"]);
  });

  test("says that the VPC is too small", () => {
    expect(() => allocateSubnets(parseCidr("10.0.0.0/25"), 1)).toThrow(
      "'10.0.0.0/25' is too small: a sixteenth of it is a /29, and AWS's smallest subnet is a /28",
    );
  });

  test("says how much room is left", () => {
    expect(() => allocateSubnets(parseCidr("10.0.0.0/16"), 9, [parseCidr("10.0.0.0/17")])).toThrow(
      "'10.0.0.0/16' has room for 8 more subnets of /20, and 9 are needed",
    );
  });

  test("gives as many blocks as asked for, inside the VPC, apart from each other and from what is taken, always the same", () => {
    fc.assert(
      fc.property(
        arbitraryVpc,
        fc.integer({ min: 0, max: 16 }),
        fc.array(arbitraryCidr, { maxLength: 6 }),
        (vpc, count, elsewhere) => {
          // Whole VPCs and larger leave no room, which is the next property's.
          const taken = elsewhere.filter((block) => !contains(block, vpc));
          const free =
            16 - new Set(allocateSubnets(vpc, 16).filter((block) => taken.some((t) => overlaps(t, block)))).size;
          fc.pre(count <= free);
          const blocks = allocateSubnets(vpc, count, taken);
          expect(blocks).toHaveLength(count);
          expect(blocks).toEqual(allocateSubnets(vpc, count, [...taken].reverse()));
          blocks.forEach((block, index) => {
            expect(parseCidr(block.text)).toEqual(block);
            expect(contains(vpc, block)).toBe(true);
            expect([...taken, ...blocks.slice(0, index)].filter((other) => overlaps(block, other))).toEqual([]);
          });
        },
      ),
    );
  });
});
