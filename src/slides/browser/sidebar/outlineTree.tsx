import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import { currentRow, type OutlineRow, type TreeKey, treeMove, visibleRows } from '../../outline.ts';
import type { Deck, Destination, OutlineEntry } from '../document/deck.ts';
import { revealRow, useVirtualRows } from './virtualRows.ts';

export interface OutlineTreeProps {
  readonly deck: Deck;
  readonly labels?: readonly string[] | undefined;
  readonly entries: readonly OutlineEntry[];
  /** On screen; one-based. */
  readonly page: number;
  readonly goTo: (destination: Destination) => void;
}

/** As VS Code's own trees have it. */
const rowHeight = 22;
const indent = 12;
const treeKeys: readonly string[] = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'];

export function OutlineTree({ deck, labels, entries, page, goTo }: OutlineTreeProps) {
  const tree = useRef<HTMLDivElement>(null);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => visibleRows(entries, collapsed), [entries, collapsed]);
  const current = currentRow(rows, page);
  const [chosen, setChosen] = useState<string>();
  const focused = rows.find(({ path }) => path === chosen) ?? current ?? rows[0];
  const { from, to } = useVirtualRows(tree, rows.length, rowHeight);

  useEffect(() => setCollapsed(new Set()), [deck]);
  // The reader has moved on: so does the tree.
  useEffect(() => setChosen(undefined), [current?.path]);
  useEffect(() => {
    const at = focused ? rows.indexOf(focused) : -1;
    if (at >= 0) revealRow(tree.current!, at, rowHeight);
  }, [focused?.path]);

  const fold = (path: string, away: boolean) => {
    const next = new Set(collapsed);
    if (away) next.add(path);
    else next.delete(path);
    setCollapsed(next);
    setChosen(path);
  };
  const open = ({ node, path, expanded }: OutlineRow<OutlineEntry>) => {
    if (node.target) goTo(node.target);
    else if (expanded !== undefined) fold(path, expanded);
  };
  const keydown = (event: KeyboardEvent) => {
    if (!focused || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') open(focused);
    else if (treeKeys.includes(event.key)) {
      const move = treeMove(rows, focused.path, event.key as TreeKey);
      if (move?.kind === 'focus') setChosen(move.path);
      else if (move) fold(move.path, move.kind === 'collapse');
    } else {
      const found = event.key.length === 1 && rowBeginning(rows, focused, event.key);
      if (!found) return;
      setChosen(found.path);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  if (entries.length === 0)
    return <p class="mlops-lab-sidebar-empty">{t('These slides have no outline; the pages are in the first tab.')}</p>;
  return (
    <div
      ref={tree}
      class="mlops-lab-outline"
      role="tree"
      tabIndex={0}
      aria-label={t('Outline')}
      {...(focused && { 'aria-activedescendant': rowId(focused.path) })}
      onKeyDown={keydown}
    >
      <div style={{ height: `${rows.length * rowHeight}px`, position: 'relative' }} role="presentation">
        {rows.map((row, index) =>
          (index >= from && index < to) || row === focused ? (
            <Row
              key={row.path}
              row={row}
              top={index * rowHeight}
              focused={row === focused}
              current={row === current}
              pageName={row.node.target && (labels?.[row.node.target.page - 1] ?? String(row.node.target.page))}
              open={() => {
                setChosen(row.path);
                open(row);
              }}
              fold={() => fold(row.path, row.expanded === true)}
            />
          ) : undefined,
        )}
      </div>
    </div>
  );
}

interface RowProps {
  readonly row: OutlineRow<OutlineEntry>;
  readonly top: number;
  readonly focused: boolean;
  /** The section of the page on screen. */
  readonly current: boolean;
  /** Of the page where it begins. */
  readonly pageName?: string | undefined;
  readonly open: () => void;
  readonly fold: () => void;
}

function Row({ row, top, focused, current, pageName, open, fold }: RowProps) {
  const { node, level, position, siblings, expanded } = row;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keyboard, as ARIA wants it
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus, and names this one as active
    <div
      id={rowId(row.path)}
      class={`mlops-lab-outline-row${focused ? ' focused' : ''}`}
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-selected={focused}
      {...(expanded !== undefined && { 'aria-expanded': expanded })}
      {...(current && { 'aria-current': 'location' })}
      title={node.title}
      style={{ top: `${top}px`, paddingInlineStart: `${8 + (level - 1) * indent}px` }}
      onClick={open}
    >
      <span
        class={`mlops-lab-twistie codicon ${expanded === undefined ? '' : expanded ? 'codicon-chevron-down' : 'codicon-chevron-right'}`}
        aria-hidden="true"
        onClick={(event) => {
          if (expanded === undefined) return;
          event.stopPropagation();
          fold();
        }}
      />
      <span class="mlops-lab-outline-title">{node.title}</span>
      <span class="mlops-lab-outline-page" aria-hidden="true">
        {pageName}
      </span>
    </div>
  );
}

/** The next row after the focused one, round the tree, whose title begins with a letter. */
function rowBeginning<Row extends OutlineRow>(rows: readonly Row[], focused: Row, letter: string): Row | undefined {
  const at = rows.indexOf(focused) + 1;
  const begins = ({ node }: Row) => node.title.toLowerCase().startsWith(letter.toLowerCase());
  return [...rows.slice(at), ...rows.slice(0, at)].find(begins);
}

const rowId = (path: string) => `mlops-lab-outline-${path}`;
