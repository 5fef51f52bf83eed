import { isNumeric, type TableData, type TableValue } from '../../../mlops/outputs/table.ts';
import type { Cell, Columns } from '../../../mlops/tables/column.ts';

/** The rows that travelled with the output, as a table to compute with. */
export function heldTable({ columns }: TableData): Columns {
  return {
    rows: columns[0]?.values.length ?? 0,
    columns: columns.map(({ name, values }) => {
      const numeric = isNumeric(values);
      return { name, at: (row) => cellOf(values[row] ?? null, numeric) };
    }),
  };
}

function cellOf(value: TableValue, numeric: boolean): Cell {
  if (typeof value === 'object' && value !== null) return `${value.start}…`;
  return numeric && typeof value === 'string' ? Number(value) : value;
}
