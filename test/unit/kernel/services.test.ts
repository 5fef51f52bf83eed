/** A service that a cell starts lives as long as its kernel, and holds up neither Stop nor an end. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kernel } from '../../../src/kernel/kernel.ts';
import type { Output } from '../../../src/kernel/protocol/outputs.ts';
import { dist, endKernels, run, startKernel } from '../kernels.ts';

const begin = `import { service } from 'mlops-lab/serving';
const greeter = service({ title: 'Greeter' });
greeter.get('/', () => { console.log('asked'); return 'hello'; });
greeter.get('/never', () => new Promise(() => {}));
const greeting = await greeter.listen();`;

describe('a service in a lab', function () {
  this.timeout(60_000);
  const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-services-'));
  let kernel: Kernel;
  before(async () => {
    kernel = await startKernel({ dist, workspace });
  });
  after(async () => {
    await endKernels();
    rmSync(workspace, { recursive: true });
  });
  const told = async (source: string) => {
    const { text, error } = await run(kernel, source);
    assert.equal(error, undefined, error?.stack);
    return text;
  };
  const urlOf = (text: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(text)![0];
  /** Runs a cell until it has printed an address, and stops it. */
  const stopped = (source: string): Promise<{ url: string; stage: string | undefined }> =>
    new Promise((resolve, reject) => {
      let url: string | undefined;
      const output = (shown: Output) => {
        if (url || shown.kind !== 'stream') return;
        url = urlOf(shown.text);
        kernel.interrupt().catch(reject);
      };
      kernel
        .execute({ cellId: 'stopped', source, line: 10 }, { output })
        .then(({ stage }) => resolve({ url: url!, stage }))
        .catch(reject);
    });

  it('shows its address and how it ends, and answers later cells and other programs', async () => {
    const shown = await told(`${begin}\ngreeting`);
    assert.match(shown, /“Greeter” answers at http:\/\/127\.0\.0\.1:\d+, .* ends by stop\(\) or with the kernel/);
    assert.equal(await (await fetch(urlOf(shown))).json(), 'hello');
    assert.match(await told('console.log(await (await fetch(greeting.url)).json(), greeting.log.length)'), /hello 2/);
  });

  it('gives way to the service of its cell when that is run again', async () => {
    const url = urlOf(await told('greeting'));
    const again = urlOf(await told(`${begin}\ngreeting`));
    await assert.rejects(fetch(url));
    assert.equal(await (await fetch(again)).json(), 'hello');
  });

  it('outlives the stop of a cell that waits for its answer', async () => {
    const { url } = await stopped("console.log(greeting.url); await fetch(greeting.url + '/never')");
    assert.equal(await (await fetch(url)).json(), 'hello');
    assert.match(await told('1 + 1'), /2/);
  });

  it('ends when the cell that began it is stopped', async () => {
    const { url, stage } = await stopped(`${begin}\nconsole.log(greeting.url); await new Promise(() => {})`);
    assert.equal(stage, 'cooperative');
    await assert.rejects(fetch(url));
    assert.match(await told(`${begin}\nconsole.log(await (await fetch(greeting.url)).json())`), /hello/);
  });

  it('ends when the cell that began it is broken off', async () => {
    const { url, stage } = await stopped(`${begin}\nconsole.log(greeting.url); await null; for (;;);`);
    assert.equal(stage, 'terminated');
    await assert.rejects(fetch(url));
    assert.match(await told(`${begin}\nconsole.log(await (await fetch(greeting.url)).json())`), /hello/);
  });

  it('ends with the kernel, which it does not keep', async () => {
    const url = urlOf(await told(`${begin}\nvoid fetch(greeting.url + '/never').catch(() => 0)\ngreeting`));
    await kernel.shutdown();
    await assert.rejects(fetch(url));
  });
});
