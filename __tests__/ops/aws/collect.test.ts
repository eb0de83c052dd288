import { byValues } from "../../../src/ops/aws/collect";

test("a filter has at most the 200 values that EC2 takes, each value is asked for once, and nothing is asked for none", async () => {
  const asked: string[][] = [];
  const ask = (values: string[]) => {
    asked.push(values);
    return Promise.resolve(values.map((value) => `rule of ${value}`));
  };
  const groups = Array.from({ length: 450 }, (_, index) => `sg-${String(index).padStart(3, "0")}`);
  expect(await byValues([...groups, ...groups], ask)).toEqual(groups.map((group) => `rule of ${group}`));
  expect(asked.map(({ length }) => length)).toEqual([200, 200, 50]);

  asked.length = 0;
  expect(await byValues([], ask)).toEqual([]);
  expect(asked).toEqual([]);
});
