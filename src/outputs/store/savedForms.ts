/** What a cell showed, as it is kept in the lab's store of outputs and as an exported page is made from it. */
import type { CellError, Output } from '../../kernel/protocol/outputs.ts';
import { type MimeBundle, mime } from '../../mlops/payloads/mime.ts';
import { codeTypes, type Form, wrapped } from '../forms.ts';
import { checkItems, type OutputItem, outputItems } from '../items.ts';
import type { SavedItem } from './store.ts';

/** Each output as VS Code would be handed it. @param outputs live ones stand in them as they are now */
export function savedForms(outputs: readonly Output[], error: CellError | undefined): OutputItem[][] {
  const saved = outputs.map(itemsOf).filter((items) => items.length > 0);
  return error ? [...saved, [errorItem(error)]] : saved;
}

function itemsOf(output: Output): OutputItem[] {
  switch (output.kind) {
    case 'stream':
      return [{ mime: codeTypes[output.name], text: output.text }];
    case 'check':
      return checkItems(output.check);
    case 'display':
      return outputItems(output.data);
    case 'update':
      return [];
  }
}

function errorItem({ name, message, stack }: CellError): OutputItem {
  return { mime: codeTypes.error, text: JSON.stringify({ name, message, stack }) };
}

/** The forms of a stored output. Anybody may have written them: nothing is more than text until its drawing has checked it. */
export function savedBundle(items: readonly SavedItem[]): MimeBundle {
  return Object.fromEntries(
    items.map((item) => {
      const { mime: type, data } = formOf(item);
      return [type, data];
    }),
  );
}

function formOf(item: SavedItem): Form {
  const { mime: type } = item;
  if (!('text' in item)) {
    const isText = type === mime.svg;
    return { mime: type, data: isText ? Buffer.from(item.base64, 'base64').toString() : item.base64 };
  }
  if (!/json$/.test(type) && type !== codeTypes.error) return { mime: type, data: item.text };
  const data = parsed(item.text);
  const isWrapped = type === wrapped && typeof data === 'object' && data !== null && 'mime' in data && 'data' in data;
  return isWrapped ? { mime: String(data.mime), data: data.data } : { mime: type, data };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
