/**
 * Does something while cdktf does not note where each token was made, which takes a quarter of the time that the stacks
 * take to be built (cdktf 0.21, lib/tokens/private/stack-trace.js: no option turns it off). Nothing shows these notes; errors
 * have their own stack as ever.
 */
export function withoutCreationStacks<T>(action: () => T): T {
  // oxlint-disable-next-line typescript/unbound-method -- it is put back as it was
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    return action();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
