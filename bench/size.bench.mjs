// Sizes of the bundles and of the VSIX, of the production build.
import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { vsix, vsixBudget } from '../tools/build.mjs';
import { root } from '../tools/process.mjs';
import { print } from './rows.mjs';

const kB = 1000;
const meta = join(root, 'dist', 'meta');

const bundles = globSync('*.json', { cwd: meta, exclude: ['copies.json'] })
  .sort()
  .map((file) => {
    const { outputs } = JSON.parse(readFileSync(join(meta, file), 'utf8'));
    const bytes = Object.entries(outputs).reduce(
      (sum, [name, output]) => sum + (/\.m?js$/.test(name) ? output.bytes : 0),
      0,
    );
    const name = basename(file, '.json');
    // The budgets of the other bundles are kept by the build itself.
    return { what: name, measured: bytes / kB, ...(name === 'extension' ? { budget: 300 } : {}), unit: 'kB' };
  });
const bytes = statSync(await vsix()).size;

print('Size, minified', [...bundles, { what: 'VSIX', measured: bytes / kB, budget: vsixBudget / kB, unit: 'kB' }]);
