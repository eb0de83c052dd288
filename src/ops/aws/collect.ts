/** Every item of every page. */
export async function collect<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) all.push(...(items(page) ?? []));
  return all;
}

/** How many values a filter of an EC2 call may have (error `FilterLimitExceeded`, EC2 API reference, "Error codes"). */
const FILTER_VALUES = 200;

/** What is found by values of one filter, asked for as many at a time as EC2 takes; by none, nothing. */
export async function byValues<Item>(
  values: readonly string[],
  ask: (values: string[]) => Promise<readonly Item[]>,
): Promise<Item[]> {
  const answers = await Promise.all(inParts([...new Set(values)].sort(), FILTER_VALUES).map(ask));
  return answers.flat();
}

/** A list in parts of so many. */
export function inParts<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, part) => list.slice(part * size, (part + 1) * size));
}
