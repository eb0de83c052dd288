/** A value that an AWS answer always has, though the SDK's types do not say so. */
export function defined<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("The answer lacks what AWS always gives");
  return value;
}
