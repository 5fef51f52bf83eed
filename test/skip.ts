/** Skips the running test and says why: `npm test` prints the reason, and counts a skip without one as a failure. */
export function skip(context: Mocha.Context, reason: string): never {
  const test = context.test;
  if (test) Object.assign(test, { skipReason: reason });
  return context.skip();
}
