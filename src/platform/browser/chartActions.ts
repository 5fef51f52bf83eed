/** What a person can take from a chart: its picture, its data, what it is made from. */
import type { View } from 'vega';
import { csvOf, tablesOf } from '../chart/data.ts';
import { isObject } from '../chart/spec.ts';
import { readTheme } from './chartTheme.ts';

/** Where files and texts go. */
export interface ChartActions {
  /** Lets the person keep a file. Rejects with a sentence where that is not possible. */
  save(name: string, content: string | Uint8Array): Promise<void>;
  copy(text: string): Promise<void>;
}

export type FileFormat = 'svg' | 'png' | 'csv' | 'json';

/** For screens with two pixels in one. */
const pixelRatio = 2;

export async function saveChart(format: FileFormat, spec: unknown, view: View, actions: ChartActions): Promise<void> {
  const name = `${fileName(spec)}.${format === 'json' ? 'vl.json' : format}`;
  switch (format) {
    case 'svg':
      return actions.save(name, await svgOf(view));
    case 'png':
      return actions.save(name, new Uint8Array(await (await pngOf(view)).arrayBuffer()));
    case 'csv':
      return actions.save(name, csvOf(tablesOf(spec)));
    case 'json':
      return actions.save(name, specText(spec));
  }
}

/** Puts the picture on the clipboard. Rejects where the browser does not allow it. */
export async function copyImage(view: View): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(view) })]);
}

export function specText(spec: unknown): string {
  return `${JSON.stringify(spec, null, 2)}\n`;
}

/** The picture with the page's colour behind it: light lines on a reader's white would not be seen. */
async function svgOf(view: View): Promise<string> {
  const background = `<rect width="100%" height="100%" fill="${readTheme().background.replace(/[<>"&]/g, '')}"/>`;
  return (await view.toSVG()).replace(/<svg[^>]*>/, (start) => start + background);
}

async function pngOf(view: View): Promise<Blob> {
  const drawn = await view.toCanvas(pixelRatio);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [drawn.width, drawn.height];
  const context = canvas.getContext('2d')!;
  context.fillStyle = readTheme().background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(drawn, 0, 0);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser made no picture.'))), 'image/png'),
  );
}

function fileName(spec: unknown): string {
  const title = isObject(spec) && typeof spec.title === 'string' ? spec.title : '';
  const plain = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  return plain.replace(/^-+|-+$/g, '').slice(0, 60) || 'chart';
}
