// npm run bench: every bench/*.bench.mjs in turn. Each prints its rows: what, measured, budget.
import { globSync } from 'node:fs';
import { root, run, runTool } from './process.mjs';
import { ensure, reexec } from './setup.mjs';

await runTool(async () => {
  await ensure({ dev: true });
  await reexec();
  const { vsix } = await import('./build.mjs');
  await vsix();
  let failed = 0;
  for (const file of globSync('bench/*.bench.mjs', { cwd: root }).sort())
    failed += (await run(process.execPath, [file])) ? 1 : 0;
  return failed ? 1 : 0;
});
