import type { TableData } from '../../../mlops/payloads/table.ts';
import { addStyles } from '../../../platform/browser/addStyles.ts';
import { parseTable } from '../../payloads/table.ts';
import { type Drawer, mount } from '../mount.tsx';
import { LargeTable } from './large.tsx';
import { SmallTable } from './small.tsx';
import { styles } from './styles.ts';
import type { Measure } from './widths.ts';

addStyles(styles);

/** A table of up to so many rows and columns is laid out as a whole, without a part that scrolls. */
const small = { rows: 20, columns: 30 };

export const drawTable: Drawer = (data, element, environment) => {
  const parsed = parseTable(data);
  const content = isSmall(parsed) ? <SmallTable data={parsed} /> : <LargeTable data={parsed} {...fontOf(element)} />;
  return mount(element, content, environment);
};

/** Texts that are cut can be read whole in a grid alone. */
function isSmall({ rows, columns, source }: TableData): boolean {
  const held = columns[0]?.values.length ?? 0;
  const isWhole = held === rows && source === undefined;
  return columns.length === 0 || (isWhole && rows <= small.rows && columns.length <= small.columns);
}

/** The font that a table has in its place, which the user's settings choose: how wide texts are, and how high rows. */
function fontOf(element: HTMLElement): { readonly rowHeight: number; readonly measure: Measure } {
  const probe = document.createElement('div');
  probe.className = 'mlops-lab-table';
  element.append(probe);
  const { font, fontSize } = getComputedStyle(probe);
  probe.remove();
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = font;
  const size = Number.parseFloat(fontSize) || 13;
  return {
    rowHeight: Math.round(size * 1.75),
    measure: (text) => context?.measureText(text).width ?? text.length * size * 0.6,
  };
}
