import { currentHost } from '../host.ts';
import { InputError } from './errors.ts';
import { askInTerminal } from './terminal.ts';

export interface InputOptions {
  /** Hides what is typed. */
  readonly password?: boolean;
}

/**
 * Asks the person who runs the lab, by an input box in the editor and by a line in the terminal.
 *
 *     const rows = Number(await input('How many rows?'));
 *
 * @returns what was typed, which may be the empty text
 * @throws InputError when the question was closed without an answer, or when there is nobody to ask
 */
export async function input(prompt: string, { password = false }: InputOptions = {}): Promise<string> {
  const question = { prompt: String(prompt), password };
  const host = currentHost();
  const answer = await (host.ask ? host.ask(question) : askInTerminal(question));
  if (answer !== undefined) return answer;
  throw new InputError(
    'no-answer',
    `"${prompt}" was not answered. Run the cell again to be asked again, in an editor or a terminal.`,
  );
}
