/** A live output as files: its numbers, and its picture. */
import type { LiveState } from '../../../mlops/payloads/live.ts';
import { readTheme } from '../../../platform/browser/chartTheme.ts';
import { t } from '../../../platform/l10n.ts';

/** One row a point; empty where a name was not logged. */
export function csvOf({ unit, points, batches }: LiveState): string {
  const [series, first] = points.x.length > 0 ? [points, unit] : [batches, 'batch'];
  const columns = Object.entries(series.y);
  const rows = series.x.map((x, index) => [x, ...columns.map(([, values]) => values[index] ?? '')]);
  return [[first, ...columns.map(([name]) => name)], ...rows]
    .map((row) => row.map(field).join(','))
    .join('\n')
    .concat('\n');
}

/** RFC 4180. A leading sign of a formula is only found in a name, never in a number. */
function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+@]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const kept = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'paint-order',
  'opacity',
  'font-size',
  'font-family',
];

/** The charts side by side, with their legends, as one picture that needs no stylesheet. */
export function svgOf(charts: readonly SVGSVGElement[], title: string): string {
  const boxes = charts.map((chart) => ({ chart, width: chart.clientWidth, height: chart.clientHeight }));
  const width = boxes.reduce((sum, box) => sum + box.width, 0);
  const height = Math.max(0, ...boxes.map((box) => box.height)) + captionHeight;
  const whole = svgElement('svg', {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-label': title,
  });
  // Its colours are those of the theme, which nobody could read on another's ground.
  whole.append(svgElement('rect', { width, height, fill: readTheme().background }));
  let left = 0;
  for (const { chart, width } of boxes) {
    const copy = styledCopy(chart);
    copy.setAttribute('x', String(left));
    copy.setAttribute('y', String(captionHeight));
    whole.append(caption(chart, left), copy);
    left += width;
  }
  return new XMLSerializer().serializeToString(whole);
}

/** Pixels of a picture for each of the screen's, so that it stays sharp in a document. */
const pngScale = 2;

/** The same picture in pixels. */
export async function pngOf(charts: readonly SVGSVGElement[], title: string): Promise<Uint8Array> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(charts, title))}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = picture.naturalWidth * pngScale;
  canvas.height = picture.naturalHeight * pngScale;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error(t('The picture could not be made. Save it as SVG instead.'));
  return new Uint8Array(await blob.arrayBuffer());
}

const captionHeight = 24;

function caption(chart: SVGSVGElement, left: number): SVGElement {
  const { color, fontFamily } = getComputedStyle(chart);
  const text = svgElement('text', { x: left + 8, y: 16, fill: color, 'font-family': fontFamily, 'font-size': '12px' });
  const figure = chart.closest('figure');
  const name = svgElement('tspan', { 'font-weight': 'bold' });
  name.textContent = figure?.querySelector('strong')?.textContent ?? '';
  text.append(name);
  for (const entry of figure?.querySelectorAll('figcaption > span[class]') ?? []) {
    const { stroke, strokeDasharray } = getComputedStyle(entry.querySelector('path') ?? entry);
    const sample = svgElement('tspan', { fill: stroke, dx: 14 });
    sample.textContent = strokeDasharray === 'none' ? '━━ ' : '╍╍ ';
    const words = svgElement('tspan', {});
    words.textContent = entry.textContent?.trim() ?? '';
    text.append(sample, words);
  }
  return text;
}

function svgElement(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

function styledCopy(chart: SVGSVGElement): SVGSVGElement {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  copy.removeAttribute('class');
  const originals = chart.querySelectorAll('*');
  for (const [index, element] of copy.querySelectorAll('*').entries()) {
    const style = getComputedStyle(originals[index]!);
    for (const name of kept) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute('class');
  }
  return copy;
}
