import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { dist, endKernels, run, startKernel } from './kernels.ts';

/** A folder of its own with a running kernel for `x.lab.ts` in it, for the tests of one `describe`. */
export class KernelLab {
  readonly workspace = realpathSync(mkdtempSync(join(tmpdir(), 'mlops-lab-semantics-')));
  readonly url = pathToFileURL(join(this.workspace, 'x.lab.ts')).href;
  #kernel: Kernel | undefined;

  /** Registers the hooks that start and end it. */
  static forTests(): KernelLab {
    const lab = new KernelLab();
    before(async () => {
      lab.#kernel = await startKernel({ dist, workspace: lab.workspace });
    });
    after(async () => {
      await endKernels();
      rmSync(lab.workspace, { recursive: true });
    });
    return lab;
  }

  /** Runs a cell whose first line is the file's eleventh. */
  run(source: string, line = 10) {
    assert.ok(this.#kernel);
    return run(this.#kernel, source, { line });
  }

  /** The text that a cell shows; a cell that fails fails the test. */
  async show(source: string): Promise<string> {
    const { status, error, text } = await this.run(source);
    assert.equal(status, 'succeeded', `${source}\n${error?.stack}`);
    return text.trimEnd();
  }

  /** The error of a cell that must fail. */
  async fail(source: string) {
    const { status, error, text } = await this.run(source);
    assert.equal(status, 'failed', `${source}\nshows ${text}`);
    assert.ok(error);
    // Its own files are named by what follows the folder.
    return { ...error, at: `${error.line}:${error.column}`, stack: error.stack.replaceAll(this.urlOf('.'), '') };
  }

  write(path: string, text: string): void {
    const file = join(this.workspace, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  urlOf(path: string): string {
    return new URL(path, this.url).href;
  }
}
