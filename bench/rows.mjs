/**
 * Prints measurements beside their budgets. A bench informs and does not fail: what must hold is a test, or the
 * build's own check of sizes.
 * @param {string} title
 * @param {{ what: string, measured: number, budget?: number, unit: string }[]} rows
 */
export function print(title, rows) {
  console.log(`\n${title}`);
  console.table(
    Object.fromEntries(
      rows.map(({ what, measured, budget, unit }) => [
        what,
        {
          measured: round(measured),
          budget: budget ?? '',
          unit,
          within: budget === undefined ? '' : measured <= budget ? 'yes' : 'NO',
        },
      ]),
    ),
  );
}

/**
 * Prints measurements beside those of peers, taken in the same run, as a Markdown table.
 * @param {string} title
 * @param {string[]} columns ours first: the peers' ratios are to it
 * @param {{ what: string, unit: string, values: (number | undefined)[] }[]} rows one value a column; none: not measured
 */
export function compare(title, columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  console.log(`\n${title}\n`);
  console.log(line(['', 'unit', ...columns]));
  console.log(line(['---', '---', ...columns.map(() => '---:')]));
  for (const { what, unit, values } of rows) {
    const [own] = values;
    const shown = values.map((value, index) => {
      if (value === undefined) return '–';
      return index === 0 || own === undefined ? format(value) : `${format(value)} (${format(value / own)} ×)`;
    });
    console.log(line([what, unit, ...shown]));
  }
}

export function median(values) {
  return percentile(values, 50);
}

/** The value below which `percent` of them lie, by nearest rank. */
export function percentile(values, percent) {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1))];
}

/** Three digits that matter: a benchmark has no more. */
function format(value) {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function round(value) {
  return Math.round(value * 10) / 10;
}
