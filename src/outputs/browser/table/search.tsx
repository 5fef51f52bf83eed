import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import type { TableModel } from './model.ts';
import { Tool } from './toolbar.tsx';
import { count } from './words.ts';

/** Milliseconds without a key, after which the rows are looked through. */
const quiet = 250;

export interface SearchProps {
  readonly model: TableModel;
  onClose(): void;
}

/** Leaves the rows that hold a text; what that finds is shown, and said aloud, beside it. */
export function Search({ model, onClose }: SearchProps) {
  const [text, setText] = useState(model.filter);
  const field = useRef<HTMLInputElement>(null);
  // Before the next key, which is the first of the text.
  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(() => {
    const timer = setTimeout(() => model.search(text), quiet);
    return () => clearTimeout(timer);
  }, [model, text]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') model.search(text);
    else if (event.key !== 'Escape') return;
    else onClose();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search class="mlops-lab-table-search" aria-label={t('Filter the rows')}>
      <input
        ref={field}
        type="text"
        maxLength={1000}
        spellcheck={false}
        value={text}
        aria-label={t('Show rows that contain')}
        placeholder={t('Show rows that contain')}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Tool icon="close" label={t('Close the Filter')} onClick={onClose} />
      <span role="status">{words(model)}</span>
    </search>
  );
}

function words(model: TableModel): string {
  if (model.isSearching) return t('Looking…');
  if (model.filter === '') return '';
  const { rows, mostRows } = model;
  return rows === 0 ? t('No row contains it') : t('{0} of {1} rows', count(rows), count(mostRows));
}
