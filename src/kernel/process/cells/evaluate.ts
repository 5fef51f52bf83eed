/** V8's REPL mode, reached through the inspector of this very process: the technique of Node's and Chrome's consoles. */
import { type Runtime, Session } from 'node:inspector';
import { promiseHooks } from 'node:v8';
import { cellGlobal } from './names.ts';

export type Evaluation =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly thrown: unknown };

/** All that the inspector holds for a cell is let go of by this name. */
const objectGroup = 'cell';

export class Evaluator {
  #session = connected();
  /**
   * The promises of scripts that run. Without them V8 would give up a script that awaits what nothing can settle,
   * "Promise was collected", and Node 22 dies when it says so.
   */
  readonly #scripts = new Set<unknown>();

  /**
   * Runs one script to its end, awaiting what it awaits at top level. What the script throws is in the result; the
   * promise rejects only when the inspector itself fails, as it does when nothing can settle an `await` any more.
   */
  async run(script: string): Promise<Evaluation> {
    const { result, exceptionDetails } = await this.#evaluate(script);
    this.#scripts.clear();
    if (!exceptionDetails) return { ok: true, ...(await this.#retrieve(result)) };
    const { value: thrown } = await this.#retrieve(exceptionDetails.exception ?? { type: 'undefined' });
    return { ok: false, thrown };
  }

  /**
   * The names that cells have declared at top level, in the order of their declaration; one declared anew comes again.
   * Of a cell with more than 75, V8 keeps no order. They are identifiers, as V8 knows them.
   */
  async names(): Promise<string[]> {
    const { names } = await this.#post<Runtime.GlobalLexicalScopeNamesReturnType>(
      'Runtime.globalLexicalScopeNames',
      {},
    );
    return names;
  }

  /** Forgets values and logged arguments, which the inspector would keep alive. */
  async release(): Promise<void> {
    await this.#post('Runtime.releaseObjectGroup', { objectGroup });
    await this.#post('Runtime.discardConsoleEntries');
  }

  /** Breaks off the code that calls this. */
  breakOff(): void {
    this.#session.post('Runtime.terminateExecution');
  }

  /** Gives up what was run and has not ended: its promise may then be collected without a word. */
  reset(): void {
    this.#session.disconnect();
    this.#session = connected();
    this.#scripts.clear();
  }

  /** The value itself, of which the protocol has only a description; in an object, lest a promise be awaited. */
  async #retrieve(remote: Runtime.RemoteObject): Promise<{ value: unknown }> {
    if (remote.objectId === undefined) return { value: primitiveOf(remote) };
    const held: { value: unknown } = { value: undefined };
    const holder = Reflect.get(globalThis, cellGlobal) as { take?: (value: unknown) => void };
    holder.take = (value) => {
      held.value = value;
    };
    await this.#post('Runtime.callFunctionOn', {
      objectId: remote.objectId,
      functionDeclaration: `function (value) { ${cellGlobal}.take(value) }`,
      arguments: [{ objectId: remote.objectId }],
    });
    delete holder.take;
    return held;
  }

  #evaluate(expression: string): Promise<Runtime.EvaluateReturnType> {
    const request = { expression, replMode: true, awaitPromise: true, objectGroup };
    return new Promise((resolve, reject) => {
      const evaluate = () =>
        this.#session.post('Runtime.evaluate', request, (error, result) =>
          error ? reject(error) : resolve(result as Runtime.EvaluateReturnType),
        );
      this.#scripts.add(firstPromiseOf(evaluate));
    });
  }

  #post<Result>(method: string, params?: object): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#session.post(method, params, (error, result) => (error ? reject(error) : resolve(result as Result)));
    });
  }
}

/** The first promise that `work` makes. */
function firstPromiseOf(work: () => void): Promise<unknown> | undefined {
  let first: Promise<unknown> | undefined;
  const unhook = promiseHooks.onInit((promise) => {
    first ??= promise;
  }) as () => void;
  work();
  unhook();
  return first;
}

function connected(): Session {
  const session = new Session();
  session.connect();
  return session;
}

function primitiveOf({ type, value, unserializableValue }: Runtime.RemoteObject): unknown {
  if (unserializableValue === undefined) return value;
  if (type === 'bigint') return BigInt(unserializableValue.slice(0, -'n'.length));
  return Number(unserializableValue); // NaN, Infinity, -Infinity, -0
}
