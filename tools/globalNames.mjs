// node tools/globalNames.mjs: makes src/kernel/process/cells/globalNames.ts anew, from the lists of the npm package
// `globals`. Only whoever raises the version below needs to run it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { root, run, runTool, ToolError } from './process.mjs';

const source = 'globals@17.14.0';

/** Places to run that a library asks for: `typeof window`, `typeof importScripts`, `typeof define`. */
const places = [
  'browser',
  'worker',
  'sharedWorker',
  'serviceworker',
  'webextensions',
  'node',
  'commonjs',
  'amd',
  'builtin',
  'bunBuiltin',
  'denoBuiltin',
];
/** Runners of tests, which libraries ask for by these names alone; `test` and `expect` are a lab's own. */
const more = ['jest', 'vitest'];

await runTool(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-globals-'));
  try {
    const [{ filename }] = JSON.parse(await npm(['pack', source, '--json', '--pack-destination', folder]));
    if (await run('tar', ['xf', filename], { cwd: folder })) throw new ToolError(`${filename} could not be unpacked.`);
    const lists = JSON.parse(readFileSync(join(folder, 'package', 'globals.json'), 'utf8'));
    const names = [...new Set([...places.flatMap((place) => Object.keys(lists[place])), ...more])].sort();
    writeFileSync(join(root, 'src/kernel/process/cells/globalNames.ts'), text(names));
    console.log(`${names.length} names`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function text(names) {
  const lines = [''];
  for (const name of names) {
    if (`${lines.at(-1)} ${name}`.length > 118) lines.push('');
    lines[lines.length - 1] += `${lines.at(-1) ? ' ' : ''}${name}`;
  }
  return `/**
 * Names of globals: of browsers and their workers, of Node.js, Deno and Bun, of module systems. By these a package
 * finds out where it runs. Made by tools/globalNames.mjs from the npm package ${source} (MIT License).
 */
export const globalNames: ReadonlySet<string> = new Set(
  \`
${lines.join('\n')}
\`.match(/\\S+/g),
);
`;
}
