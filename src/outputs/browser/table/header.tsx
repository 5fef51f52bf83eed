// biome-ignore-all lint/a11y/useSemanticElements: rows and columns out of view are not there, which a <table> cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names its active cell
import type { RowOrder } from '../../../mlops/payloads/source.ts';
import type { ColumnSummary } from '../../../mlops/payloads/table.ts';
import { t } from '../../../platform/l10n.ts';
import { Resizer } from './resizer.tsx';
import { count, distinctBriefly, percent, summaryLines, typeWord } from './words.ts';

export interface HeaderProps {
  readonly name: string;
  readonly column: number;
  readonly id: string;
  readonly summary: ColumnSummary | undefined;
  readonly order: RowOrder | undefined;
  readonly numeric: boolean;
  readonly active: boolean;
  readonly left: number;
  readonly width: number;
  onSort(): void;
  /** @param width in pixels; nothing: as at first */
  onResize(width?: number): void;
}

/** A column's name, its type, and what is in it. */
export function Header(props: HeaderProps) {
  const { name, column, id, summary, order, numeric, active, left, width, onSort, onResize } = props;
  const direction = directionOf(order, column);
  const lines = summary ? summaryLines(summary) : [];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys of its active cell
    <div
      id={id}
      class={['mlops-lab-table-head', numeric && 'number', active && 'active'].filter(Boolean).join(' ')}
      role="columnheader"
      aria-colindex={column + 2}
      aria-sort={direction}
      aria-label={[name, ...lines].join(', ')}
      title={[name, ...lines].join('\n')}
      style={{ left, width }}
      onClick={onSort}
    >
      <div class="mlops-lab-table-name">
        <span>{name}</span>
        {direction !== 'none' && <Arrow down={direction === 'descending'} />}
      </div>
      <div class="mlops-lab-table-type">{summary && <TypeLine summary={summary} />}</div>
      <div class="mlops-lab-table-shape">{summary && <Shape summary={summary} />}</div>
      {summary && summary.missing > 0 && <MissingBar summary={summary} />}
      <Resizer edge="mlops-lab-table-edge" width={width} onResize={onResize} />
    </div>
  );
}

/** As ARIA names it. */
export function directionOf(order: RowOrder | undefined, column: number): 'ascending' | 'descending' | 'none' {
  if (order?.column !== column) return 'none';
  return order.descending ? 'descending' : 'ascending';
}

export function Arrow({ down }: { readonly down: boolean }) {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      <path d={down ? 'M5 9 1 3h8z' : 'M5 1 9 7H1z'} />
    </svg>
  );
}

/** A number sign, the letter T, a tick, three kinds of mark, nothing. */
const typeIcons: Readonly<Record<ColumnSummary['type'], string>> = {
  number: 'M4.5 1 3 11M9 1 7.5 11M1.5 4h9.5M1 8h9.5',
  text: 'M2 3.5V2h8v1.5M6 2v8.5M4.5 10.5h3',
  boolean: 'M1.5 1.5h9v9h-9zM3.5 6l2 2 3-4',
  mixed: 'M1.5 6.5h3v4h-3zM9 1l2 3.5H7zM8 8.5h3',
  empty: 'M2.5 10.5l7-9M6 2a4 4 0 1 0 .01 0z',
};

/** How much of a column is missing, as the striped part of its lower edge; the words say it, too. */
function MissingBar({ summary: { missing, count: present } }: { readonly summary: ColumnSummary }) {
  return (
    <div class="mlops-lab-table-missing-share" aria-hidden="true">
      <i style={{ flexGrow: present }} />
      <i class="lacks" style={{ flexGrow: missing }} />
    </div>
  );
}

function TypeLine({ summary }: { readonly summary: ColumnSummary }) {
  const { missing, count: present } = summary;
  return (
    <>
      <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
        <path d={typeIcons[summary.type]} />
      </svg>{' '}
      {typeWord(summary)}
      {missing > 0 && (
        <span class="mlops-lab-table-lacks"> · {t('{0} missing', percent(missing, present + missing))}</span>
      )}
    </>
  );
}

/** A histogram of numbers, the most frequent of a few values, or how many differ. */
function Shape({ summary }: { readonly summary: ColumnSummary }) {
  const { numbers, top, count: present, distinct } = summary;
  if (numbers) return <Histogram bins={numbers.histogram} />;
  if (!top || distinct > present / 2) return <span>{present > 0 && distinctBriefly(summary)}</span>;
  return (
    <span class="mlops-lab-table-shares">
      {top.map(([value, times]) => (
        <i key={value} style={{ flexGrow: times }} />
      ))}
      <i class="others" style={{ flexGrow: present - top.reduce((sum, [, times]) => sum + times, 0) }} />
    </span>
  );
}

/** Bars of a bin each, as high as they are wide in all; a bin that is not empty can be seen. */
function Histogram({ bins }: { readonly bins: readonly number[] }) {
  const most = Math.max(...bins);
  const height = (bin: number) => (bin === 0 ? 0 : Math.max(1, (18 * bin) / most));
  return (
    <svg viewBox={`0 0 ${bins.length * 4} 18`} preserveAspectRatio="none" aria-hidden="true">
      {bins.map((bin, index) => (
        <rect key={index} x={index * 4} y={18 - height(bin)} width="3.4" height={height(bin)} />
      ))}
    </svg>
  );
}

/**
 * How many rows and columns a table has, in words.
 * @param most how many of the rows can be seen, sorted and filtered; fewer than all where nobody can be asked for them
 */
export function sizeWords(rows: number, columns: number, most = rows): string {
  const width = columns === 1 ? t('1 column') : t('{0} columns', count(columns));
  if (most < rows) return `${t('the first {0} of {1} rows', count(most), count(rows))} × ${width}`;
  return `${rows === 1 ? t('1 row') : t('{0} rows', count(rows))} × ${width}`;
}
