// npm run bench: every bench/*.bench.mjs in turn, or those named: `npm run bench -- stop kernel`. Each prints its rows.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, runTool, ToolError } from './process.mjs';
import { ensure, reexec } from './setup.mjs';

await runTool(async () => {
  await ensure({ dev: true });
  await reexec();
  const { vsix } = await import('./build.mjs');
  await vsix();
  let failed = 0;
  const wanted = process.argv.slice(2);
  const names = readdirSync(join(root, 'bench')).filter(
    (name) => name.endsWith('.bench.mjs') && (wanted.length === 0 || wanted.includes(name.replace('.bench.mjs', ''))),
  );
  if (names.length < wanted.length)
    throw new ToolError(`There is no bench/${wanted.join('.bench.mjs or bench/')}.bench.mjs.`);
  for (const name of names.sort()) failed += (await run(process.execPath, [`bench/${name}`])) ? 1 : 0;
  return failed ? 1 : 0;
});
