/** What a program prints, when it is more than anybody reads: its beginning and its end are shown. */
import { t } from '../../platform/l10n.ts';

/** How much of either end is kept. */
export interface Bounds {
  readonly lines: number;
  readonly characters: number;
}

/** What a cell shows: enough to read, and little enough to be drawn again while more comes. */
export const cellBounds: Bounds = { lines: 1000, characters: 100_000 };
/** What a report and a run record keep. */
export const recordBounds: Bounds = { lines: 10_000, characters: 1_000_000 };
/** What is handed on to be read, and may be printed. */
export const exportBounds: Bounds = { lines: 200, characters: 50_000 };

export interface Amount {
  readonly lines: number;
  readonly characters: number;
}

const escapeCharacter = '\u001b';
/** No escape sequence that colours text is longer. */
const longestSequence = 32;

/** A text of any length, of which both ends are kept. Takes time in proportion to what is added, not to what it holds. */
export class BoundedText {
  readonly #bounds: Bounds;
  #head = '';
  #headLines = 0;
  #headIsFull = false;
  #tail = '';
  #lines = 0;
  #characters = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** Whether something between the ends is not kept. */
  get isCut(): boolean {
    return this.hidden.characters > 0;
  }

  /** All that was added: line ends, and UTF-16 code units. */
  get total(): Amount {
    return { lines: this.#lines, characters: this.#characters };
  }

  get hidden(): Amount {
    this.#trim();
    const characters = this.#characters - this.#head.length - this.#tail.length;
    if (characters === 0) return { lines: 0, characters };
    return { lines: this.#lines - this.#headLines - countLines(this.#tail), characters };
  }

  add(text: string): void {
    this.#characters += text.length;
    this.#lines += countLines(text);
    const rest = this.#headIsFull ? text : this.#fillHead(text);
    this.#tail += rest;
    // Now and then: a cut copies the tail.
    if (this.#tail.length > 4 * this.#bounds.characters) this.#trim();
  }

  /** Both ends, with a line between them where something is missing. @param advice how to see all of it */
  text(advice = ''): string {
    const hidden = this.hidden;
    if (hidden.characters === 0) return this.#head + this.#tail;
    // A colour that was switched on in what is missing, or was still on before it, ends here.
    const reset = this.#head.includes(escapeCharacter) ? `${escapeCharacter}[0m` : '';
    const gap = this.#head.endsWith('\n') ? '' : '\n';
    return `${this.#head}${reset}${gap}${hiddenLine(hidden)}${advice && ` ${advice}`}\n${this.#tail}`;
  }

  /** Gives what the head has no room for. */
  #fillHead(text: string): string {
    const { lines, characters } = this.#bounds;
    const room = characters - this.#head.length;
    const byLines = endOfLine(text, lines - this.#headLines);
    const end = wholeCharacter(text, Math.min(byLines, room));
    const taken = text.slice(0, end);
    this.#head += taken;
    this.#headLines += countLines(taken);
    this.#headIsFull = end < text.length;
    return text.slice(end);
  }

  #trim(): void {
    const { lines, characters } = this.#bounds;
    const byLength = wholeCharacter(this.#tail, this.#tail.length - characters);
    const start = Math.max(byLength, startOfLastLines(this.#tail, lines));
    if (start > 0) this.#tail = this.#tail.slice(start);
  }
}

/** The line that stands for what is missing. */
function hiddenLine({ lines, characters }: Amount): string {
  const size = sizeText(characters);
  return lines > 0
    ? t('⋯ {0} lines ({1}) are not shown here.', lines.toLocaleString('en-US'), size)
    : t('⋯ {0} are not shown here.', size);
}

/** How much text that is, in the unit a person would choose. */
export function sizeText(characters: number): string {
  if (characters < 1000) return t('{0} characters', characters);
  if (characters < 1_000_000) return t('{0} kB', Math.round(characters / 1000));
  return t('{0} MB', (characters / 1_000_000).toFixed(1));
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Where the first `count` lines end. */
function endOfLine(text: string, count: number): number {
  let end = 0;
  for (let line = 0; line < count; line++) {
    const at = text.indexOf('\n', end);
    if (at < 0) return text.length;
    end = at + 1;
  }
  return end;
}

/** Where the last `count` lines begin; the last may have no end yet. */
function startOfLastLines(text: string, count: number): number {
  let start = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let line = 0; line < count; line++) {
    const at = start === 0 ? -1 : text.lastIndexOf('\n', start - 1);
    if (at < 0) return 0;
    start = at;
  }
  return start + 1;
}

/** The nearest place before `at`, where that lies inside of a surrogate pair or of an escape sequence. */
function wholeCharacter(text: string, at: number): number {
  if (at <= 0) return 0;
  if (at >= text.length) return text.length;
  const sequence = text.lastIndexOf(escapeCharacter, at - 1);
  const isInside = sequence > at - longestSequence && /^(\[[\d;?]*)?$/.test(text.slice(sequence + 1, at));
  if (sequence >= 0 && isInside) return sequence;
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
