import type { TableText } from '../../../mlops/payloads/table.ts';
import { UserError } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';

/** Characters: near what a browser can hold in one text. */
const mostCharacters = 400_000_000;

export interface Gathering {
  readonly signal: AbortSignal;
  /** Is told how many rows are there. */
  readonly progress: (rows: number) => void;
}

/**
 * Puts the pieces of a table's text together; nothing when it was stopped.
 * @throws {UserError} `table-too-long`
 */
export async function gather(
  pieces: AsyncIterable<TableText>,
  { signal, progress }: Gathering,
): Promise<string | undefined> {
  const texts: string[] = [];
  let rows = 0;
  let characters = 0;
  for await (const piece of pieces) {
    if (signal.aborted) return undefined;
    texts.push(piece.text);
    rows += piece.rows;
    characters += piece.text.length;
    if (characters > mostCharacters) {
      throw new UserError('table-too-long', t('The table is too long for this. Write it to a file in a cell instead.'));
    }
    progress(rows);
  }
  return texts.join('');
}
