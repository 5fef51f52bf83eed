/** Questions in a terminal, where a lab runs under plain Node.js. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Question } from '../host.ts';

/** Reads one line; nothing where stdin is no terminal, or was closed. */
export async function askInTerminal({ prompt, password }: Question): Promise<string | undefined> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY) return undefined;
  stdout.write(`${prompt} `);
  // With `terminal`, readline echoes what is typed to `output` itself.
  const output = password ? new Writable({ write: (_chunk, _encoding, done) => done() }) : stdout;
  const line = createInterface({ input: stdin, output, terminal: true });
  try {
    return await new Promise((resolve) => {
      line.once('line', resolve);
      line.once('close', () => resolve(undefined));
    });
  } finally {
    line.close();
    if (password) stdout.write('\n');
  }
}
