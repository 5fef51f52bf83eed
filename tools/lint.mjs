// npm run lint: Biome (style, faults, layers) and the type check.
import { join } from 'node:path';
import { root, run, runTool } from './process.mjs';
import { ensure, reexec } from './setup.mjs';

await runTool(async () => {
  await ensure({ dev: true });
  await reexec();
  const modules = join(root, 'node_modules');
  const codes = [
    await run(process.execPath, [join(modules, '@biomejs', 'biome', 'bin', 'biome'), 'ci', '--error-on-warnings']),
    await run(process.execPath, [join(modules, 'typescript', 'bin', 'tsc'), '-p', '.']),
  ];
  return codes.every((code) => code === 0) ? 0 : 1;
});
