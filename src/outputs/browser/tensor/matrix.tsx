import type { Element, TensorSlice, TensorStatistics } from '../../../mlops/payloads/tensor.ts';
import { t } from '../../../platform/l10n.ts';
import { elementFormat } from './format.ts';

/** A vector is written in lines of so many values. */
const lineLength = 12;
/** The strongest shade, in percent: text stays readable on it. */
const strongest = 45;

interface MatrixProps {
  readonly slice: TensorSlice;
  readonly statistics: TensorStatistics | undefined;
  readonly isVector: boolean;
  readonly isShaded: boolean;
}

/** Values with their indices, each shaded by where it lies in the range of the whole tensor. */
export function Matrix({ slice: { at, offset, values }, statistics, isVector, isShaded }: MatrixProps) {
  const lines = isVector ? inLines(values[0] ?? []) : values;
  const format = elementFormat(values);
  const shade = isShaded ? shader(statistics) : () => undefined;
  const columns = Array.from({ length: Math.max(0, ...lines.map((line) => line.length)) }, (_, column) => column);
  const label = at.length > 0 ? t('Values at [{0}]', at.join(', ')) : t('Values');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            <td />
            {columns.map((column) => (
              <th key={column} scope="col">
                {isVector ? `+${column}` : offset[1] + column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, row) => (
            <tr key={row}>
              <th scope="row">{isVector ? offset[1] + row * lineLength : offset[0] + row}</th>
              {line.map((value, column) => (
                <td key={column} class={kindOf(value)} style={shade(value)} title={String(value)}>
                  {format(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function inLines(values: readonly Element[]): Element[][] {
  const lines = Math.ceil(values.length / lineLength);
  return Array.from({ length: lines }, (_, line) => values.slice(line * lineLength, (line + 1) * lineLength));
}

function kindOf(value: Element): string {
  if (typeof value === 'number') return value === 0 ? 'number zero' : 'number';
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? 'number odd' : '';
}

/** Blue above and orange below zero, stronger with the distance from it; from the least on where all have one sign. */
function shader(statistics: TensorStatistics | undefined): (value: Element) => { background: string } | undefined {
  const { min = 0, max = 0, of } = statistics ?? { of: 'values' };
  if (of === 'magnitudes' || !(max > min)) return () => undefined;
  const middle = min < 0 && max > 0 ? 0 : max <= 0 ? max : min;
  const reach = Math.max(max - middle, middle - min);
  return (value) => {
    const distance = (Number(value) - middle) / reach;
    if (!Number.isFinite(distance) || distance === 0) return undefined;
    const color = distance > 0 ? 'var(--vscode-charts-blue, #3794ff)' : 'var(--vscode-charts-orange, #d18616)';
    return { background: `color-mix(in srgb, ${color} ${(Math.abs(distance) * strongest).toFixed(1)}%, transparent)` };
  };
}
