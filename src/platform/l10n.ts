/**
 * The one door for user text in code that must also run without VS Code. The composition root hands over
 * `vscode.l10n.t`; the CLI and the tests keep the English default.
 */
export type Translator = (message: string, ...args: (string | number | boolean)[]) => string;

const key = Symbol.for('mlops-lab.translator');

const english: Translator = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));

/** Of the whole process: bundles that are loaded on demand, with a copy of this module each, speak one language. */
const shared = globalThis as { [key]?: Translator };

export function useTranslator(next: Translator): void {
  shared[key] = next;
}

/** Translates `message`; `{0}`, `{1}`, … stand for the arguments. */
export function t(message: string, ...args: (string | number | boolean)[]): string {
  return (shared[key] ?? english)(message, ...args);
}
