/**
 * The control pipe: a second line from the parent to a thread of the kernel, which hears it while a cell keeps the
 * kernel's main thread busy. Each message is one line of JSON.
 */

/** The kernel's file descriptor of the pipe; 0 to 3 are the standard streams and Node's own channel. */
export const controlFd = 4;

/** Stop the execution of that serial number. Sent again while it is under way: go one stage further at once. */
export interface ToControl {
  readonly type: 'stop';
  readonly serial: number;
}

export type FromControl =
  /** The execution has ended, and nothing of the stop can hit what runs next. */
  | { readonly type: 'over'; readonly serial: number }
  /** Neither asking nor breaking off has helped: only killing the process will. */
  | { readonly type: 'stuck'; readonly serial: number }
  /** The process holds more memory than it may. */
  | { readonly type: 'memory'; readonly megabytes: number };

export function encode(message: ToControl | FromControl): string {
  return `${JSON.stringify(message)}\n`;
}

/** In characters: no message is as long. */
const longestLine = 1000;

/**
 * Gives each whole message of a stream of text to `receive`, and leaves out what is none: a lab's code and the programs
 * that it starts could write to the pipe, too.
 */
export function decoder<Message extends ToControl | FromControl>(
  receive: (message: Message) => void,
): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) {
      const message = parsed(line);
      if (isMessage(message)) receive(message as Message);
    }
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isMessage(value: unknown): value is ToControl | FromControl {
  const { type, serial, megabytes } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const number = type === 'memory' ? megabytes : /^(?:stop|over|stuck)$/.test(String(type)) && serial;
  return typeof number === 'number';
}
