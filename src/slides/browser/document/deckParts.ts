import { PDFDataRangeTransport } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { UserError } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import type { FromViewer, ToViewer } from '../../contract.ts';
import { mostBytesAtOnce } from '../../parts.ts';

/** What pdf.js may ask for in one piece: a whole file in search of its pages would fill the memory. */
const mostBytesInOnePiece = 256 * 1024 * 1024;

export interface DeckPartsOptions {
  /** Of the file, for messages. */
  readonly name: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Which of its versions this is. */
  readonly version: string;
  /** The first of them. */
  readonly beginning: Uint8Array;
  /** Asks for a part of it, which `receive` is then given. */
  readonly fetch: (part: Part) => void;
}

export type Part = Omit<Extract<FromViewer, { type: 'read' }>, 'type'>;

/** Fetches from the editor what pdf.js needs of a large deck, and nothing else. */
export class DeckParts extends PDFDataRangeTransport {
  /** Rejects with a `UserError` `pdf-large` when pdf.js wants more than there is room for; never resolves. */
  readonly failure: Promise<never>;
  readonly #options: DeckPartsOptions;
  readonly #refuse: (reason: Error) => void;
  /** What takes the parts that are under way, by where they begin. */
  readonly #waiting = new Map<number, (bytes: Uint8Array) => void>();
  #ended = false;

  constructor(options: DeckPartsOptions) {
    super(options.size, options.beginning);
    this.#options = options;
    let refuse: (reason: Error) => void = () => {};
    this.failure = new Promise((_, reject) => {
      refuse = reject;
    });
    this.#refuse = refuse;
    // Nobody is waiting once the deck is open: what does not come then is missing on its page.
    this.failure.catch(() => {});
  }

  /** Takes a part that was asked for. */
  receive({ version, begin, bytes }: Extract<ToViewer, { type: 'part' }>): void {
    if (version !== this.#options.version) return;
    const take = this.#waiting.get(begin);
    this.#waiting.delete(begin);
    take?.(bytes);
  }

  /** Called by pdf.js. @param end not included. */
  override requestDataRange(begin: number, end: number): void {
    const { name } = this.#options;
    if (end - begin <= mostBytesInOnePiece) void this.#fetch(begin, end);
    else
      this.#refuse(
        new UserError(
          'pdf-large',
          t(
            '{0} is too large to be shown: it seems to be damaged, and all of it would have to be read. Fetch the file again, or open it in another program.',
            name,
          ),
        ),
      );
  }

  /** Called by pdf.js when it wants no more. */
  override abort(): void {
    this.#ended = true;
    this.#waiting.clear();
  }

  async #fetch(begin: number, end: number): Promise<void> {
    const bytes = new Uint8Array(end - begin);
    for (let at = begin; at < end; at += mostBytesAtOnce)
      bytes.set(await this.#part(at, Math.min(end, at + mostBytesAtOnce)), at - begin);
    if (!this.#ended) this.onDataRange(begin, bytes);
  }

  #part(begin: number, end: number): Promise<Uint8Array> {
    return new Promise((resolve) => {
      this.#waiting.set(begin, resolve);
      this.#options.fetch({ version: this.#options.version, begin, end });
    });
  }
}
