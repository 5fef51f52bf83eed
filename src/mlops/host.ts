/**
 * What the library asks of whoever runs it. The lab kernel installs a host that sends outputs to the editor or
 * the CLI; under plain Node (`node --import mlops-lab/register file.lab.ts`) the default prints to the console.
 *
 * The host hangs on a well-known symbol and not on a module variable, since the kernel and the library are
 * bundled separately and must still meet.
 */

import { consoleHost } from './consoleHost.ts';
import type { LiveChange } from './payloads/live.ts';
import type { MimeBundle } from './payloads/mime.ts';
import type { PredictionAnswer } from './payloads/prediction.ts';
import type { DataSource } from './payloads/source.ts';

/** How one `check(…)` came out, or one `predict(…)`: that fails until it is answered. */
export interface CheckResult {
  /** The check cell's id; a second check in the same cell gets `-2`, and so on. Of a prediction its own. */
  readonly id: string;
  /** What is checked; of a prediction the question. */
  readonly name: string;
  readonly passed: boolean;
  /** Shown as text; present when the check compared two values. */
  readonly expected?: string;
  readonly actual?: string;
  readonly tolerance?: number;
  /** The mistake that was recognized, as a sentence: it is shown in place of expected and actual. */
  readonly mistake?: string;
  /** The first of `hints`. */
  readonly hint?: string;
  /** The ladder of a check that failed: a question, the idea, the shape with holes. Shown one by one. */
  readonly hints?: readonly string[];
  /** Whether its hints wait until the exercise was tried, as in an assignment. */
  readonly untried?: true;
  /** Present where this is a prediction. */
  readonly prediction?: PredictionAnswer;
}

/** What `input(…)` of a lab asks the person. */
export interface Question {
  readonly prompt: string;
  /** The answer is not to be shown while it is typed. */
  readonly password: boolean;
}

export interface LabHost {
  /** Shows a value below the cell that runs. */
  display(bundle: MimeBundle): void;
  /** Changes a live output that was displayed, by the `id` of its `mime.live` payload. */
  update?(id: string, change: LiveChange): void;
  /** Has something called when the cell that runs is over, just before that is told: what waits is then sent. */
  beforeCellEnds?(send: () => void): void;
  /** Has something called when the person stops the cell whose code asks, which is then over: what it serves ends with it. */
  whenCellStops?(end: () => void): void;
  /**
   * Keeps data of which an output shows only a part, until the cell is run again, and gives the name by which the
   * output asks for more. Without it nobody can ask.
   */
  serve?(source: DataSource): string;
  /** Reports a check; the host knows the cell and so the id. A prediction has an id of its own. */
  checked(result: Omit<CheckResult, 'id'> & { readonly id?: string }): void;
  /** Tells once which backend TensorFlow.js runs on. */
  backendStarted?(backend: 'tensorflow' | 'wasm' | 'cpu'): void;
  /** Asks the person; resolves with nothing when they give no answer. Without it, the terminal is asked. */
  ask?(question: Question): Promise<string | undefined>;
}

const key = Symbol.for('mlops-lab.host');
type Holder = { [key]?: LabHost };

/** Installs the host for this process. */
export function setHost(host: LabHost): void {
  (globalThis as Holder)[key] = host;
}

export function currentHost(): LabHost {
  return (globalThis as Holder)[key] ?? consoleHost;
}
