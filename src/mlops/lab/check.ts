import { AssertionError } from 'node:assert';
import { inspect } from 'node:util';
import { type CheckResult, currentHost } from '../host.ts';
import { CheckFailure } from './compare.ts';

export interface CheckOptions {
  /**
   * Offered one by one when the check fails, and never the answer: a question ("which rows did this mean come
   * from?"), the idea, the shape with holes.
   */
  readonly hints?: readonly string[];
  /** A ladder of one. */
  readonly hint?: string;
  /** What often goes wrong. The first that holds is said in place of expected and actual. */
  readonly mistakes?: readonly Mistake[];
}

/** A mistake that a failed check can name. */
export interface Mistake {
  /** Whether it was made, told from what the learner has made. One that throws does not hold. */
  readonly when: () => boolean | Promise<boolean>;
  /** A sentence that names it: "divided by the variance: your unit is 1/°C". */
  readonly say: string;
}

type Outcome = Pick<CheckResult, 'expected' | 'actual' | 'tolerance'>;

/**
 * Runs a check and reports it to the editor or the terminal.
 *
 * It passes when `fn` returns, or resolves, without throwing and with anything but `false`. It never throws, so
 * that one failed check does not hide the next.
 */
export async function check(name: string, fn: () => unknown, options: CheckOptions = {}): Promise<void> {
  const failure = await failureOf(fn);
  if (!failure) {
    currentHost().checked({ name, passed: true });
    return;
  }
  const mistake = await mistakeOf(options.mistakes ?? []);
  const hints = options.hints ?? (options.hint ? [options.hint] : []);
  const [hint] = hints;
  currentHost().checked({
    name,
    passed: false,
    ...failure,
    ...(mistake === undefined ? {} : { mistake }),
    ...(hint === undefined ? {} : { hint, hints }),
  });
}

/** What the first mistake that was made says. */
async function mistakeOf(mistakes: readonly Mistake[]): Promise<string | undefined> {
  for (const { when, say } of mistakes) {
    try {
      if (await when()) return say;
    } catch {
      // It looks at what is not as it expects: then it is another mistake.
    }
  }
  return undefined;
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
