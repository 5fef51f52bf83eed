/**
 * Vega's expressions, interpreted and not compiled, so that a page's policy needs no `unsafe-eval`, and with limits:
 * an expression may be anybody's, and must neither make millions of values nor hold up the page.
 */
import { t } from '../l10n.ts';
import { tooLarge } from './bounds.ts';
import type { expressionInterpreter } from './vega.ts';

type Interpreter = typeof expressionInterpreter;
type Function = (...args: readonly never[]) => unknown;
/** What Vega gives an interpreter; of it only the functions are used. */
interface Context {
  readonly functions: Readonly<Record<string, Function>>;
}

/** How long the page may stand still for one drawing, or for one answer to the pointer. */
const longestMs = 5000;
const mostValues = 100_000;
const longestText = 10_000;

/** Ends a dataflow that has run for too long. */
export class Deadline {
  #end = Number.POSITIVE_INFINITY;

  start(): void {
    this.#end = performance.now() + longestMs;
  }

  /** @throws {UserError} `chart-too-large` */
  check(): void {
    if (performance.now() > this.#end) throw tooLarge(t('it takes longer than {0} seconds', longestMs / 1000));
  }
}

export function limited(interpreter: Interpreter, deadline: Deadline): Interpreter {
  const guard = (kind: keyof Interpreter) => (context: Context, expression: unknown) => {
    // Vega's own object inherits some of its functions.
    const functions: Context['functions'] = Object.assign(Object.create(context.functions), safer(context.functions));
    const evaluate = interpreter[kind]({ functions }, expression);
    return (...args: readonly unknown[]) => {
      deadline.check();
      return evaluate(...args);
    };
  };
  return {
    operator: guard('operator'),
    parameter: guard('parameter'),
    event: guard('event'),
    handler: guard('handler'),
    encode: guard('encode'),
  };
}

/** The functions that can make much out of little, or take for ever, with limits. */
function safer({ sequence, utcSequence, timeSequence, pad }: Context['functions']): Record<string, Function> {
  const call = (of: Function | undefined, args: readonly unknown[]) => of?.(...(args as never[]));
  const dates =
    (of: Function | undefined) =>
    (...args: readonly [unit: string, start: number, stop: number, step?: number]) => {
      const [unit, start, stop, step = 1] = args;
      const shortest = unitMs[unit] ?? 1;
      if (!(Math.abs(stop - start) / (shortest * step) <= mostValues))
        throw tooLarge(t('a sequence of dates is too long'));
      return call(of, args);
    };
  return {
    sequence: (...args: readonly number[]) => {
      const [start, stop, step] = args.length > 1 ? [args[0]!, args[1]!, args[2] ?? 1] : [0, args[0] ?? 0, 1];
      if (!(Math.abs((stop - start) / step) <= mostValues))
        throw tooLarge(t('a sequence is longer than {0}', mostValues));
      return call(sequence, args);
    },
    utcSequence: dates(utcSequence),
    timeSequence: dates(timeSequence),
    pad: (...args: readonly [text: unknown, length: number, ...rest: unknown[]]) => {
      if (!(args[1] <= longestText)) throw tooLarge(t('a text is padded to more than {0} characters', longestText));
      return call(pad, args);
    },
    regexp: (pattern: string, flags?: string) => safePattern(new RegExp(pattern, flags)),
    test: (pattern: RegExp | string, text: unknown) => safePattern(new RegExp(pattern)).test(inReach(text)),
    replace: (text: unknown, pattern: RegExp | string, by: string) =>
      inReach(text).replace(typeof pattern === 'string' ? pattern : safePattern(pattern), String(by)),
    split: (text: unknown, pattern: RegExp | string) =>
      inReach(text).split(typeof pattern === 'string' ? pattern : safePattern(pattern)),
  };
}

const unitMs: Readonly<Record<string, number>> = {
  ...{ year: 31_536e6, quarter: 7776e6, month: 2419e6, week: 6048e5, date: 864e5, day: 864e5, dayofyear: 864e5 },
  ...{ hours: 36e5, minutes: 6e4, seconds: 1e3, milliseconds: 1 },
};

/** A repeated group, or a reference back to one, can make a pattern take time beyond measure. */
function safePattern(pattern: RegExp): RegExp {
  if (/\)[*+{?]|\\[1-9k]/.test(pattern.source) || pattern.source.length > 1000) {
    throw tooLarge(t('the pattern {0} may take for ever', String(pattern).slice(0, 80)));
  }
  return pattern;
}

function inReach(text: unknown): string {
  const written = String(text);
  if (written.length > longestText) throw tooLarge(t('a text of more than {0} characters is searched', longestText));
  return written;
}
