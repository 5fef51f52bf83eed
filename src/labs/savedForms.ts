/** What a cell showed, as it is kept in the lab's store of outputs and as an exported page is made from it. */
import type { CellError, Output } from '../kernel/protocol.ts';
import { mime } from '../mlops/host.ts';
import { isTextual, type SavedItem } from './outputStore.ts';

/** VS Code's own mime types for what a program prints, and for its errors. */
export const codeMime = {
  stdout: 'application/vnd.code.notebook.stdout',
  stderr: 'application/vnd.code.notebook.stderr',
  error: 'application/vnd.code.notebook.error',
} as const;

/**
 * Each output in the forms that are kept; an output of which none is kept is left out.
 * @param outputs live outputs stand in them as they are now
 */
export function savedForms(
  outputs: readonly Output[],
  error: CellError | undefined,
  isKept: (type: string) => boolean = () => true,
): SavedItem[][] {
  const saved = outputs.map((output) => itemsOf(output).filter(({ mime: type }) => isKept(type)));
  if (error) saved.push([errorItem(error)]);
  return saved.filter((items) => items.length > 0);
}

function itemsOf(output: Output): SavedItem[] {
  switch (output.kind) {
    case 'stream':
      return [{ mime: codeMime[output.name], text: output.text }];
    case 'check':
      return [{ mime: mime.check, text: JSON.stringify(output.check) }];
    case 'display':
      return Object.entries(output.data).map(([type, data]) => item(type, data));
    case 'update':
      return [];
  }
}

function item(type: string, data: unknown): SavedItem {
  const text = typeof data === 'string' ? data : json(data);
  if (isTextual(type)) return { mime: type, text };
  // A bundle holds SVG as text, other images in base64.
  return { mime: type, base64: type === mime.svg ? Buffer.from(text).toString('base64') : text };
}

function errorItem({ name, message, stack }: CellError): SavedItem {
  return { mime: codeMime.error, text: JSON.stringify({ name, message, stack }) };
}

/** JSON knows no bigint: one is written as it is in code. */
function json(data: unknown): string {
  return JSON.stringify(data, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)) ?? 'null';
}
