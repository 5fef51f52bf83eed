/** What the user types about a metric. Each throws a UserError whose message the input box shows. */
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';

/** A number as JavaScript writes it; `nan`, `inf` and their signs in any case, as Python prints them. */
export function parseMetricValue(text: string): number {
  const word = text.trim().toLowerCase();
  if (word === 'nan') return Number.NaN;
  const infinite = /^([+-]?)inf(inity)?$/.exec(word);
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(word)) return Number(word);
  throw new UserError('not-a-number', t('Write a number, such as 0.93 or 1e-3.'));
}

export function parseStep(text: string): number {
  const step = Number(text.trim());
  if (/^[+-]?\d+$/.test(text.trim()) && Number.isSafeInteger(step)) return step;
  throw new UserError('not-a-step', t('Write a whole number, such as 0 or 12.'));
}
