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

function round(value) {
  return Math.round(value * 10) / 10;
}
