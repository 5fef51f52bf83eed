/** The messages between the page that shows one opened value and the extension. */
import type { Form } from './forms.ts';
import type { ToRenderer } from './rendererContract.ts';

/** What the page sends is what any output asks for, `FromRenderer`. */
export type ToValuePage = ToRenderer | { readonly type: 'show'; readonly form: Form };
