/** A kernel in which a lab is proved: what each cell did is given, and nothing is shown or recorded. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kernel } from '../../kernel/kernel.ts';
import { ownRuntime } from '../../kernel/node.ts';
import type { CellRequest } from '../../kernel/protocol/messages.ts';
import type { CellError, Output } from '../../kernel/protocol/outputs.ts';
import type { CheckResult } from '../../mlops/host.ts';
import { mime } from '../../mlops/payloads/mime.ts';
import type { Reveal } from '../../mlops/payloads/prediction.ts';
import { revealIn } from '../../outputs/payloads/payload.ts';
import { silentLog } from '../../platform/log.ts';

export interface CellResult {
  readonly error?: CellError;
  readonly checks: readonly CheckResult[];
  readonly reveals: readonly Reveal[];
  /** What it printed and displayed, in words; live outputs left out, which tell times. */
  readonly text: string;
}

/** Milliseconds that a single cell may take. */
const patience = 120_000;
const valueMime = 'application/vnd.mlops-lab.value+json';

export class LabKernel {
  readonly #kernel: Kernel;
  readonly #workspace: string;

  private constructor(kernel: Kernel, workspace: string) {
    this.#kernel = kernel;
    this.#workspace = workspace;
  }

  /** @param labPath imports of the lab resolve from it @param dist folder of the built bundles */
  static async start(labPath: string, dist: string): Promise<LabKernel> {
    const workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-proof-'));
    const options = { labPath, workspace, backend: 'auto', recording: false } as const;
    return new LabKernel(await Kernel.start({ options, runtime: ownRuntime(), dist, log: silentLog }), workspace);
  }

  async run(cell: CellRequest): Promise<CellResult> {
    const outputs: Output[] = [];
    const timer = setTimeout(() => void this.#kernel.kill(), patience);
    try {
      const { error } = await this.#kernel.execute(cell, { output: (output) => outputs.push(output) });
      return { ...(error && { error }), ...told(outputs) };
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * The value of an expression, as JSON has it.
   * @throws Error with the message of what it throws
   */
  async value(expression: string): Promise<unknown> {
    const source = `(await import('mlops-lab/lab')).display({ '${valueMime}': await (${expression}) });`;
    let value: unknown;
    const { error } = await this.#kernel.execute(
      { cellId: 'value', source, line: 0 },
      { output: (output) => (value = output.kind === 'display' ? output.data[valueMime] : value) },
    );
    if (error) throw new Error(`${error.name}: ${error.message}`);
    return value;
  }

  /** Seconds of all its threads since it was started. */
  async cpuSeconds(): Promise<number> {
    const usage = "(await import('node:process')).cpuUsage()";
    const { user, system } = (await this.value(usage)) as NodeJS.CpuUsage;
    return (user + system) / 1e6;
  }

  async end(): Promise<void> {
    await this.#kernel.kill();
    await rm(this.#workspace, { recursive: true, force: true });
  }
}

function told(outputs: readonly Output[]): Omit<CellResult, 'error'> {
  const checks: CheckResult[] = [];
  const reveals: Reveal[] = [];
  let text = '';
  for (const output of outputs) {
    if (output.kind === 'stream') text += output.text;
    if (output.kind === 'check') checks.push(output.check);
    if (output.kind !== 'display') continue;
    const reveal = revealIn(output.data[mime.reveal]);
    if (reveal) reveals.push(reveal);
    if (!(mime.live in output.data)) text += `${String(output.data[mime.text] ?? output.data[mime.markdown] ?? '')}\n`;
  }
  return { checks, reveals, text };
}
