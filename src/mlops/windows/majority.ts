// One label for a window whose rows have one each.

/** The labels with how often they occur, the most frequent first; equal ones in the order in which they first occur. */
export function labelCounts<Label>(labels: Iterable<Label>): (readonly [label: Label, count: number])[] {
  const counts = new Map<Label, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

/**
 * The label that more rows have than any other, as the most frequent of TensorFlow's `unique_with_counts`. Where two
 * are equally frequent none of them is meant, and it is `undefined`; of no labels, too.
 */
export function majority<Label>(labels: Iterable<Label>): Label | undefined {
  const [first, second] = labelCounts(labels);
  return first && first[1] !== second?.[1] ? first[0] : undefined;
}
