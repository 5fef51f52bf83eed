/**
 * What of an output VS Code is handed: its richest form, for our renderer, and its words, for whoever draws or reads
 * no more. Nothing else: a form that another extension's renderer, or VS Code's own, would take may run code there.
 */
import type { CheckResult } from '../mlops/host.ts';
import { type MimeBundle, mime } from '../mlops/payloads/mime.ts';
import { t } from '../platform/l10n.ts';
import { isPicture, rendererTypes, richestForm, wrapped } from './forms.ts';
import { checkDetails, checkName } from './text/checkWords.ts';

/** One form as VS Code takes it. */
export interface OutputItem {
  readonly mime: string;
  /** Of `text/plain` and of VS Code's own types the text, of any other JSON. */
  readonly text: string;
}

/** The items of an output, the richest first; the last is always `text/plain`. */
export function outputItems(bundle: MimeBundle): OutputItem[] {
  const form = richestForm(bundle);
  const words = { mime: mime.text, text: wordsOf(bundle) };
  if (!form || form.mime === mime.text) return [words];
  const ours = rendererTypes.includes(form.mime);
  const text = jsonOf(ours ? form.data : form);
  return text === undefined ? [words] : [{ mime: ours ? form.mime : wrapped, text }, words];
}

/**
 * Nothing for what JSON cannot hold: a lab's own bundle may hold anything that crosses processes, such as a cycle. A
 * bigint is written as it is in code.
 */
function jsonOf(data: unknown): string | undefined {
  try {
    return JSON.stringify(data, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  } catch {
    return undefined;
  }
}

/** The items of a check's result. */
export function checkItems(check: CheckResult): OutputItem[] {
  const name = checkName(check);
  const verdict = check.passed ? t('Passed: {0}', name) : t('Failed: {0}', name);
  const sentences = checkDetails(check).filter(({ form }) => form === 'sentence');
  const text = [verdict, ...sentences.map((each) => each.text)].join('\n');
  return outputItems({ [mime.check]: check, [mime.text]: text });
}

function wordsOf(bundle: MimeBundle): string {
  const text = bundle[mime.text] ?? bundle[mime.markdown];
  if (typeof text === 'string') return text;
  const types = Object.keys(bundle).join(', ');
  const form = richestForm(bundle);
  if (form && isPicture(form.mime)) return t('A picture without a description');
  if (form) return t('[{0}]', types);
  return t('MLOps Lab does not draw outputs of the type {0}. Display them with a form in words, text/plain.', types);
}
