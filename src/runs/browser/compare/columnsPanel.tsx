import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import { nameColumn, type TableColumn } from '../../compare/table.ts';
import type { View } from '../../compare/view.ts';

export interface ColumnsPanelProps {
  readonly columns: readonly TableColumn[];
  readonly view: View;
  onSee(column: string, isSeen: boolean): void;
  onPin(column: string): void;
  onClose(): void;
}

/** All columns, to choose those that are shown and those that stay in place. */
export function ColumnsPanel({ columns, view, onSee, onPin, onClose }: ColumnsPanelProps) {
  const [wanted, setWanted] = useState('');
  const search = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => search.current?.focus(), []);
  const listed = columns.filter(
    ({ id, label }) => id !== nameColumn && label.toLowerCase().includes(wanted.toLowerCase()),
  );
  const groups = [...new Set(listed.map(({ group }) => group))];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <div class="columns-panel" role="dialog" aria-label={t('Columns')} onKeyDown={onKeyDown}>
      <div class="panel-head">
        <input
          ref={search}
          type="text"
          aria-label={t('Search columns')}
          placeholder={t('Search columns')}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        <button type="button" onClick={onClose}>
          {t('Close')}
        </button>
      </div>
      <div class="panel-list">
        {groups.map((group) => (
          <fieldset key={group}>
            <legend>{group}</legend>
            {listed
              .filter((column) => column.group === group)
              .map(({ id, label, usual }) => (
                <div class="panel-row" key={id}>
                  <label>
                    <input
                      type="checkbox"
                      checked={view.seen[id] ?? usual}
                      onChange={(event) => onSee(id, event.currentTarget.checked)}
                    />{' '}
                    {label}
                  </label>
                  <button
                    type="button"
                    class="pin"
                    aria-pressed={view.pinned.includes(id)}
                    aria-label={t('Pin {0}', label)}
                    title={t('Pinned columns stay in place when the table is scrolled.')}
                    onClick={() => onPin(id)}
                  >
                    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
                      <path d="M6 2.5h4M7 2.5v4.5L5 9.5h6L9 7V2.5M8 9.5v4" />
                    </svg>
                  </button>
                </div>
              ))}
          </fieldset>
        ))}
        {listed.length === 0 && <p class="quiet">{t('No column has this in its name.')}</p>}
      </div>
    </div>
  );
}
