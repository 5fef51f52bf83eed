import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { skip } from '../skip.ts';
import { pythonOf, run, Unavailable } from './python.ts';

const environment = {
  name: 'plot',
  requirements: ['scikit-learn==1.9.1', 'scipy==1.17.1', 'numpy==2.4.6'],
};

/** The unit tests hold our numbers against this file; here scikit-learn makes it again. */
describe('The fixture of scikit-learn', function () {
  this.timeout(300_000);

  for (const name of ['plot', 'metrics']) {
    it(`of ${name} is what it answers today`, function () {
      const python = pythonOrSkip(this);
      const fresh: unknown = JSON.parse(run(python, [join(import.meta.dirname, `${name}.py`)]));
      const file = join(import.meta.dirname, `../fixtures/${name}/scikit-learn.json`);
      close(fresh, JSON.parse(readFileSync(file, 'utf8')), 'fixture');
    });
  }

  function pythonOrSkip(context: Mocha.Context): string {
    try {
      return pythonOf(environment);
    } catch (error) {
      if (error instanceof Unavailable) skip(context, error.message);
      throw error;
    }
  }
});

/** Equal but for the last bits of numbers, which differ between machines. */
function close(fresh: unknown, kept: unknown, where: string): void {
  if (typeof fresh === 'number' && typeof kept === 'number') {
    assert.ok(Math.abs(fresh - kept) <= 1e-9, `${where}: ${fresh} is not ${kept}`);
  } else if (typeof fresh === 'object' && fresh !== null) {
    assert.deepEqual(Object.keys(fresh), Object.keys(kept as object), where);
    for (const [key, value] of Object.entries(fresh))
      close(value, (kept as Record<string, unknown>)[key], `${where}.${key}`);
  } else {
    assert.equal(fresh, kept, where);
  }
}
