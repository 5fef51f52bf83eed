import { HyperParameters } from '../space/hyperParameters.ts';
import type { RunTrial } from '../tuner.ts';
import type { Order, Told } from './messages.ts';

/**
 * For the processes of `TrialWorkers`: runs the trials that the parent sends, one after the other, by the `runTrial` that a
 * module exports. It ends with the parent.
 */
export async function serveTrials(moduleUrl: string): Promise<void> {
  const tell = (told: Told) => process.send?.(told);
  process.once('disconnect', () => process.exit());
  const orders: Order[] = [];
  let run: RunTrial | undefined;
  // Listens before the module is loaded: an order may come first.
  process.on('message', (order: Order) => {
    if (run) void answer(run, order, tell);
    else orders.push(order);
  });
  try {
    const { runTrial } = (await import(moduleUrl)) as { runTrial?: RunTrial };
    if (typeof runTrial !== 'function') throw new TypeError(`${moduleUrl} exports no function “runTrial”.`);
    run = runTrial;
  } catch (error) {
    const message = textOf(error);
    run = () => {
      throw new Error(message);
    };
  }
  for (const order of orders) await answer(run, order, tell);
}

async function answer(run: RunTrial, order: Order, tell: (told: Told) => void): Promise<void> {
  const hyperparameters = HyperParameters.fromJSON(order.hyperparameters);
  try {
    const result = await run({
      ...order,
      hyperparameters,
      // Whoever aborts a search kills its processes.
      signal: new AbortController().signal,
      report: (metrics, step) => tell({ kind: 'report', metrics, step }),
    });
    tell({ kind: 'done', result: result ?? undefined, hyperparameters: hyperparameters.toJSON() });
  } catch (error) {
    tell({ kind: 'failed', message: textOf(error) });
  }
}

const textOf = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
