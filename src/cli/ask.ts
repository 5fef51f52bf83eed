/** What a cell asks by `input(…)` is asked at the terminal. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Question } from '../mlops/host.ts';
import { t } from '../platform/l10n.ts';

interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** Not stdout: that may be a JSON document. */
  readonly output: NodeJS.WritableStream;
}

export type Ask = (question: Question, signal: AbortSignal) => Promise<string | undefined>;

/** How questions are answered: at the terminal, or at once with nothing where nobody sits at one. */
export function askingAt(terminal: Terminal): Ask {
  if (terminal.input.isTTY) {
    const asker = new Asker(terminal);
    return (question, signal) => asker.ask(question, signal);
  }
  return async ({ prompt }) => {
    terminal.output.write(
      `${t('A cell asks “{0}”, which nobody can answer: standard input is no terminal.', prompt)}\n`,
    );
    return undefined;
  };
}

/** Asks on one terminal, one question after the other, whichever lab they come from. */
class Asker {
  readonly #terminal: Terminal;
  #last: Promise<unknown> = Promise.resolve();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** The answer; nothing when the question was taken back, or the input ended. A password is not shown. */
  ask(question: Question, signal: AbortSignal): Promise<string | undefined> {
    const answer = this.#last.then(() => this.#ask(question, signal));
    this.#last = answer;
    return answer;
  }

  async #ask({ prompt, password }: Question, signal: AbortSignal): Promise<string | undefined> {
    const { input, output } = this.#terminal;
    // Readline echoes by writing; the prompt and the line break after a password are then ours to write.
    const reader = createInterface({ input, output: password ? silent() : output, terminal: true });
    // A terminal in raw mode sends no signal; what Ctrl+C means is for the program to say.
    reader.on('SIGINT', () => process.emit('SIGINT', 'SIGINT'));
    const ended = new Promise<undefined>((resolve) => reader.once('close', () => resolve(undefined)));
    if (password) output.write(prompt);
    try {
      return await Promise.race([reader.question(password ? '' : prompt, { signal }), ended]);
    } catch {
      return undefined;
    } finally {
      if (password) output.write('\n');
      reader.close();
    }
  }
}

function silent(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
