/** The domain of truth values. After bool_domain_util.cc of TFDV. */
import { type AnomalyType, type Reason, reason } from '../anomalies.ts';
import { sixDigits } from '../numberText.ts';
import { type BoolDomain, clearDomain, type Feature } from '../schema.ts';
import type { FeatureStatistics, Histogram } from '../statistics/statistics.ts';
import { textCounts, type View } from '../view.ts';

const words = {
  true: new Set(['TRUE', 'true', 'SET', 'set', '1', '']),
  false: new Set(['FALSE', 'false', 'CLEAR', 'clear', '0']),
};

/** The domain of texts or whole numbers that can be truth values; nothing for others. */
export function inferBoolDomain(stats: FeatureStatistics): BoolDomain | undefined {
  if (stats.type === 'INT')
    return stats.numStats && stats.numStats.min >= 0 && stats.numStats.max === 1 ? {} : undefined;
  if (stats.type !== 'STRING') return undefined;
  const texts = [...textCounts(stats).keys()];
  const [trueValue, secondTrue] = texts.filter((text) => words.true.has(text));
  const [falseValue, secondFalse] = texts.filter((text) => words.false.has(text));
  const known = [trueValue, falseValue].filter((text) => text !== undefined).length;
  if (texts.length === 0 || known !== texts.length || secondTrue !== undefined || secondFalse !== undefined)
    return undefined;
  return { ...(trueValue !== undefined && { trueValue }), ...(falseValue !== undefined && { falseValue }) };
}

const notBoolean = (type: AnomalyType, description: string): Reason => reason(type, 'Non-boolean values', description);

export function checkBoolDomain({ stats }: View, feature: Feature): Reason[] {
  if (stats.type === 'STRING') return checkTexts(stats, feature);
  if (!stats.numStats) return [];
  const { min, max } = stats.numStats;
  if (stats.type === 'FLOAT') {
    const wrong = wrongFloat(stats);
    if (!wrong) return [];
    clearDomain(feature);
    feature.floatDomain = { min: Math.fround(min), max: Math.fround(max) };
    return [notBoolean('BOOL_TYPE_UNEXPECTED_FLOAT', wrong)];
  }
  if (min >= 0 && max <= 1) return [];
  clearDomain(feature);
  feature.intDomain = { min, max };
  const such = `Integers (such as ${sixDigits(min < 0 ? min : max)}) not in {0, 1}: converting to an integer.`;
  return [notBoolean(min < 0 ? 'BOOL_TYPE_SMALL_INT' : 'BOOL_TYPE_BIG_INT', such)];
}

function wrongFloat({ numStats }: FeatureStatistics): string | undefined {
  const such = [numStats!.min, numStats!.max].find((value) => value !== 0 && value !== 1);
  if (such !== undefined) return `Floats (such as ${sixDigits(such)}) not in {0, 1}: converting to float_domain.`;
  return numStats!.histograms.map(wrongHistogram).find((wrong) => wrong !== undefined);
}

function wrongHistogram({ type, numNan, buckets }: Histogram): string | undefined {
  if (numNan > 0) return 'Floats (such as NaN) not in {0, 1}: converting to float_domain.';
  for (const { lowValue, highValue, sampleCount } of buckets) {
    if (sampleCount <= 0) continue;
    if (highValue < 0) return 'Float values < 0 not in {0, 1}: converting to float_domain.';
    if (lowValue > 1) return 'Float values > 1 not in {0, 1}: converting to float_domain.';
    if (type === 'QUANTILES' && highValue < 1 && lowValue > 0)
      return 'Float values falling between 0 and 1: converting to float_domain.';
  }
  return undefined;
}

function checkTexts(stats: FeatureStatistics, feature: Feature): Reason[] {
  const { trueValue, falseValue } = feature.boolDomain!;
  const valid = [...new Set([trueValue, falseValue])].filter((text) => text !== undefined).sort();
  const wrong = [...textCounts(stats).keys()].find((text) => !valid.includes(text));
  if (wrong === undefined) return [];
  clearDomain(feature);
  const listed = valid.length === 0 ? '{}' : `{"${valid.join('", "')}"}`;
  return [notBoolean('BOOL_TYPE_UNEXPECTED_STRING', `Saw unexpected value "${wrong}" instead of ${listed}.`)];
}
