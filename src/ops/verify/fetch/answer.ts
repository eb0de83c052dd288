import { CallFailure } from "../failure";
import type { Answer } from "../facts";

/**
 * The answer to a question, or why there is none.
 *
 * @throws what else goes wrong: an interruption, or a mistake in here.
 */
export async function ask<T>(question: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { known: true, value: await question() };
  } catch (error) {
    if (error instanceof CallFailure) return { known: false, failure: error };
    // Whoever asks for what need not exist sees to it himself: this one went away between two calls.
    const { name, $metadata } = error as Error & { readonly $metadata?: object };
    if ($metadata === undefined) throw error;
    const message = `AWS no longer knows what it has just named (${name}). Run the command again.`;
    return { known: false, failure: new CallFailure(message, "", "passing") };
  }
}

/** The answer to a question that builds on another: the other's failure is its own. */
export async function askWith<T, U>(first: Answer<T>, question: (value: T) => Promise<U>): Promise<Answer<U>> {
  return first.known ? await ask(() => question(first.value)) : first;
}

/** One answer for each of these, all asked at once. */
export async function askEach<T>(
  keys: Iterable<string>,
  question: (key: string) => Promise<T>,
): Promise<ReadonlyMap<string, Answer<T>>> {
  return new Map(
    await Promise.all([...new Set(keys)].map(async (key) => [key, await ask(() => question(key))] as const)),
  );
}

/** What a question comes to, or `otherwise` when AWS says by one of these names that it is not there. */
export async function ifThere<T, U>(question: Promise<T>, otherwise: Readonly<Record<string, U>>): Promise<T | U> {
  try {
    return await question;
  } catch (error) {
    const { name } = error as Error;
    if (!(name in otherwise)) throw error;
    return otherwise[name] as U;
  }
}
