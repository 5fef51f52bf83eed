import { useMemo, useRef, useState } from 'preact/hooks';
import { addStyles } from '../../../platform/browser/addStyles.ts';
import { t } from '../../../platform/l10n.ts';
import { malformed } from '../../payloads/payload.ts';
import { useEnvironment } from '../environment.ts';
import { type Drawer, mount } from '../mount.tsx';
import {
  isComposite,
  type Json,
  keyed,
  leafText,
  openAtFirst,
  preview,
  type Row,
  type TreeKey,
  treeRows,
} from './jsonTree.ts';
import { styles } from './styles.ts';

/** Characters of a string that are shown unasked. */
const shownOfString = 500;

const treeKeys: readonly string[] = ['ArrowDown', 'ArrowUp', 'ArrowRight', 'ArrowLeft', 'Home', 'End'];

/** Draws a JSON value as a tree that is opened level by level. */
export const drawJson: Drawer = (data, element, environment) => {
  if (data === undefined) throw malformed('JSON', t('no value'));
  addStyles(styles);
  // What came as JSON is JSON.
  return mount(element, <Tree root={data as Json} />, environment);
};

function Tree({ root }: { readonly root: Json }) {
  const [open, setOpen] = useState(() => openAtFirst(root));
  const [active, setActive] = useState('$');
  const list = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => treeRows(root, open), [root, open]);
  const focusable = rows.some(({ id }) => id === active) ? active : '$';

  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  const press = (event: KeyboardEvent) => {
    const row = rows.find(({ id }) => id === focusable)!;
    if (event.target instanceof HTMLButtonElement) return;
    if (event.key === 'Enter' || event.key === ' ') {
      if (row.entries > 0) toggle(row.id);
    } else if (treeKeys.includes(event.key) && !event.altKey && !event.ctrlKey && !event.metaKey) {
      const moved = keyed(rows, focusable, event.key as TreeKey);
      if (moved.toggle !== undefined) toggle(moved.toggle);
      setActive(moved.active);
      list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(moved.active)}"]`)?.focus();
    } else {
      return;
    }
    // The notebook would take the key for its own.
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="mlops-lab-tree">
      <div role="tree" aria-label="JSON" ref={list} onKeyDown={press}>
        {rows.map((row) => (
          <Item
            key={row.id}
            row={row}
            isActive={row.id === focusable}
            toggle={() => toggle(row.id)}
            activate={() => setActive(row.id)}
          />
        ))}
      </div>
    </div>
  );
}

interface ItemProps {
  readonly row: Row;
  readonly isActive: boolean;
  toggle(): void;
  activate(): void;
}

function Item({ row, isActive, toggle, activate }: ItemProps) {
  const isParent = row.entries > 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys for all its items
    <div
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={isActive}
      {...(isParent ? { 'aria-expanded': row.isOpen } : {})}
      data-id={row.id}
      tabIndex={isActive ? 0 : -1}
      style={{ '--level': row.level - 1 }}
      onFocus={activate}
      onClick={() => isParent && toggle()}
    >
      <svg class="twistie" viewBox="0 0 16 16" aria-hidden="true">
        {isParent && <path d="M6 3.5 10.5 8 6 12.5" />}
      </svg>
      {row.label !== undefined && <span class="key">{row.label}:</span>}
      {row.isGroup ? (
        <span class="preview">{t('{0} entries', row.entries.toLocaleString())}</span>
      ) : (
        <Value value={row.value} entries={row.entries} isOpen={row.isOpen} />
      )}
      {!row.isGroup && <Actions row={row} isActive={isActive} />}
    </div>
  );
}

function Value({
  value,
  entries,
  isOpen,
}: {
  readonly value: Json;
  readonly entries: number;
  readonly isOpen: boolean;
}) {
  const [all, setAll] = useState(false);
  if (isComposite(value)) {
    const size = Array.isArray(value) ? t('{0} elements', entries) : t('{0} properties', entries);
    return <span class="preview">{isOpen ? size : preview(value, entries)}</span>;
  }
  const type = value === null ? 'null' : typeof value;
  const isCut = typeof value === 'string' && value.length > shownOfString && !all;
  return (
    <span class={`value ${type}`}>
      {leafText(value, all ? Number.POSITIVE_INFINITY : shownOfString)}
      {isCut && (
        <button type="button" onClick={() => setAll(true)}>
          {t('Show All {0} Characters', value.length.toLocaleString())}
        </button>
      )}
    </span>
  );
}

/** In the way of Tab for the row that has the focus alone. */
function Actions({ row, isActive }: { readonly row: Row; readonly isActive: boolean }) {
  const environment = useEnvironment();
  const [done, setDone] = useState('');
  const copy = async (event: Event, text: string, message: string) => {
    event.stopPropagation();
    await environment.copy(text).then(
      () => setDone(message),
      () => setDone(t('The clipboard cannot be reached.')),
    );
  };
  const tabIndex = isActive ? 0 : -1;
  const text = () => (typeof row.value === 'string' ? row.value : JSON.stringify(row.value, undefined, 2));
  return (
    <span class="actions">
      <button
        type="button"
        tabIndex={tabIndex}
        aria-label={t('Copy Value')}
        title={t('Copy Value')}
        onClick={(event) => copy(event, text(), t('Value copied.'))}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z" />
        </svg>
      </button>
      {row.path !== '' && (
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={t('Copy Path')}
          title={`${t('Copy Path')}: ${row.path}`}
          onClick={(event) => copy(event, row.path, t('Path copied.'))}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2.5 4h3v3h-3zM10.5 9h3v3h-3zM5.5 5.5H8v5h2.5" />
          </svg>
        </button>
      )}
      <span class="mlops-lab-done" role="status">
        {done}
      </span>
    </span>
  );
}
