/**
 * Skips the running test, or from a `beforeEach` the one that comes, and says why: `npm test` prints the reason, and
 * counts a skip without one as a failure.
 */
export function skip(context: Mocha.Context, reason: string): never {
  const own = context.test;
  const isHook = own && 'type' in own && own.type === 'hook';
  const test = isHook ? context.currentTest : own;
  if (test) Object.assign(test, { skipReason: reason });
  return context.skip();
}
