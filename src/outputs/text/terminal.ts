/** What a terminal makes of the characters that move about in a line. Plain text in, plain text out. */

const esc = '\u001b';

/** Escape sequences but for colours: cursor moves, titles, links and the like (ECMA-48, 5.4 and 5.6). */
const sequences = new RegExp(
  [
    `${esc}\\[[0-?]*[ -/]*[@-ln-~]`,
    `${esc}\\[[<-?][0-?]*[ -/]*m`,
    // A string up to its terminator, or to the line's end where that was cut off.
    `(?:${esc}[\\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\\n]*?(?:\u0007|${esc}\\\\|\u009c|$)`,
    `${esc}[ -/]*[0-Z\\\\^-~]`,
  ].join('|'),
  'gm',
);
/** All but tab, line feed, carriage return, backspace and escape. */
const controls = new RegExp(`[^\\P{Cc}\t\n\r\b${esc}]`, 'gu');
const erasure = new RegExp(`^${esc}\\[[0-2]?K$`);
const moves = new RegExp(`[\r\b]|${esc}\\[[0-2]?K`);
const pieces = new RegExp(`${esc}\\[[\\d;:]*m|${esc}\\[[0-2]?K|[\\s\\S]`, 'gu');
const strayEscape = new RegExp(`${esc}(?!\\[[\\d;:]*m)`, 'g');
const colours = new RegExp(`${esc}\\[[\\d;:]*m`, 'g');
const reset = new RegExp(`^${esc}\\[0?m$`);

/**
 * Carries out carriage returns, backspaces and line erasures as a terminal does, keeps colours (SGR sequences) and
 * drops every other control.
 */
export function terminalText(text: string): string {
  const unified = text.replaceAll('\r\n', '\n').replaceAll('\u009b', `${esc}[`);
  const cleaned = unified
    .replaceAll(sequences, (sequence) => (erasure.test(sequence) ? sequence : ''))
    .replaceAll(controls, '');
  const written = moves.test(cleaned)
    ? cleaned
        .split('\n')
        .map((line) => (moves.test(line) ? writtenLine(line) : line))
        .join('\n')
    : cleaned;
  return written.replaceAll(strayEscape, '');
}

/** The colours that are on at a text's end, as the sequences that switch them on. */
export function lastStyle(text: string): string {
  let style = '';
  for (const [sequence] of text.matchAll(colours)) style = reset.test(sequence) ? '' : style + sequence;
  return style;
}

/** One line, where later characters overwrite earlier ones in their places. */
function writtenLine(line: string): string {
  const cells: { char: string; style: string }[] = [];
  let column = 0;
  let style = '';
  for (const [piece] of line.matchAll(pieces)) {
    if (piece === '\r') column = 0;
    else if (piece === '\b') column = Math.max(0, column - 1);
    else if (erasure.test(piece)) erase(piece);
    else if (piece.length > 2 && piece.startsWith(esc)) style = reset.test(piece) ? '' : style + piece;
    else cells[column++] = { char: piece, style };
  }
  let written = '';
  let current = '';
  for (const cell of Array.from(cells, (cell) => cell ?? { char: ' ', style: '' })) {
    if (cell.style !== current) written += `${esc}[0m${cell.style}`;
    current = cell.style;
    written += cell.char;
  }
  // What follows on the next line has the style that was last set.
  return current === style ? written : `${written}${esc}[0m${style}`;

  function erase(sequence: string): void {
    const mode = sequence.at(-2);
    if (mode === '2') cells.length = 0;
    else if (mode === '1') cells.fill({ char: ' ', style: '' }, 0, column + 1);
    else cells.length = Math.min(cells.length, column);
  }
}

/** The same without colours: what is left to be read where there are none. */
export function plainText(text: string): string {
  return terminalText(text).replaceAll(colours, '');
}
