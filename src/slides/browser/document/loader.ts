import { UserError } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import { Deck } from './deck.ts';
import { type AskPassword, type DeckContent, openDocument, startParser } from './pdfDocument.ts';

/** Opens one version of a deck after the other; only the latest that was asked for counts. */
export class DeckLoader {
  /** Started at once: the parser loads while the editor reads the file. */
  #parser = startParser();
  #latest = 0;
  readonly #failed: (error: unknown) => void;

  /** @param failed told when the parser has died, after which nothing can be drawn. */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
    this.#watch();
  }

  /**
   * @param name the file's name, for messages.
   * @returns `undefined` when a later call overtook this one, or `cancel` was called.
   * @throws {UserError} `pdf-parser`, `pdf-large`, `pdf-protected`, `pdf-damaged` or `pdf-empty`.
   */
  async open(name: string, content: DeckContent, askPassword: AskPassword): Promise<Deck | undefined> {
    const mine = ++this.#latest;
    try {
      const parser = await this.#parser;
      const document = await Promise.race([openDocument(parser.worker, content, name, askPassword), parser.failure]);
      if (mine === this.#latest && document.numPages > 0) return new Deck(document);
      await document.loadingTask.destroy();
      if (mine !== this.#latest) return undefined;
      throw new UserError('pdf-empty', t('{0} has no pages, so there are no slides to show.', name));
    } catch (error) {
      if (mine !== this.#latest) return undefined;
      throw error;
    }
  }

  cancel(): void {
    this.#latest++;
  }

  /** Starts another parser in place of one that has died. */
  restart(): void {
    this.cancel();
    this.#parser = startParser();
    this.#watch();
  }

  #watch(): void {
    const parser = this.#parser;
    parser
      .then(({ failure }) => failure)
      .catch((error) => {
        if (parser === this.#parser) this.#failed(error);
      });
  }
}
