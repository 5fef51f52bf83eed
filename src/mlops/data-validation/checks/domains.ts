/** Domains of texts, whole numbers and numbers, held against statistics. After the *_domain_util.cc of TFDV. */
import { type Reason, reason } from '../anomalies.ts';
import { sixDigits } from '../numberText.ts';
import { clearDomain, type Feature, type StringDomain } from '../schema.ts';
import { commonOf, histogramOf, textCounts, type View } from '../view.ts';

const outOfRange = 'Out-of-range values';
const invalid = 'Invalid values';

/**
 * Texts that the domain lacks; where they are an anomaly the domain gets them.
 * @param mass the share of values that must lie in the domain
 */
export function checkStringDomain({ stats }: View, domain: StringDomain, mass = 1): Reason[] {
  const known = new Set(domain.value);
  const total = commonOf(stats).totNumValues;
  const missing = [...textCounts(stats)].filter(([text]) => !known.has(text));
  const count = missing.reduce((sum, [, each]) => sum + each, 0);
  const allowed = 1 - mass;
  if (!(count / total > allowed || (allowed === 0 && missing.length > 0))) return [];
  domain.value.push(...missing.map(([text]) => text));
  const listed = missing.map(([text, each]) => `${escaped(text)} (${percentage(each, total)})`).join(', ');
  const words = `Examples contain values missing from the schema: ${listed}. `;
  return [reason('ENUM_TYPE_UNEXPECTED_STRING_VALUES', 'Unexpected string values', words)];
}

function percentage(count: number, total: number): string {
  if (total === 0) return '?';
  const percent = (100 * count) / total;
  return percent < 1 ? '<1%' : `~${Math.floor(percent)}%`;
}

const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
};

/** As C writes a text, with UTF-8 as it stands. */
const escaped = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
  text.replaceAll(/[\u0000-\u001f"'\\\u007f]/g, (character) => {
    return escapes[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });

const wholeNumber = /^[ \t\n\r\f\v]*[+-]?\d+[ \t\n\r\f\v]*$/;

/** A text as a whole number of 64 bits. */
export function wholeNumberOf(text: string): bigint | undefined {
  if (!wholeNumber.test(text)) return undefined;
  const value = BigInt(text.trim().replace(/^\+/, ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** The least and the greatest whole number, or a text that is none; nothing where there are no values. */
function wholeRange({ stats }: View): { min: number | bigint; max: number | bigint } | string | undefined {
  const texts = [...textCounts(stats).keys()];
  if (stats.type === 'FLOAT') return undefined;
  if (stats.numStats) return { min: stats.numStats.min, max: stats.numStats.max };
  let range: { min: bigint; max: bigint } | undefined;
  for (const text of texts) {
    const value = wholeNumberOf(text);
    if (value === undefined) return text;
    range = {
      min: range && range.min < value ? range.min : value,
      max: range && range.max > value ? range.max : value,
    };
  }
  return range;
}

export function checkIntDomain(view: View, feature: Feature): Reason[] {
  const domain = feature.intDomain!;
  const range = wholeRange(view);
  if (typeof range === 'string') {
    clearDomain(feature);
    return [
      reason('INT_TYPE_NOT_INT_STRING', invalid, `String values that were not ints were found, such as "${range}".`),
    ];
  }
  const reasons: Reason[] = [];
  if (range && domain.min !== undefined && domain.min > range.min) {
    domain.min = range.min;
    reasons.push(reason('INT_TYPE_SMALL_INT', outOfRange, `Unexpectedly small value: ${BigInt(range.min)}.`));
  }
  if (range && domain.max !== undefined && domain.max < range.max) {
    domain.max = range.max;
    reasons.push(reason('INT_TYPE_BIG_INT', outOfRange, `Unexpectedly large value: ${BigInt(range.max)}.`));
  }
  return reasons;
}

const decimal = /^\s*[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)\s*$/i;

/** In 32 bits, as TFDV compares. */
function floatRange({ stats }: View): { min: number; max: number } | string | undefined {
  if (stats.type === 'INT') return undefined;
  if (stats.numStats) return { min: Math.fround(stats.numStats.min), max: Math.fround(stats.numStats.max) };
  const texts = [...textCounts(stats).keys()];
  const wrong = texts.find((text) => !decimal.test(text));
  if (wrong !== undefined) return wrong;
  const numbers = texts.map((text) => Math.fround(Number(text.replace(/inf(inity)?/i, 'Infinity'))));
  if (numbers.length === 0) return undefined;
  return numbers.reduce(({ min, max }, value) => ({ min: Math.min(min, value), max: Math.max(max, value) }), {
    min: numbers[0]!,
    max: numbers[0]!,
  });
}

function hasNan({ stats }: View): boolean {
  if (stats.type === 'STRING') return [...textCounts(stats).keys()].some((text) => /^\s*[+-]?nan\s*$/i.test(text));
  return (histogramOf(stats, 'STANDARD')?.numNan ?? 0) > 0;
}

export function checkFloatDomain(view: View, feature: Feature): Reason[] {
  const domain = feature.floatDomain!;
  const reasons: Reason[] = [];
  if (domain.disallowNan && hasNan(view)) {
    domain.disallowNan = false;
    reasons.push(reason('FLOAT_TYPE_HAS_NAN', invalid, 'Float feature has NaN values.'));
  }
  const range = floatRange(view);
  if (typeof range === 'string') {
    clearDomain(feature);
    const words = `String values that were not floats were found, such as "${range}".`;
    return [...reasons, reason('FLOAT_TYPE_STRING_NOT_FLOAT', invalid, words)];
  }
  if (!range) return reasons;
  const digits = '(upto six significant digits)';
  const [low, high] = [Math.fround(domain.min ?? Number.NaN), Math.fround(domain.max ?? Number.NaN)];
  if (range.min < low) {
    const words = `Unexpectedly low values: ${sixDigits(range.min)}<${sixDigits(low)}${digits}`;
    reasons.push(reason('FLOAT_TYPE_SMALL_FLOAT', outOfRange, words));
    domain.min = range.min;
  }
  if (range.max > high) {
    const words = `Unexpectedly high value: ${sixDigits(range.max)}>${sixDigits(high)}${digits}`;
    reasons.push(reason('FLOAT_TYPE_BIG_FLOAT', outOfRange, words));
    domain.max = range.max;
  }
  if (domain.disallowInf && !(Number.isFinite(range.min) && Number.isFinite(range.max))) {
    reasons.push(reason('FLOAT_TYPE_HAS_INF', invalid, 'Float feature has Inf values.'));
    domain.disallowInf = false;
  }
  return reasons;
}
