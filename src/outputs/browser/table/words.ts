import { type ColumnSummary, mostDistinct } from '../../../mlops/payloads/table.ts';
import { t } from '../../../platform/l10n.ts';

/** A count with its thousands marked. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** A share in percent; what is there is not called 0 %, nor what lacks something 100 %. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0%';
  const share = (100 * part) / whole;
  if (share < 1) return '<1%';
  if (share > 99 && part < whole) return '>99%';
  return `${Math.round(share)}%`;
}

/** Four significant digits. */
export function figure(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return count(value);
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e15
    ? Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 8 })
    : String(Number(value.toPrecision(4)));
}

const types = {
  number: () => t('number'),
  text: () => t('text'),
  boolean: () => t('true or false'),
  mixed: () => t('mixed'),
  empty: () => t('empty'),
} as const;

/** The type of a column, as a word. */
export function typeWord({ type, dtype }: ColumnSummary): string {
  return dtype ?? types[type]();
}

/** How many different values there are, in words. */
function distinctWords({ distinct }: ColumnSummary): string {
  if (distinct >= mostDistinct) return t('{0} or more different', count(mostDistinct));
  return distinct === 1 ? t('all the same') : t('{0} different', count(distinct));
}

/** The same where there is little room. */
export function distinctBriefly({ distinct }: ColumnSummary): string {
  if (distinct >= mostDistinct) return t('{0}+ values', count(mostDistinct));
  return distinct === 1 ? t('1 value') : t('{0} values', count(distinct));
}

/** All that is known of a column, a line each. */
export function summaryLines(summary: ColumnSummary): string[] {
  const { count: present, missing, numbers, top } = summary;
  const lines = [typeWord(summary), distinctWords(summary)];
  if (missing > 0) lines.push(t('{0} missing ({1})', count(missing), percent(missing, present + missing)));
  if (numbers) {
    const { min, max, mean, median, standardDeviation, sampled, notFinite } = numbers;
    lines.push(t('from {0} to {1}', figure(min), figure(max)));
    if (mean !== undefined) lines.push(t('mean {0}', figure(mean)));
    if (standardDeviation !== undefined) lines.push(t('standard deviation {0}', figure(standardDeviation)));
    lines.push(
      sampled === undefined
        ? t('median {0}', figure(median))
        : t('median about {0}, of {1} sampled rows', figure(median), count(sampled)),
    );
    if (notFinite > 0) lines.push(t('{0} not finite (NaN or infinite)', count(notFinite)));
  } else if (top) {
    for (const [value, times] of top) lines.push(`${value || '""'}: ${percent(times, present)}`);
  }
  return lines;
}
