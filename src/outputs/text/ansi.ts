/** Text with ANSI colours as spans, in the colours of the editor's terminal. */
import Anser from 'anser';
import { terminalText } from './terminal.ts';

export interface Span {
  readonly text: string;
  readonly color?: string;
  readonly background?: string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strikethrough?: boolean;
  readonly hidden?: boolean;
}

/** The spans of a text; those without a style have none of the properties. */
export function ansiSpans(text: string): Span[] {
  const clean = terminalText(text);
  if (!clean.includes('\u001b')) return clean === '' ? [] : [{ text: clean }];
  return Anser.ansiToJson(clean, { json: true, remove_empty: true, use_classes: true }).map(spanOf);
}

/** The CSS of a span, by property. */
export function spanStyle(span: Span): Readonly<Record<string, string>> {
  const lines = [span.underline ? 'underline' : '', span.strikethrough ? 'line-through' : ''].join(' ').trim();
  return {
    ...(span.color ? { color: span.color } : {}),
    ...(span.background ? { background: span.background } : {}),
    ...(span.bold ? { 'font-weight': 'bold' } : {}),
    ...(span.italic ? { 'font-style': 'italic' } : {}),
    ...(span.dim ? { opacity: '0.7' } : {}),
    ...(span.hidden ? { visibility: 'hidden' } : {}),
    ...(lines ? { 'text-decoration': lines } : {}),
  };
}

function spanOf(entry: Anser.AnserJsonEntry): Span {
  const { content, fg, bg, fg_truecolor, bg_truecolor, decorations } = entry;
  const has = (name: Anser.DecorationName) => decorations.includes(name);
  // Reversed text has its colours already changed, with black and white for those of the theme.
  const isReversed = 'isInverted' in entry && entry.isInverted === true;
  const color = isReversed && fg === 'ansi-black' ? 'var(--vscode-editor-background, #fff)' : colorOf(fg, fg_truecolor);
  const background =
    isReversed && bg === 'ansi-white' ? 'var(--vscode-foreground, #3b3b3b)' : colorOf(bg, bg_truecolor);
  return {
    text: content,
    ...(color ? { color } : {}),
    ...(background ? { background } : {}),
    ...(has('bold') ? { bold: true } : {}),
    ...(has('dim') ? { dim: true } : {}),
    ...(has('italic') ? { italic: true } : {}),
    ...(has('underline') ? { underline: true } : {}),
    ...(has('strikethrough') ? { strikethrough: true } : {}),
    ...(has('hidden') ? { hidden: true } : {}),
  };
}

/** @param name Anser's class: `ansi-red`, `ansi-bright-red`, `ansi-palette-200` or `ansi-truecolor` */
function colorOf(name: string | null, truecolor: string | null): string | undefined {
  if (!name) return undefined;
  if (name === 'ansi-truecolor') return truecolor ? `rgb(${truecolor})` : undefined;
  const [, palette] = /^ansi-palette-(\d+)$/.exec(name) ?? [];
  if (palette !== undefined) return paletteColor(Number(palette));
  const [, bright = '', hue = ''] = /^ansi-(bright-)?(\w+)$/.exec(name) ?? [];
  const color = hue[0]?.toUpperCase() + hue.slice(1);
  return `var(--vscode-terminal-ansi${bright ? 'Bright' : ''}${color}, ${bright || hue !== 'white' ? hue : 'gray'})`;
}

/** Numbers from 16 on of xterm's 256 colours: a cube of 6 × 6 × 6, and 24 greys. Those below it have names. */
function paletteColor(number: number): string {
  if (number >= 232) return `rgb(${Array(3).fill((number - 232) * 10 + 8)})`;
  const cube = number - 16;
  const levels = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6];
  return `rgb(${levels.map((level) => (level === 0 ? 0 : 55 + 40 * level))})`;
}
