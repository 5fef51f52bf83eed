import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TableData } from '../../../mlops/payloads/table.ts';
import { messageOf } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import { useEnvironment } from '../environment.ts';
import { CellValue, type OpenCell } from './cellValue.tsx';
import { columnFormat } from './format.ts';
import { Grid } from './grid.tsx';
import { sizeWords } from './header.tsx';
import { TableModel } from './model.ts';
import { Search } from './search.tsx';
import { type Place, rangeOf, type Selection, start, within } from './selection.ts';
import { Tool, Toolbar } from './toolbar.tsx';
import { type Export, useExport } from './useExport.ts';
import { columnWidths, type Measure, narrowest, widest } from './widths.ts';
import { count } from './words.ts';

export interface LargeTableProps {
  readonly data: TableData;
  readonly rowHeight: number;
  readonly measure: Measure;
}

/** A table that is scrolled, sorted and selected from. */
export function LargeTable({ data, rowHeight, measure }: LargeTableProps) {
  const { query } = useEnvironment();
  const [version, setVersion] = useState(0);
  const model = useMemo(() => new TableModel(data, query, () => setVersion((version) => version + 1)), [data, query]);
  useEffect(() => () => model.dispose(), [model]);
  const formats = useMemo(() => data.columns.map(({ values }) => columnFormat(values)), [data]);
  const firstWidths = useMemo(() => columnWidths(data, formats, measure), [data]);
  const [widths, setWidths] = useState(firstWidths);
  const [lastSelection, setSelection] = useState<Selection>(start);
  const selection = within(lastSelection, { rows: model.rows, columns: data.columns.length });
  const [opened, setOpened] = useState<OpenCell>();
  const [isSearching, setSearching] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const exported = useExport(model);
  const size = sizeWords(data.rows, data.columns.length, model.mostRows);
  const range = rangeOf(selection);
  const selected = (range.rows[1] - range.rows[0]) * (range.columns[1] - range.columns[0]);

  const resize = (column: number, width = firstWidths[column]!) =>
    setWidths((widths) => widths.with(column, Math.min(widest, Math.max(narrowest, width))));
  const open = async ({ row, column }: Place) => {
    const at = { row, name: data.columns[column]!.name };
    try {
      setOpened({ ...at, text: await model.cell(row, column) });
    } catch (error) {
      setOpened({ ...at, problem: messageOf(error) });
    }
  };
  const closeSearch = () => {
    model.search('');
    setSearching(false);
    element.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  };
  const toggleSearch = () => (isSearching ? closeSearch() : setSearching(true));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    // The place's own search finds only the rows that are drawn.
    event.preventDefault();
    event.stopPropagation();
    setSearching(true);
    element.current?.querySelector('input')?.select();
  };
  const all: Export = { rows: [0, model.rows], columns: [0, data.columns.length], header: true };
  const copy = () => exported.copy(selected > 0 ? { ...range, header: false } : all);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is in it is worked; a key leads from anywhere to the filter
    <div class="mlops-lab-table" ref={element} onKeyDown={onKeyDown}>
      <div class="mlops-lab-table-title">
        <p>
          {data.caption && <strong>{data.caption}</strong>} {size}
        </p>
        <Toolbar>
          <Tool icon="filter" label={t('Filter the Rows')} expanded={isSearching} onClick={toggleSearch} />
          <Tool
            icon="copy"
            label={selected > 1 ? t('Copy {0} Selected Cells', count(selected)) : t('Copy Table')}
            onClick={() => (selected > 1 ? copy() : exported.copy(all))}
          />
          <Tool icon="save" label={t('Save as CSV')} onClick={() => exported.save(data.caption ?? t('table'))} />
        </Toolbar>
      </div>
      {isSearching && <Search model={model} onClose={closeSearch} />}
      <Grid
        {...{ model, version, formats, widths, rowHeight, selection }}
        label={data.caption ? `${data.caption}, ${size}` : t('Table, {0}', size)}
        gutter={Math.ceil(measure(count(data.rows))) + 20}
        onSelect={(selection) => {
          setSelection(selection);
          exported.clear();
        }}
        onSort={(column) => model.toggleOrder(column)}
        onResize={resize}
        onOpen={open}
        onCopy={copy}
      />
      {model.problem !== undefined ? (
        <p class="mlops-lab-table-problem" role="alert">
          {t('Only the first {0} rows are shown; sorting and filtering see no others.', count(model.held.rows))}{' '}
          {model.problem}{' '}
          <button type="button" onClick={() => model.retry()}>
            {t('Try Again')}
          </button>
        </p>
      ) : (
        model.mostRows < data.rows && <p>{t('The output holds the first {0} rows.', count(model.mostRows))}</p>
      )}
      {exported.running && (
        <p>
          <progress value={exported.running.done} max={exported.running.of} aria-label={t('Rows read')} />{' '}
          {t('{0} of {1} rows', count(exported.running.done), count(exported.running.of))}{' '}
          <button type="button" onClick={exported.stop}>
            {t('Stop')}
          </button>
        </p>
      )}
      {opened && <CellValue cell={opened} onClose={() => setOpened(undefined)} />}
      <p class="mlops-lab-table-status" role="status">
        {exported.message || (selected > 1 ? t('{0} cells selected', count(selected)) : '')}
      </p>
    </div>
  );
}
