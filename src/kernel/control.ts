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

/** Gives each whole message of a stream of text to `receive`. Only our own two ends write to the pipe. */
export function decoder<Message extends ToControl | FromControl>(
  receive: (message: Message) => void,
): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) receive(JSON.parse(line) as Message);
  };
}
