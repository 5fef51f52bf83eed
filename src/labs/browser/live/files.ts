/** A live output as files: its numbers, and its picture. */
import type { LiveState } from '../../../mlops/outputs/live.ts';

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
  'opacity',
  'font-size',
  'font-family',
];

/** The charts side by side as one picture that needs no stylesheet. */
export function svgOf(charts: readonly SVGSVGElement[], title: string): string {
  const boxes = charts.map((chart) => ({ chart, width: chart.clientWidth, height: chart.clientHeight }));
  const width = boxes.reduce((sum, box) => sum + box.width, 0);
  const height = Math.max(0, ...boxes.map((box) => box.height)) + captionHeight;
  const whole = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' }))
    whole.setAttribute(name, String(value));
  whole.setAttribute('aria-label', title);
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

const captionHeight = 20;

function caption(chart: SVGSVGElement, left: number): SVGTextElement {
  const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
  const { color, fontFamily } = getComputedStyle(chart);
  for (const [name, value] of Object.entries({
    x: left + 8,
    y: 14,
    fill: color,
    'font-family': fontFamily,
    'font-size': '12px',
  }))
    text.setAttribute(name, String(value));
  text.textContent = chart.closest('figure')?.querySelector('strong')?.textContent ?? '';
  return text;
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
