/** What every surface says of a check: its name, and of one that failed why, and the first nudge. */
import type { CheckResult } from '../../mlops/host.ts';
import { guessText } from '../../mlops/payloads/prediction.ts';
import { t } from '../../platform/l10n.ts';

/** The name; of a prediction the question, with the answer that was given, unless that is a text. */
export function checkName({ name, prediction }: CheckResult): string {
  if (prediction?.value === undefined || prediction.inWords) return name;
  return `${name} ${t('You predict {0}.', guessText(prediction.value, prediction.unit))}`;
}

/** The rungs of its ladder of hints: also of a result that an earlier version has stored, with one hint. */
export function hintsOf({ hints, hint }: CheckResult): readonly string[] {
  return hints ?? (hint === undefined ? [] : [hint]);
}

/** How it came out, in a word or two. An empty prediction is no failure yet. */
export function verdictOf({ passed, prediction }: CheckResult): string {
  if (prediction?.inWords) return passed ? t('Written') : t('Write first');
  if (prediction) return passed ? t('Predicted') : t('Predict first');
  return passed ? t('Passed') : t('Failed');
}

export interface CheckDetail {
  /** What stands beside it. */
  readonly label: string;
  readonly text: string;
  /** Whether it is a value, as code writes it, or a sentence. */
  readonly form: 'value' | 'sentence';
}

/**
 * Why a check failed, part by part: the mistake where one was recognized, else what was expected and what came; then
 * the first hint, or that hints come after a try. Nothing of one that passed.
 */
export function checkDetails(check: CheckResult): CheckDetail[] {
  if (check.passed) return [];
  const { mistake, expected, actual, tolerance } = check;
  const [hint] = hintsOf(check);
  const value = (label: string, text: string | undefined): CheckDetail[] =>
    text === undefined ? [] : [{ label, text, form: 'value' }];
  const reason: CheckDetail[] =
    mistake === undefined
      ? [
          ...value(t('Expected'), expected),
          ...value(t('Actual'), actual),
          ...value(t('Tolerance'), tolerance === undefined ? undefined : `± ${tolerance}`),
        ]
      : [{ label: t('Why'), text: mistake, form: 'sentence' }];
  const told = check.untried ? hintsComeLater() : hint;
  return told === undefined ? reason : [...reason, { label: t('Hint'), text: told, form: 'sentence' }];
}

/** What stands in the place of the hints of an exercise that nobody has tried yet. */
export function hintsComeLater(): string {
  return t('Hints come after a try: change the exercise, then check it again.');
}

/** Why it failed, in one line; nothing where only the hint could say. */
export function failureText({ mistake, expected, actual }: CheckResult): string | undefined {
  if (mistake !== undefined) return mistake;
  return expected === undefined ? undefined : t('expected {0}, got {1}', expected, actual ?? '');
}
