/** How many letters must be put in, taken out or changed to make one word of another (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  Array.from(a.slice(0, 200)).forEach((letter, above) => {
    const next = [above + 1];
    for (let index = 0; index < b.length; index++) {
      const changed = (row[index] ?? 0) + (letter === b[index] ? 0 : 1);
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  });
  return row[b.length] ?? 0;
}

/** The words that are the most like a given one, the nearest first, whatever their case. */
export function nearest(word: string, words: readonly string[], count = 1): string[] {
  const of = new Map(words.map((known) => [known, distance(word.toLowerCase(), known.toLowerCase())]));
  return [...words].sort((a, b) => (of.get(a) ?? 0) - (of.get(b) ?? 0)).slice(0, count);
}
