/** A lab that was run as a Markdown file with a folder of its images: for a repository, a wiki, or a report. */
import { mime } from '../../mlops/payloads/mime.ts';
import type { TableData, TableValue } from '../../mlops/payloads/table.ts';
import { t } from '../../platform/l10n.ts';
import { duration } from '../cellEnd.ts';
import { parseTable } from '../payloads/table.ts';
import { checkDetails, checkName } from '../text/checkWords.ts';
import { BoundedText, exportBounds } from '../text/streams.ts';
import { plainText } from '../text/terminal.ts';
import type { DocumentCell, DocumentOutput, LabDocument } from './document.ts';
import { fence } from './fence.ts';
import { withPictures } from './markdownPictures.ts';
import type { Pictures } from './pictures.ts';

/** Draws a Vega-Lite specification as an SVG document. Rejects where it cannot be drawn. */
export type ChartSvg = (spec: unknown) => Promise<string>;

export interface MarkdownExport {
  readonly text: string;
  /** By their names in the folder. */
  readonly images: ReadonlyMap<string, Uint8Array>;
}

const shownRows = 20;
const endings: Readonly<Record<string, string>> = {
  [mime.png]: 'png',
  [mime.jpeg]: 'jpg',
  [mime.gif]: 'gif',
  [mime.webp]: 'webp',
  [mime.svg]: 'svg',
};

/**
 * @param folder the name of the folder of images, beside the file
 * @param pictures of its Markdown cells
 * @param chartSvg without it a chart is told in words
 */
export async function labMarkdown(
  lab: LabDocument,
  folder: string,
  { pictures = new Map(), chartSvg }: { readonly pictures?: Pictures; readonly chartSvg?: ChartSvg } = {},
): Promise<MarkdownExport> {
  const images = new Map<string, Uint8Array>();
  const keep = (name: string, data: Uint8Array) => {
    images.set(name, data);
    return `${encodeURI(folder)}/${name}`;
  };
  let outputs = 0;
  const add = (ending: string, data: Uint8Array, alt: string) =>
    `![${alt.replaceAll(/[[\]\\\n]/g, ' ')}](${keep(`output-${++outputs}.${ending}`, data)})`;
  const copies = new Map<string, string>();
  for (const [address, picture] of pictures) {
    if (!('data' in picture)) continue;
    copies.set(address, keep(`picture-${copies.size + 1}.${endings[picture.type]}`, picture.data));
  }
  const prose = (source: string) => withPictures(source, pictures, (address) => copies.get(address) ?? address);
  const [first] = lab.cells;
  const hasTitle = first?.kind === 'markdown' && /^\s*# /.test(first.source);
  const parts = [...(hasTitle ? [] : [`# ${lab.title}`]), facts(lab)];
  for (const [index, cell] of lab.cells.entries()) {
    const cellParts = cell.kind === 'markdown' ? [prose(cell.source)] : await codeParts(cell, add, chartSvg);
    // The facts stand below the title.
    if (index === 0 && hasTitle) parts.unshift(...cellParts);
    else parts.push(...cellParts);
  }
  return { text: `${parts.join('\n\n')}\n`, images };
}

type AddImage = (ending: string, data: Uint8Array, alt: string) => string;

async function codeParts(
  cell: Extract<DocumentCell, { kind: 'code' }>,
  add: AddImage,
  chartSvg: ChartSvg | undefined,
): Promise<string[]> {
  const parts = [fence(cell.source, 'ts')];
  for (const output of cell.outputs) parts.push(await outputMarkdown(output, add, chartSvg));
  return parts;
}

async function outputMarkdown(output: DocumentOutput, add: AddImage, chartSvg: ChartSvg | undefined): Promise<string> {
  switch (output.kind) {
    case 'stream':
      return words(output.text);
    case 'error':
      return words(output.stack || `${output.name}: ${output.message}`);
    case 'check': {
      const { passed, expected, actual, mistake } = output.check;
      const compared = mistake === undefined && expected !== undefined;
      const details = [
        ...(compared && !passed ? [t('expected {0}, got {1}', inline(expected), inline(actual ?? ''))] : []),
        ...checkDetails(output.check).flatMap(({ form, text }) => (form === 'sentence' ? [inline(text)] : [])),
      ];
      const rest = details.map((line) => `\n  - ${line}`);
      return `- [${passed ? 'x' : ' '}] ${inline(checkName(output.check))}${rest.join('')}`;
    }
    case 'value':
      return valueMarkdown(output, add, chartSvg);
  }
}

async function valueMarkdown(
  { form: { mime: type, data }, text }: Extract<DocumentOutput, { kind: 'value' }>,
  add: AddImage,
  chartSvg: ChartSvg | undefined,
): Promise<string> {
  const ending = endings[type];
  if (ending && typeof data === 'string') {
    return add(ending, Buffer.from(data, type === mime.svg ? 'utf8' : 'base64'), text ?? t('Output'));
  }
  if (type === mime.markdown && typeof data === 'string') return data;
  if (type === mime.table) {
    const table = tableMarkdown(data);
    if (table) return table;
  }
  if (type === mime.vegaLite && chartSvg) {
    const svg = await chartSvg(data).catch(() => undefined);
    if (svg !== undefined) return add('svg', Buffer.from(svg), text ?? t('Chart'));
  }
  if (text !== undefined) return words(text);
  if (type === mime.json) return fence(JSON.stringify(data, undefined, 2) ?? '', 'json');
  return words(typeof data === 'string' ? data : t('[{0}: export to HTML to see it]', type));
}

function words(text: string): string {
  const written = new BoundedText(exportBounds);
  written.add(plainText(text));
  return fence(written.text(), 'text');
}

function tableMarkdown(data: unknown): string | undefined {
  let table: TableData;
  try {
    table = parseTable(data);
  } catch {
    // Its words say more than a table that is none.
    return undefined;
  }
  const { columns, rows, caption } = table;
  if (columns.length === 0) return undefined;
  const count = Math.min(columns[0]!.values.length, shownRows);
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const lines = Array.from({ length: count }, (_, at) =>
    row(columns.map(({ values }) => inline(cellText(values[at] ?? null)))),
  );
  return [
    ...(caption ? [`**${inline(caption)}**`, ''] : []),
    row(columns.map(({ name }) => inline(name))),
    row(columns.map(() => '---')),
    ...lines,
    ...(count < rows ? ['', `*${t('The first {0} of {1} rows.', count, rows)}*`] : []),
  ].join('\n');
}

function cellText(value: TableValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? `${value.start}…` : String(value);
}

/** Text within a line, where marks of Markdown and HTML stand for themselves. */
function inline(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|#~]/g, (mark) => `\\${mark}`).replaceAll(/\s*\n\s*/g, ' ');
}

function facts({ id, facts: { ran, cells, checks, seconds, finished, backend } }: LabDocument): string {
  const all = [
    inline(id),
    t('{0} of {1} cells run', ran, cells),
    ...(checks.all > 0 ? [t('{0} of {1} checks passed', checks.passed, checks.all)] : []),
    ...(ran > 0 ? [duration(seconds)] : []),
    ...(backend ? [backend] : []),
    ...(finished ? [new Date(finished).toISOString().slice(0, 10)] : []),
  ];
  return `*${all.join(' · ')}*`;
}
