import type { RowChoice, SourceQuery } from '../../mlops/payloads/source.ts';
import type { TableText } from '../../mlops/payloads/table.ts';
import { parseText } from '../payloads/table.ts';

/** A part of a table that is written as text: the rows and columns `[from, to)`. */
export interface TextPart extends RowChoice {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
  readonly separator: ',' | '\t';
  readonly header: boolean;
}

/** Asks a table's source for a part as text, piece by piece. @throws what `ask` does */
export async function* tableText(
  ask: (query: SourceQuery) => Promise<unknown>,
  { rows: [from, to], header, ...part }: TextPart,
): AsyncGenerator<TableText, void, void> {
  for (let offset = from; offset < to; ) {
    const query: SourceQuery = { ...part, op: 'csv', offset, count: to - offset, header: header && offset === from };
    const piece = parseText(await ask(query));
    if (piece.rows === 0) return;
    offset += piece.rows;
    yield piece;
  }
}
