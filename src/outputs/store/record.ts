/** What a report and a run record keep of a cell's outputs: all of it, but of a flood both ends. */
import type { Output } from '../../kernel/protocol/outputs.ts';
import { t } from '../../platform/l10n.ts';
import { BoundedText, recordBounds } from '../text/streams.ts';

type StreamName = 'stdout' | 'stderr';
type Entry =
  | Exclude<Output, { kind: 'stream' }>
  | { readonly kind: 'text'; readonly name: StreamName; readonly text: BoundedText };

/** Outputs of one cell. Results of checks are kept beyond it: they are what a lab is run for. */
const mostOutputs = 2000;

export class OutputRecord {
  readonly #entries: Entry[] = [];
  /** What is printed once there are too many outputs, in the order of each stream. */
  readonly #rest = new Map<StreamName, BoundedText>();
  #left = 0;

  add(output: Output): void {
    const isFull = this.#entries.length >= mostOutputs;
    if (output.kind === 'stream') this.#textFor(output.name, isFull).add(output.text);
    else if (!isFull || output.kind === 'check') this.#entries.push(output);
    else this.#left++;
  }

  /** Neighbouring pieces of one stream are one. */
  get outputs(): Output[] {
    const kept = this.#entries.map(
      (entry): Output => (entry.kind === 'text' ? streamOf(entry.name, entry.text) : entry),
    );
    const rest = [...this.#rest].map(([name, text]) => streamOf(name, text));
    const note = t('⋯ {0} more outputs are not kept here.', this.#left);
    return this.#left > 0
      ? [...kept, ...rest, { kind: 'stream', name: 'stderr', text: `${note}\n` }]
      : [...kept, ...rest];
  }

  #textFor(name: StreamName, isFull: boolean): BoundedText {
    const last = this.#entries.at(-1);
    if (last?.kind === 'text' && last.name === name) return last.text;
    const text = (isFull ? this.#rest.get(name) : undefined) ?? new BoundedText(recordBounds);
    if (isFull) this.#rest.set(name, text);
    else this.#entries.push({ kind: 'text', name, text });
    return text;
  }
}

function streamOf(name: StreamName, text: BoundedText): Output {
  return { kind: 'stream', name, text: text.text() };
}
