import fc from "fast-check";
import { temporaryDirectory } from "../temporary";
import LongestFirst from "./longest-first";
import { writeRecord } from "./records";

type Tests = Parameters<LongestFirst["sort"]>[0];

const project = temporaryDirectory();

/** Test files as jest hands them to a sequencer: of the names, with their sizes. */
function tests(sizes: Readonly<Record<string, number>>): Tests {
  const named = Object.entries(sizes).map(([name, size]) => ({
    path: project.path("__tests__", name),
    context: { config: { rootDir: project.path() }, hasteFS: { getSize: () => size } },
  }));
  return named as unknown as Tests;
}

const names = (sorted: Tests) => sorted.map(({ path }) => path.slice(project.path("__tests__").length + 1));
const sequencer = () => new LongestFirst({} as ConstructorParameters<typeof LongestFirst>[0]);
const times = (seconds: Readonly<Record<string, number>>) =>
  project.write(
    "__tests__/times.json",
    JSON.stringify(Object.fromEntries(Object.entries(seconds).map(([name, s]) => [`__tests__/${name}`, s]))),
  );

test("what took longest when it was last run here begins first", async () => {
  await times({ "e2e/a.test.ts": 300, "e2e/b.test.ts": 200 });
  for (const [name, seconds] of [
    ["e2e/b.test.ts", 250],
    ["e2e/a.test.ts", 40],
    ["c.test.ts", 60],
  ] as const) {
    writeRecord(project.path(), { file: `__tests__/${name}`, ended: "", seconds, calls: [] });
  }
  const all = tests({ "e2e/a.test.ts": 1, "e2e/b.test.ts": 1, "c.test.ts": 1, "d.test.ts": 1 });
  expect(names(sequencer().sort(all))).toEqual(["e2e/b.test.ts", "c.test.ts", "e2e/a.test.ts", "d.test.ts"]);
});

test("a new end-to-end test may be long, another is as long as its file is", () => {
  const all = tests({ "a.test.ts": 5, "b.test.ts": 50, "e2e/c.test.ts": 1 });
  expect(names(sequencer().sort(all))).toEqual(["e2e/c.test.ts", "b.test.ts", "a.test.ts"]);
});

test("shards have every file once, whatever the order in which they come, and are as long as each other", async () => {
  const seconds = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.integer({ min: 1, max: 300 }), { minKeys: 1 });
  await fc.assert(
    fc.asyncProperty(seconds, fc.integer({ min: 1, max: 4 }), async (known, shardCount) => {
      await times(known);
      const files = tests(known);
      const shards = Array.from({ length: shardCount }, (_, index) =>
        names(sequencer().shard(index % 2 === 0 ? files : [...files].reverse(), { shardIndex: index + 1, shardCount })),
      );
      expect(shards.flat().sort()).toEqual(Object.keys(known).sort());
      const sums = shards.map((shard) => shard.reduce((sum, name) => sum + (known[name] ?? 0), 0));
      // One that is dealt a file had least to do before it.
      expect(Math.max(...sums) - Math.min(...sums)).toBeLessThanOrEqual(Math.max(...Object.values(known)));
    }),
    { numRuns: 50 },
  );
});
