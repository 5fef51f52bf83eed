import type { CellValue } from './value.ts';

/** One column, read where it lies. */
export interface Column {
  readonly name: string;
  /** TensorFlow's name of the element type, where there is one. */
  readonly dtype?: string;
  at(row: number): CellValue;
}

/** Columns of one length. */
export interface ColumnarData {
  readonly rows: number;
  readonly columns: readonly Column[];
}
