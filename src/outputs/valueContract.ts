/** The messages between the page that shows one opened value and the extension. */

import type { ToRenderer } from './contract.ts';
import type { Form } from './forms.ts';

/** What the page sends is what any output asks for, `FromRenderer`. */
export type ToValuePage = ToRenderer | { readonly type: 'show'; readonly form: Form };
