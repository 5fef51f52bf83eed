import { render } from 'preact';
import type { Output } from '../../../kernel/protocol/outputs.ts';
import { mime } from '../../../mlops/payloads/mime.ts';
import { t } from '../../../platform/l10n.ts';
import type { CellEnd } from '../../cellEnd.ts';
import { endText } from '../../cellEnd.ts';
import { codeTypes, type Form, richestForm } from '../../forms.ts';
import type { FromPanel, PageEvent } from '../../panel/contract.ts';
import { draw } from '../drawings.tsx';
import type { Environment } from '../environment.ts';
import type { Drawn } from '../mount.tsx';
import { StatusIcon, type StatusKind } from './parts.tsx';
import { StreamView } from './stream.ts';

/** Outputs that are drawn at once; a loop that shows a thousand must not hold up the page. */
const firstOutputs = 100;

interface Surroundings {
  readonly environment: Environment;
  readonly send: (message: FromPanel) => void;
}

/** One cell and what it showed. Outputs are only ever added: what is there is not drawn again. */
export class PanelBlock {
  readonly id: number;
  readonly element = document.createElement('section');
  readonly #head = document.createElement('div');
  readonly #outputs = document.createElement('div');
  readonly #cell: Extract<PageEvent, { type: 'begin' }>['cell'];
  readonly #around: Surroundings;
  readonly #drawn: Promise<Drawn>[] = [];
  /** Outputs beyond the first, until the person asks for them. */
  #held: Form[] = [];
  #more: HTMLButtonElement | undefined;
  #stream: StreamView | undefined;
  #end: CellEnd | undefined;

  constructor({ id, cell }: Extract<PageEvent, { type: 'begin' }>, around: Surroundings) {
    this.id = id;
    this.#cell = cell;
    this.#around = around;
    this.element.tabIndex = -1;
    this.element.setAttribute('aria-labelledby', `cell-${id}`);
    this.#head.className = 'head';
    this.#outputs.className = 'outputs';
    this.element.append(this.#head, this.#outputs);
    this.#showHead();
  }

  get isRunning(): boolean {
    return this.#end === undefined;
  }

  /** For a screen reader: which cell, and how it stands. */
  get summary(): string {
    return `${t('Line {0}', this.#cell.line)}: ${this.#words()}`;
  }

  /** @param skipped characters of the stream before this text that are not shown here */
  output(output: Output, skipped: number): void {
    if (output.kind === 'stream') {
      this.#print(output.name, output.text, skipped);
      return;
    }
    this.#stream = undefined;
    if (output.kind === 'check') this.#show({ mime: mime.check, data: output.check });
    if (output.kind === 'display') this.#show(richestForm(output.data) ?? unknownForm(output.data));
  }

  end(end: CellEnd): void {
    this.#end = end;
    if (end.error) this.#draw({ mime: codeTypes.error, data: end.error });
    this.#showHead();
  }

  clear(): void {
    this.#letGo();
    this.#outputs.replaceChildren();
    this.#stream = undefined;
    this.#more = undefined;
    this.#held = [];
  }

  reveal(): void {
    this.element.scrollIntoView({ block: 'start' });
    this.element.classList.remove('revealed');
    // Read, so that the mark fades anew where it was shown before.
    void this.element.offsetWidth;
    this.element.classList.add('revealed');
  }

  dispose(): void {
    this.#letGo();
    this.element.remove();
  }

  #letGo(): void {
    for (const drawing of this.#drawn.splice(0)) void drawing.then((drawn) => drawn.dispose());
  }

  #print(name: 'stdout' | 'stderr', text: string, skipped: number): void {
    if (this.#stream?.name !== name) {
      this.#stream = new StreamView(name, () => this.#around.send({ type: 'showText' }));
      this.#outputs.append(this.#stream.element);
    }
    this.#stream.append(text, skipped);
  }

  #show(form: Form): void {
    if (this.#drawn.length < firstOutputs) {
      this.#draw(form);
      return;
    }
    this.#held.push(form);
    this.#more ??= this.#moreButton();
    this.#more.textContent = t('Show {0} More Outputs', this.#held.length);
  }

  #draw(form: Form): void {
    const place = document.createElement('div');
    place.className = 'output';
    this.#outputs.append(place);
    this.#drawn.push(draw(form, place, this.#around.environment));
  }

  #moreButton(): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.addEventListener('click', () => {
      button.remove();
      this.#more = undefined;
      for (const form of this.#held.splice(0)) this.#draw(form);
    });
    this.#outputs.append(button);
    return button;
  }

  #words(): string {
    return this.#end ? endText(this.#end) : t('Running');
  }

  #showHead(): void {
    const status: StatusKind = this.#end?.status ?? 'running';
    this.element.dataset.status = status;
    const { line, source } = this.#cell;
    render(
      <>
        <h2 id={`cell-${this.id}`}>
          <button
            type="button"
            title={t('Go to the Cell')}
            onClick={() => this.#around.send({ type: 'openCell', id: this.id })}
          >
            <span class="line">{t('Line {0}', line)}</span> <code>{source.trimStart().split('\n', 1)[0]}</code>
          </button>
        </h2>
        <span class="status">
          <StatusIcon status={status} /> {this.#words()}
        </span>
      </>,
      this.#head,
    );
  }
}

function unknownForm(bundle: Readonly<Record<string, unknown>>): Form {
  const [type = 'application/octet-stream', data] = Object.entries(bundle)[0] ?? [];
  return { mime: type, data };
}
