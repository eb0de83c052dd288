/**
 * Whether everything that one pattern of IAM's (`*`, `?`) means is meant by another: what the narrower leaves open, the wider leaves open too. In
 * two passes at most, whatever the patterns are.
 */
export function holds(wider: string, narrower: string): boolean {
  let [at, own, star, resume] = [0, 0, -1, 0];
  while (at < narrower.length) {
    const character = narrower.charAt(at);
    if (wider.charAt(own) === "*") {
      [star, resume] = [own++, at];
    } else if (
      own < wider.length &&
      (wider.charAt(own) === character || (wider.charAt(own) === "?" && character !== "*"))
    ) {
      own++;
      at++;
    } else if (star >= 0) {
      [own, at] = [star + 1, ++resume];
    } else {
      return false;
    }
  }
  while (wider.charAt(own) === "*") own++;
  return own === wider.length;
}
