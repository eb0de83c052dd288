import fc from "fast-check";
import { fargateSizeProblem } from "../../src/model/fargate";

/** Amazon ECS developer guide, "Task CPU and memory", Linux containers on Fargate: CPU units, then GB. */
const OFFERED: readonly (readonly [cpu: number, gigabytes: readonly number[]])[] = [
  [256, [0.5, 1, 2]],
  [512, [1, 2, 3, 4]],
  [1024, [2, 3, 4, 5, 6, 7, 8]],
  [2048, [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]],
  [4096, [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]],
  [8192, [16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60]],
  [16384, [32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120]],
];

const pairs = OFFERED.flatMap(([cpu, sizes]) => sizes.map((size) => [cpu, size * 1024] as const));

test.each(pairs)("%d CPU units with %d MiB are offered", (cpu, memory) => {
  expect(fargateSizeProblem(cpu, memory)).toBeUndefined();
});

test("no other pair is offered", () => {
  const known = new Set(pairs.map(([cpu, memory]) => `${cpu}/${memory}`));
  const cpus = fc.oneof(fc.constantFrom(...OFFERED.map(([cpu]) => cpu)), fc.integer());
  const memories = fc.oneof(
    fc.integer({ min: 0, max: 130 }).map((gigabytes) => gigabytes * 1024),
    fc.integer(),
  );
  fc.assert(
    fc.property(cpus, memories, (cpu, memory) => {
      expect(fargateSizeProblem(cpu, memory) === undefined).toBe(known.has(`${cpu}/${memory}`));
    }),
  );
});

test.each([
  [300, 512, "300 CPU units is not a Fargate size: choose one of 256, 512, 1024, 2048, 4096, 8192, 16384"],
  [256, 4096, "4096 MiB is not offered with 256 CPU units on Fargate: choose 512, 1024, 2048 MiB"],
  [1024, 1024, "1024 MiB is not offered with 1024 CPU units on Fargate: choose 2048 to 8192 in steps of 1024 MiB"],
  [
    16384,
    32769,
    "32769 MiB is not offered with 16384 CPU units on Fargate: choose 32768 to 122880 in steps of 8192 MiB",
  ],
])("%d CPU units with %d MiB: says what there is", (cpu, memory, message) => {
  expect(fargateSizeProblem(cpu, memory)).toBe(message);
});
