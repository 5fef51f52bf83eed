import { AssertionError } from 'node:assert';
import { inspect } from 'node:util';
import { type CheckResult, currentHost } from '../host.ts';
import { CheckFailure } from './compare.ts';

export interface CheckOptions {
  /** Shown when the check fails: a nudge, not the answer. */
  readonly hint?: string;
}

type Outcome = Pick<CheckResult, 'expected' | 'actual' | 'tolerance'>;

/**
 * Runs a check and reports it to the editor or the terminal.
 *
 * It passes when `fn` returns, or resolves, without throwing and with anything but `false`. It never throws, so
 * that one failed check does not hide the next.
 */
export async function check(name: string, fn: () => unknown, { hint }: CheckOptions = {}): Promise<void> {
  const failure = await failureOf(fn);
  currentHost().checked({ name, passed: !failure, ...failure, ...(failure && hint ? { hint } : {}) });
}

async function failureOf(fn: () => unknown): Promise<Outcome | undefined> {
  try {
    return (await fn()) === false ? { expected: 'true', actual: 'false' } : undefined;
  } catch (thrown) {
    return outcomeOf(thrown);
  }
}

/** Comparisons say what they compared; any other error stands where a value was expected. */
function outcomeOf(thrown: unknown): Outcome {
  if (thrown instanceof CheckFailure) {
    const { expectation, expected, actual, tolerance } = thrown;
    return {
      expected: expectation ?? show(expected),
      actual: show(actual),
      ...(tolerance === undefined ? {} : { tolerance }),
    };
  }
  if (thrown instanceof AssertionError) return { expected: show(thrown.expected), actual: show(thrown.actual) };
  return { expected: 'no error', actual: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : show(thrown) };
}

function show(value: unknown): string {
  return inspect(value, { depth: 4, maxArrayLength: 20, maxStringLength: 400, breakLength: 100 });
}
