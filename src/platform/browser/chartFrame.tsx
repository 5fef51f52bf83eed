import { render } from 'preact';
import { useState } from 'preact/hooks';
import type { View } from 'vega';
import { cellText, type DataTable, tablesOf } from '../chart/data.ts';
import { messageOf } from '../errors.ts';
import { t } from '../l10n.ts';
import { type ChartActions, copyImage, type FileFormat, saveChart, specText } from './chartActions.ts';
import { MenuButton } from './chartMenu.tsx';

export interface Frame {
  readonly spec: unknown;
  /** The view that is drawn now. */
  readonly view: () => View | undefined;
  readonly actions: ChartActions;
}

/** Puts a toolbar into one element, and what it shows into another below the drawing. */
export function renderFrame(element: HTMLElement, frame: Frame): void {
  render(<ChartFrame {...frame} />, element);
}

export function removeFrame(element: HTMLElement): void {
  render(null, element);
}

const mostRows = 1000;

function ChartFrame({ spec, view, actions }: Frame) {
  const [data, setData] = useState(false);
  const [open, setOpen] = useState(false);
  const [status, setStatus] = useState('');

  const attempt = async (work: (view: View) => Promise<void>, done: string) => {
    const drawn = view();
    if (!drawn) return;
    try {
      await work(drawn);
      setStatus(done);
    } catch (error) {
      setStatus(messageOf(error));
    }
  };
  const save = (label: string, format: FileFormat) => ({
    label,
    run: () => void attempt((drawn) => saveChart(format, spec, drawn, actions), ''),
  });
  return (
    <>
      <div class={`toolbar${open ? ' open' : ''}`} role="toolbar" aria-label={t('Chart')} onKeyDown={moveFocus}>
        <button
          type="button"
          aria-label={t('Show Data as Table')}
          title={t('Show Data as Table')}
          aria-pressed={data}
          onClick={() => setData(!data)}
        >
          <Icon path="M2 3.5h12v9H2zM2 6.5h12M2 9.5h12M6.5 6.5v6" />
        </button>
        <MenuButton
          label={t('Copy')}
          onOpen={setOpen}
          items={[
            { label: t('Copy Image'), run: () => void attempt(copyImage, t('The image is on the clipboard.')) },
            {
              label: t('Copy Specification'),
              run: () => void attempt(() => actions.copy(specText(spec)), t('The specification is on the clipboard.')),
            },
          ]}
        >
          <Icon path="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />
        </MenuButton>
        <MenuButton
          label={t('Save')}
          onOpen={setOpen}
          items={[
            save(t('Save as SVG'), 'svg'),
            save(t('Save as PNG'), 'png'),
            save(t('Save Data as CSV'), 'csv'),
            save(t('Save Vega-Lite Specification'), 'json'),
          ]}
        >
          <Icon path="M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.5 10.5v3h11v-3" />
        </MenuButton>
      </div>
      <p class="status" role="status">
        {status}
      </p>
      {data && <Data tables={tablesOf(spec)} />}
    </>
  );
}

function Data({ tables }: { readonly tables: readonly DataTable[] }) {
  if (tables.length === 0) return <p>{t('The specification holds no rows of its own.')}</p>;
  return tables.map((table, index) => <DataRows key={index} table={table} />);
}

function DataRows({ table: { title, columns, rows } }: { readonly table: DataTable }) {
  const shown = rows.slice(0, mostRows);
  const caption =
    shown.length < rows.length
      ? t('The first {0} of {1} rows; Save Data as CSV keeps all.', number(shown.length), number(rows.length))
      : t('{0} rows', number(rows.length));
  const label = title || t('Data of the chart');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="data" tabIndex={0} aria-label={label}>
      <table>
        <caption>
          {title && <strong>{title}</strong>} {caption}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.field} scope="col" class={typeof rows[0]?.[column.field] === 'number' ? 'number' : ''}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            <tr key={index}>
              {columns.map(({ field }) => (
                <td key={field} class={typeof row[field] === 'number' ? 'number' : ''}>
                  {cellText(row[field])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** In a toolbar the arrows go from button to button; Tab does so too, for there are only three. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(':scope > button')];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  buttons.at((at + step) % buttons.length)?.focus();
  event.preventDefault();
  event.stopPropagation();
}

function Icon({ path }: { readonly path: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
