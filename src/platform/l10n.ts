/**
 * The one door for user text in code that must also run without VS Code. The composition root hands over
 * `vscode.l10n.t`; the CLI and the tests keep the English default.
 */
export type Translator = (message: string, ...args: (string | number | boolean)[]) => string;

const english: Translator = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));

let translator: Translator = english;

export function useTranslator(next: Translator): void {
  translator = next;
}

/** Translates `message`; `{0}`, `{1}`, … stand for the arguments. */
export function t(message: string, ...args: (string | number | boolean)[]): string {
  return translator(message, ...args);
}
