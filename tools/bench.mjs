// npm run bench: every bench/*.bench.mjs in turn. Each prints its rows: what, measured, budget.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, runTool } from './process.mjs';
import { ensure, reexec } from './setup.mjs';

await runTool(async () => {
  await ensure({ dev: true });
  await reexec();
  const { vsix } = await import('./build.mjs');
  await vsix();
  let failed = 0;
  const names = readdirSync(join(root, 'bench')).filter((name) => name.endsWith('.bench.mjs'));
  for (const name of names.sort()) failed += (await run(process.execPath, [`bench/${name}`])) ? 1 : 0;
  return failed ? 1 : 0;
});
