import type { Column, ColumnarData } from '../data/columns.ts';
import type { ModelSpec } from './config/config.ts';
import { AnalysisError } from './errors.ts';
import type { Answers } from './metrics/statistic.ts';
import { columnNamed } from './slices.ts';

/**
 * Labels, predictions and weights of one model.
 * @throws {AnalysisError} `unknown-column`, and `bad-value` with the row of what is none
 */
export function answersOf(
  { labelKey = 'label', predictionKey = 'prediction', exampleWeightKey }: ModelSpec,
  data: ColumnarData,
): Answers {
  const read = (name: string, what: string, isOne: (value: number) => boolean) =>
    numbersIn(columnNamed(data, name), data.rows, what, isOne);
  return {
    label: read(labelKey, 'a label from 0 to 1', (value) => value >= 0 && value <= 1),
    prediction: read(predictionKey, 'a prediction', Number.isFinite),
    weight:
      exampleWeightKey === undefined
        ? new Float64Array(data.rows).fill(1)
        : read(exampleWeightKey, 'a weight of 0 or more', (value) => value >= 0 && Number.isFinite(value)),
  };
}

function numbersIn({ name, at }: Column, rows: number, what: string, isOne: (value: number) => boolean): Float64Array {
  const numbers = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const cell = at(row);
    const value = typeof cell === 'boolean' ? Number(cell) : cell;
    if (typeof value !== 'number' || !isOne(value)) {
      const held = cell === null ? 'nothing' : JSON.stringify(cell);
      throw new AnalysisError('bad-value', `Row ${row} holds ${held} in “${name}”, which is not ${what}.`, {
        column: name,
        row,
      });
    }
    numbers[row] = value;
  }
  return numbers;
}
