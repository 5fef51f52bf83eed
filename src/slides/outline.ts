/** A deck's outline as the rows of a tree. */

/** An entry; `Deck.outline` gives them. */
export interface OutlineNode {
  readonly title: string;
  readonly target?: { readonly page: number; readonly top?: number };
  readonly children: readonly OutlineNode[];
}

/** A row that can be seen: none of its ancestors is collapsed. */
export interface OutlineRow<Node extends OutlineNode = OutlineNode> {
  /** The indices from the root down, as “0.2.1”: names the entry as long as the deck stays the same. */
  readonly path: string;
  readonly node: Node;
  /** One-based, as ARIA counts. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** Absent for an entry without children. */
  readonly expanded?: boolean;
  readonly parent?: string;
}

/** The rows on show, from top to bottom. @param collapsed paths. */
export function visibleRows<Node extends OutlineNode>(
  nodes: readonly Node[],
  collapsed: ReadonlySet<string>,
): OutlineRow<Node>[] {
  const rows: OutlineRow<Node>[] = [];
  const visit = (siblings: readonly Node[], level: number, parent?: string) =>
    siblings.forEach((node, index) => {
      const path = parent === undefined ? String(index) : `${parent}.${index}`;
      const expanded = node.children.length ? { expanded: !collapsed.has(path) } : {};
      rows.push({
        ...{ path, node, level, position: index + 1, siblings: siblings.length, ...expanded },
        ...(parent !== undefined && { parent }),
      });
      if (expanded.expanded) visit(node.children as readonly Node[], level + 1, path);
    });
  visit(nodes, 1);
  return rows;
}

/** The row whose section a page belongs to: the last that begins on it or before. */
export function currentRow(rows: readonly OutlineRow[], page: number): OutlineRow | undefined {
  return rows.findLast(({ node }) => node.target && node.target.page <= page);
}

/** What the outline calls each page: the deepest title that begins on it; absent for pages within a section. */
export function pageTitles(nodes: readonly OutlineNode[]): ReadonlyMap<number, string> {
  const titles = new Map<number, string>();
  for (const { node } of visibleRows(nodes, new Set())) {
    const page = node.target?.page;
    if (page !== undefined && !titles.has(page)) titles.set(page, node.title);
  }
  return titles;
}

export type TreeKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End';

export type TreeMove =
  | { readonly kind: 'focus'; readonly path: string }
  | { readonly kind: 'expand' | 'collapse'; readonly path: string };

/** What a key does in a tree (WAI-ARIA Authoring Practices, Tree View); `undefined` where it does nothing. */
export function treeMove(rows: readonly OutlineRow[], focused: string, key: TreeKey): TreeMove | undefined {
  const at = rows.findIndex(({ path }) => path === focused);
  const row = rows[at];
  if (!row) return undefined;
  const focus = (to: OutlineRow | undefined): TreeMove | undefined => to && { kind: 'focus', path: to.path };
  switch (key) {
    case 'ArrowUp':
      return focus(rows[at - 1]);
    case 'ArrowDown':
      return focus(rows[at + 1]);
    case 'Home':
      return focus(rows[0]);
    case 'End':
      return focus(rows.at(-1));
    case 'ArrowRight':
      if (row.expanded === false) return { kind: 'expand', path: row.path };
      return row.expanded ? focus(rows[at + 1]) : undefined;
    case 'ArrowLeft':
      if (row.expanded) return { kind: 'collapse', path: row.path };
      return row.parent === undefined ? undefined : { kind: 'focus', path: row.parent };
  }
}
