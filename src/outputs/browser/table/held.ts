import type { ColumnarData } from '../../../mlops/data/columns.ts';
import type { CellValue } from '../../../mlops/data/value.ts';
import type { RowChoice } from '../../../mlops/payloads/source.ts';
import { isNumeric, type TableData, type TableValue } from '../../../mlops/payloads/table.ts';
import { matchingRows, orderedMatches } from '../../../mlops/tables/filter.ts';
import { orderOf } from '../../../mlops/tables/order.ts';
import { finish } from '../../../mlops/tables/work.ts';

/** The rows that travelled with the output, as a table to compute with. */
export function heldTable({ columns }: TableData): ColumnarData {
  return {
    rows: columns[0]?.values.length ?? 0,
    columns: columns.map(({ name, values }) => {
      const numeric = isNumeric(values);
      return { name, at: (row) => cellOf(values[row] ?? null, numeric) };
    }),
  };
}

/** The rows that are chosen, in their order; nothing where it is all of them as they lie. */
export function chosenRows(held: ColumnarData, { sort, filter }: RowChoice): Uint32Array | undefined {
  const column = sort && held.columns[sort.column];
  const order = column && finish(orderOf(column, held.rows, sort.descending));
  const matches = filter ? finish(matchingRows(held, filter)) : undefined;
  return order && matches ? orderedMatches(order, matches) : (order ?? matches);
}

function cellOf(value: TableValue, numeric: boolean): CellValue {
  if (typeof value === 'object' && value !== null) return `${value.start}…`;
  return numeric && typeof value === 'string' ? Number(value) : value;
}
