import Sequencer, { type ShardOptions } from "@jest/test-sequencer";
import { knownSeconds, nameOf } from "./records";

type Test = Parameters<Sequencer["sort"]>[0][number];

/** Seconds of an end-to-end test that is new: it may be long, and a long one must not begin last. */
const NEW_END_TO_END = 600;

/** The test files that took longest begin first, so that no worker is left with one at the end while the others are idle. */
export default class LongestFirst extends Sequencer {
  override sort(tests: Test[]): Test[] {
    const seconds = estimate(tests);
    const size = ({ path, context }: Test) => context.hasteFS.getSize(path) ?? 0;
    return [...tests].sort((a, b) => seconds(b) - seconds(a) || size(b) - size(a));
  }

  /** Deals the test files out, the longest first, each to the shard that has least to do so far. */
  override shard(tests: Test[], { shardIndex, shardCount }: ShardOptions): Test[] {
    const seconds = estimate(tests);
    const shards = Array.from({ length: shardCount }, () => ({ tests: [] as Test[], seconds: 0 }));
    const byPath = [...tests].sort((a, b) => (a.path < b.path ? -1 : 1));
    for (const test of byPath.sort((a, b) => seconds(b) - seconds(a))) {
      const least = shards.reduce((best, shard) => (shard.seconds < best.seconds ? shard : best));
      least.tests.push(test);
      // What is too quick to be known takes its time too, and is to be dealt out.
      least.seconds += Math.max(seconds(test), 0.1);
    }
    return shards[shardIndex - 1]?.tests ?? [];
  }
}

/** How long each test file will take, in seconds. */
function estimate(tests: readonly Test[]): (test: Test) => number {
  const known = new Map(
    [...new Set(tests.map(({ context }) => context.config.rootDir))].map((project) => [project, knownSeconds(project)]),
  );
  return ({ path, context: { config } }) =>
    known.get(config.rootDir)?.get(nameOf(config.rootDir, path)) ?? (path.includes("/e2e/") ? NEW_END_TO_END : 0);
}
