// npm run lab -- C2_W2_Lab_1 [--starter …]: a lab in the terminal, with its copy and its runs in .workspace/.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, runTool } from './process.mjs';
import { ensure, reexec } from './setup.mjs';

await runTool(async () => {
  await ensure({ dev: false });
  await reexec();
  const { build } = await import('./build.mjs');
  await build();
  const workspace = join(root, '.workspace');
  mkdirSync(workspace, { recursive: true });
  // The learner's own arguments come last: they may name another folder.
  return run(process.execPath, ['dist/cli.js', 'run', '--workspace', workspace, ...process.argv.slice(2)]);
});
