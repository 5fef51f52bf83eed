/**
 * What the library asks of whoever runs it. The lab kernel installs a host that sends outputs to the editor or
 * the CLI; under plain Node (`node --import mlops-lab/register file.lab.ts`) the default prints to the console.
 *
 * The host hangs on a well-known symbol and not on a module variable, since the kernel and the library are
 * bundled separately and must still meet.
 */

import { LiveTerminal } from './live/terminal.ts';
import type { LiveChange, LiveState } from './payloads/live.ts';
import type { DataSource } from './payloads/source.ts';

export { isNumeric, type TableData, type TableValue } from './payloads/table.ts';

/** One value in several forms, the reader takes the richest it knows. Keys are mime types. */
export type MimeBundle = Readonly<Record<string, unknown>>;

export const mime = {
  text: 'text/plain',
  markdown: 'text/markdown',
  html: 'text/html',
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  json: 'application/json',
  table: 'application/vnd.mlops-lab.table.v1+json',
  tensor: 'application/vnd.mlops-lab.tensor.v1+json',
  images: 'application/vnd.mlops-lab.images.v1+json',
  model: 'application/vnd.mlops-lab.model.v1+json',
  live: 'application/vnd.mlops-lab.live.v1+json',
  vegaLite: 'application/vnd.vegalite.v6+json',
  check: 'application/vnd.mlops-lab.check.v1+json',
} as const;

/** How one `check(…)` came out. */
export interface CheckResult {
  /** The check cell's id; a second check in the same cell gets `-2`, and so on. */
  readonly id: string;
  readonly name: string;
  readonly passed: boolean;
  /** Shown as text; present when the check compared two values. */
  readonly expected?: string;
  readonly actual?: string;
  readonly tolerance?: number;
  readonly hint?: string;
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
  /**
   * Keeps data of which an output shows only a part, until the cell is run again, and gives the name by which the
   * output asks for more. Without it nobody can ask.
   */
  serve?(source: DataSource): string;
  /** Reports a check; the host knows the cell and so the id. */
  checked(result: Omit<CheckResult, 'id'>): void;
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

let terminal: LiveTerminal | undefined;

const consoleHost: LabHost = {
  display(bundle) {
    const live = bundle[mime.live];
    if (live) {
      terminal ??= new LiveTerminal();
      terminal.show(live as LiveState);
      return;
    }
    const text = bundle[mime.text] ?? bundle[mime.markdown];
    console.log(typeof text === 'string' ? text : bundle);
  },
  update: (id, change) => terminal?.change(id, change),
  checked(result) {
    console.log(`${result.passed ? 'passed' : 'FAILED'}  ${result.name}`);
    if (result.passed) return;
    if (result.expected !== undefined) console.log(`  expected ${result.expected}, got ${result.actual}`);
    if (result.hint) console.log(`  hint: ${result.hint}`);
    process.exitCode = 1;
  },
};
