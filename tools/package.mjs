// npm run package: NOTICE and the VSIX, with its size against the budget.
import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { root, runTool } from './process.mjs';
import { ensure, reexec } from './setup.mjs';

await runTool(async () => {
  await ensure({ dev: false });
  await reexec();
  const { build, vsix, vsixBudget } = await import('./build.mjs');
  await build();
  const { writeNotice } = await import('./notice.mjs');
  writeNotice();
  const file = await vsix();
  const bytes = statSync(file).size;
  console.log(`${relative(root, file)}: ${(bytes / 1e6).toFixed(2)} MB of ${vsixBudget / 1e6} MB.`);
  return bytes > vsixBudget ? 1 : 0;
});
