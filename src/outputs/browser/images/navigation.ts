/**
 * The image that a key leads to from another, or nothing when the key or the place leads nowhere.
 * @param tops of the images on the page, in order: those in one row have the same
 */
export function nextFocus(key: string, from: number, tops: readonly number[]): number | undefined {
  const columns = tops.filter((top) => top === tops[from]).length;
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: from + 1,
    ArrowLeft: from - 1,
    ArrowDown: from + columnsBelow(from, tops, columns),
    ArrowUp: from - (tops[0] === tops[from] ? from + 1 : tops.filter((top) => top === tops[0]).length),
    Home: 0,
    End: tops.length - 1,
  };
  const target = targets[key];
  return target !== undefined && target >= 0 && target < tops.length && target !== from ? target : undefined;
}

/** A last row that is being left has no row below it. */
function columnsBelow(from: number, tops: readonly number[], columns: number): number {
  return tops[from] === tops.at(-1) ? tops.length : columns;
}
