/** What a cell showed, as it is kept in the lab's store of outputs and as an exported page is made from it. */
import type { CellError, Output } from '../kernel/protocol.ts';
import { codeTypes } from './forms.ts';
import { checkItems, type OutputItem, outputItems } from './outputItems.ts';

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
