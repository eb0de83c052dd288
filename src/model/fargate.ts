import { quote } from "./problem";

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

/**
 * Memory sizes in MiB that Fargate offers for each number of CPU units (1024 = 1 vCPU).
 * Source: Amazon ECS developer guide, "Task CPU and memory" for Linux on Fargate.
 */
export const FARGATE_SIZES: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, range(1024, 4096, 1024)],
  [1024, range(2048, 8192, 1024)],
  [2048, range(4096, 16384, 1024)],
  [4096, range(8192, 30720, 1024)],
  [8192, range(16384, 61440, 4096)],
  [16384, range(32768, 122880, 8192)],
]);

/** What is wrong with a task's size on Fargate, or `undefined`. CPU in units, memory in MiB. */
export function fargateSizeProblem(cpu: number, memory: number): string | undefined {
  const sizes = FARGATE_SIZES.get(cpu);
  if (sizes === undefined) {
    return `${quote(cpu)} CPU units is not a Fargate size: choose one of ${[...FARGATE_SIZES.keys()].join(", ")}`;
  }
  if (!sizes.includes(memory)) {
    const [first = 0, second = 0] = sizes;
    const offered =
      sizes.length > 4 ? `${first} to ${String(sizes.at(-1))} in steps of ${second - first}` : sizes.join(", ");
    return `${quote(memory)} MiB is not offered with ${cpu} CPU units on Fargate: choose ${offered} MiB`;
  }
  return undefined;
}
