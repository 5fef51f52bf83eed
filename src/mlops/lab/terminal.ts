/** Questions in a terminal, where a lab runs under plain Node.js. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Question } from '../host.ts';

/** The parts of `process` that make a terminal. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream;
}

/** Reads one line; nothing where stdin is no terminal, or ends before the line does. */
export async function askInTerminal(
  { prompt, password }: Question,
  { stdin, stdout }: Terminal = process,
): Promise<string | undefined> {
  if (!stdin.isTTY) return undefined;
  stdout.write(`${prompt} `);
  // What is typed is echoed by readline, not by the terminal: into the void, if nobody shall see it.
  const output = password ? new Writable({ write: (_chunk, _encoding, done) => done() }) : stdout;
  const reader = createInterface({ input: stdin, output, terminal: true });
  try {
    return await new Promise((resolve) => {
      reader.once('line', resolve);
      reader.once('close', () => resolve(undefined));
    });
  } finally {
    reader.close();
    if (password) stdout.write('\n');
  }
}
