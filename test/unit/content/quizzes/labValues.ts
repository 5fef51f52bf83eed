/** Values that a lab's own variables have once its solution has run, for numbers of quizzes that come from them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabCells } from '../../../../src/labs/proof/labCells.ts';
import { LabKernel } from '../../../../src/labs/proof/labKernel.ts';
import { root } from '../../../../tools/process.mjs';

/** Runs each lab that is asked for once, and keeps it until `end`. */
export class LabValues {
  readonly #kernels = new Map<string, Promise<LabKernel>>();

  /**
   * @param lab absolute path of the lab file @param path such as `dollars.0.mistakes`
   * @throws Error for a solution that ends in an error, or a variable that it does not have
   */
  async valueOf(lab: string, path: string): Promise<unknown> {
    const running = this.#kernels.get(lab) ?? solved(lab);
    this.#kernels.set(lab, running);
    const [variable = '', ...keys] = path.split('.');
    return (await running).value(`${variable}${keys.map((key) => `?.[${JSON.stringify(key)}]`).join('')} ?? null`);
  }

  async end(): Promise<void> {
    const started = await Promise.allSettled(this.#kernels.values());
    for (const each of started) if (each.status === 'fulfilled') await each.value.end();
  }
}

async function solved(lab: string): Promise<LabKernel> {
  const kernel = await LabKernel.start(lab, join(root, 'dist'));
  try {
    for (const { request } of new LabCells(await readFile(lab, 'utf8')).code) {
      const { error } = await kernel.run(request);
      if (error) throw new Error(`${lab}, line ${request.line + 1}: ${error.message}`);
    }
    return kernel;
  } catch (error) {
    await kernel.end();
    throw error;
  }
}
