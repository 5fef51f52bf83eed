/** A lab's standard input, which holds nothing: what reads it is told how a lab asks. */

/** What begins to read a stream. Asking whether it is a terminal, and the like, does no harm. */
const reading = ['resume', 'read', 'pipe', 'iterator', Symbol.asyncIterator] as const;
const listening = ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const;

const hint =
  "A lab has no standard input to read. Ask by `await input('…')`, from 'mlops-lab/lab': the question comes up where the lab runs.";

type Method = (...args: readonly unknown[]) => unknown;

/** Has `process.stdin` throw an error where somebody reads it, who would else wait for ever. */
export function explainStdin(): void {
  const standard = Object.getOwnPropertyDescriptor(process, 'stdin');
  if (!standard?.get) return;
  const { get } = standard;
  let explained: object | undefined;
  Object.defineProperty(process, 'stdin', {
    ...standard,
    get() {
      explained ??= explain(get.call(process) as object);
      return explained;
    },
  });
}

function explain(stream: object): object {
  const fail = () => {
    throw new Error(hint);
  };
  for (const name of reading) if (name in stream) define(stream, name, fail);
  for (const name of listening) {
    const original = Reflect.get(stream, name) as Method;
    define(stream, name, (event, ...rest) => {
      if (event === 'data' || event === 'readable') fail();
      return original.call(stream, event, ...rest);
    });
  }
  return stream;
}

function define(object: object, name: PropertyKey, value: Method): void {
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
}
