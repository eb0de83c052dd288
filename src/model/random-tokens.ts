const sortOf = (one: string): string =>
  /[a-z]/.test(one) ? "lower" : /[A-Z]/.test(one) ? "upper" : /\d/.test(one) ? "digit" : "other";

/** How often the sort of character changes: in what a machine has drawn, all the time; in words, seldom. */
function changes(token: string): number {
  const sorts = Array.from(token, sortOf);
  return sorts.filter((sort, index) => index > 0 && sort !== sorts[index - 1]).length;
}

/** Characters of a token at least, where it stands in a place for tokens. */
const SHORTEST = 16;
const LONGEST = 500;

/** Whether something that stands where a token may be was drawn by a machine, and is no name: letters and digits, mixed. */
export function isRandomToken(token: string): boolean {
  if (token.length < SHORTEST || token.length > LONGEST || !/^[\w.~+/=-]+$/.test(token)) return false;
  return (
    /\d/.test(token) && /[A-Za-z]/.test(token) && changes(token.replaceAll(/[^A-Za-z0-9]/g, "")) >= token.length / 4
  );
}

/** What AWS gives out as secret access keys: 40 characters of base64 (IAM user guide, "Manage access keys for IAM users"). */
const AWS_SECRET = /^(?!6L)(?=.*[a-z])(?=.*[A-Z])(?=.*\d.*\d)(?=.*[g-zG-Z])[A-Za-z0-9+/]{40}$/;

/**
 * Whether a word of a text is a secret access key of AWS. A commit has only digits and a to f; names and paths of 40 characters
 * change seldom between small letters, capitals and digits, where a key does so 25 times, and less than 16 times in 1 of 500.
 * What begins with 6L is a site key of reCAPTCHA, of the same length.
 */
export function isAwsSecret(word: string): boolean {
  return word.length === 40 && AWS_SECRET.test(word) && changes(word) >= 16;
}
