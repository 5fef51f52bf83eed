import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';

const signature = '%PDF-';
/** Readers accept other bytes before the signature, within this many (ISO 32000-1, Annex H, note 13). */
const signatureWithin = 1024;

/** Whether the bytes begin like a PDF. */
export function isPdf(bytes: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, signatureWithin));
  return head.includes(signature);
}

/**
 * Stops what is not a PDF before a parser sees it.
 * @param name the file's name, for the message.
 * @throws {UserError} `not-a-pdf`.
 */
export function assertPdf(bytes: Uint8Array, name: string): void {
  if (isPdf(bytes)) return;
  const message =
    bytes.length === 0
      ? t('{0} is empty, so there are no slides to show.', name)
      : t('{0} is not a PDF: its first {1} bytes do not hold "{2}".', name, signatureWithin, signature);
  throw new UserError('not-a-pdf', `${message} ${t('Run "Reopen Editor With…" to open it in another editor.')}`);
}
