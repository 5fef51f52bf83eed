/** What hostile outputs try, in our own words after the public literature; each must come to nothing. */

import type { MimeBundle } from '../../src/mlops/payloads/mime.ts';
import type { Form } from '../../src/outputs/forms.ts';
import type { SavedItem } from '../../src/outputs/store/store.ts';

export interface Attack {
  readonly name: string;
  /** As a hostile package displays it. */
  readonly bundle?: MimeBundle;
  /** As the side panel is given what a notebook has its own renderers for. */
  readonly form?: Form;
  /** As it stands in a stored file of a cloned folder. */
  readonly stored?: readonly SavedItem[];
}

/** Calls this where it succeeds in running; a request to any address below `remote` shows the rest. */
export const script = 'canary()';
export const remote = 'https://attacker.example';

export function attacks(type: string, payloads: Readonly<Record<string, unknown>>): Attack[] {
  return Object.entries(payloads).map(([name, data]) => ({ name: `${type}: ${name}`, bundle: { [type]: data } }));
}

export function formAttacks(type: string, payloads: Readonly<Record<string, unknown>>): Attack[] {
  return Object.entries(payloads).map(([name, data]) => ({ name: `${type}: ${name}`, form: { mime: type, data } }));
}
