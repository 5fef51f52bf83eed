/** Charts in block characters, for a terminal. */

const eighths = ' ▏▎▍▌▋▊▉█';
const steps = '▁▂▃▄▅▆▇█';
const widest = 60;
const barLength = 30;
const mostBars = 24;

/** A line in one row, of up to 60 columns; a blank where nothing is finite. */
export function sparkline(values: ArrayLike<number>): string {
  const columns = Math.min(values.length, widest);
  const means = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns);
    return meanOf(values, from, Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns)));
  });
  const finite = means.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return means
    .map((mean) => {
      if (!Number.isFinite(mean)) return ' ';
      const part = high > low ? (mean - low) / (high - low) : 0.5;
      return steps[Math.min(steps.length - 1, Math.floor(part * steps.length))];
    })
    .join('');
}

/** A row a bar: label, bar, value. Nothing for negative values or more bars than one reads. */
export function bars(labels: readonly string[], values: readonly number[], write: (value: number) => string): string {
  if (values.length > mostBars || values.some((value) => !(value >= 0))) return '';
  const most = Math.max(...values);
  if (!(most > 0)) return '';
  const width = Math.max(...labels.map((label) => label.length));
  return labels.map((label, i) => `${label.padEnd(width)} ${bar(values[i]! / most)} ${write(values[i]!)}`).join('\n');
}

/** Rows of numbers, aligned, with a header; nothing for what is too wide or long to read. */
export function grid(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]!.length)));
  if (rows.length > mostBars || widths.reduce((sum, width) => sum + width + 2, 0) > 2 * widest) return '';
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ');
  return [header, ...rows].map(line).join('\n');
}

function bar(part: number): string {
  const filled = Math.round(part * barLength * 8);
  const rest = eighths[filled % 8];
  return ('█'.repeat(Math.floor(filled / 8)) + (rest === ' ' ? '' : rest)).padEnd(barLength);
}

function meanOf(values: ArrayLike<number>, from: number, to: number): number {
  let [sum, finite] = [0, 0];
  for (let i = from; i < to; i++) {
    if (!Number.isFinite(values[i])) continue;
    sum += values[i]!;
    finite++;
  }
  return sum / finite;
}
