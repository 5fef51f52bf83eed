import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { overrides, rooms } from '../../../tools/layers.mjs';
import { type Metafile, rules, violations } from './metafiles.ts';

const root = join(import.meta.dirname, '..', '..', '..');

type Plant = readonly [file: string, statement: string];

/** Imports that a layer forbids. */
const planted: readonly Plant[] = [
  ['src/extension.ts', `import './labs/browser/x.ts'`],
  ['src/extension.ts', `import './kernel/process/x.ts'`],
  ['src/cli.ts', `import 'vscode'`],
  ['src/cli/x.ts', `import '../labs/view/x.ts'`],
  ['src/platform/x.ts', `import 'vscode'`],
  ['src/platform/x.ts', `import './view/x.ts'`],
  ['src/platform/x.ts', `import '../course/x.ts'`],
  ['src/platform/x.ts', `import '../mlops/x.ts'`],
  ['src/platform/view/x.ts', `import '../../labs/x.ts'`],
  ['src/platform/view/x.ts', `import '../browser/x.ts'`],
  ['src/platform/browser/x.ts', `import 'node:fs'`],
  ['src/platform/browser/x.ts', `import '../../slides/contract.ts'`],
  ['src/course/x.ts', `import 'vscode'`],
  ['src/course/x.ts', `import './view/x.ts'`],
  ['src/course/x.ts', `import '../kernel/x.ts'`],
  ['src/course/x.ts', `import '../labs/x.ts'`],
  ['src/kernel/x.ts', `import 'vscode'`],
  ['src/kernel/x.ts', `import './process/x.ts'`],
  ['src/kernel/x.ts', `import '../course/x.ts'`],
  ['src/kernel/process/x.ts', `import '../../labs/x.ts'`],
  ['src/kernel/process/x.ts', `import 'vscode'`],
  ['src/slides/x.ts', `import 'vscode'`],
  ['src/slides/x.ts', `import '../labs/x.ts'`],
  ['src/labs/x.ts', `import '../runs/x.ts'`],
  ['src/labs/x.ts', `import '../kernel/process/x.ts'`],
  ['src/labs/x.ts', `import '../outputs/browser/x.ts'`],
  ['src/outputs/x.ts', `import '../labs/x.ts'`],
  ['src/outputs/x.ts', `import './browser/x.ts'`],
  ['src/shared/x.ts', `import '../course/x.ts'`],
  ['src/slides/x.ts', `import '../course/x.ts'`],
  ['src/runs/x.ts', `import '../slides/x.ts'`],
  ['src/runs/x.ts', `import './view/x.ts'`],
  ['src/labs/view/x.ts', `import '../../outputs/browser/x.ts'`],
  // A view may see the plain code and the views of its own room and of those below it, like plain code.
  ['src/labs/view/x.ts', `import '../../slides/view/x.ts'`],
  ['src/labs/view/x.ts', `import '../../runs/reader.ts'`],
  ['src/course/view/x.ts', `import '../../labs/session/x.ts'`],
  ['src/kernel/view/x.ts', `import '../../labs/session/x.ts'`],
  ['src/outputs/view/x.ts', `import '../../labs/view/x.ts'`],
  ['src/labs/view/x.ts', `import '../../kernel/process/x.ts'`],
  ['src/outputs/browser/x.ts', `import 'vscode'`],
  ['src/outputs/browser/x.ts', `import 'node:path'`],
  ['src/outputs/browser/x.ts', `import '../view/x.ts'`],
  ['src/outputs/browser/x.ts', `import '../../runs/contract.ts'`],
  ['src/mlops/x.ts', `import 'vscode'`],
  ['src/mlops/x.ts', `import '../platform/errors.ts'`],
  ['src/mlops/tracking/x.ts', `import '../../kernel/protocol/x.ts'`],
  // Types alone and imports at run time are held to the same.
  ['src/labs/x.ts', `import type { X } from '../runs/x.ts'; export type Y = X`],
  ['src/mlops/x.ts', `export const x = import('../platform/errors.ts')`],
  ['src/course/x.ts', `export * from '../labs/x.ts'`],
];

/** Imports that the layers allow, one for each direction of the arrows. */
const allowed: readonly Plant[] = [
  ['src/extension.ts', `import 'vscode'; import './labs/view/x.ts'`],
  ['src/cli/x.ts', `import '../labs/x.ts'; import '../course/x.ts'`],
  [
    'src/labs/view/x.ts',
    `import 'vscode'; import '../x.ts'; import '../../shared/x.ts'; import '../../outputs/view/x.ts'; import '../../platform/view/x.ts'`,
  ],
  [
    'src/labs/x.ts',
    `import 'node:fs'; import '../shared/x.ts'; import '../outputs/x.ts'; import '../kernel/protocol/x.ts'; import '../mlops/host.ts'`,
  ],
  ['src/outputs/browser/x.ts', `import '../contract.ts'; import '../../platform/browser/x.ts'`],
  ['src/kernel/process/x.ts', `import './y.ts'; import '../protocol/x.ts'; import '../../mlops/host.ts'`],
];

describe('layers', () => {
  describe('as Biome sees them in the source', () => {
    let folder: string;
    /** `file:line` of each restricted import that Biome reports. */
    let reported: Set<string>;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'mlops-lab-layers-'));
      for (const name of ['biome.json', 'biome.layers.json']) await cp(join(root, name), join(folder, name));
      await cp(join(root, '.gitignore'), join(folder, '.gitignore'));
      for (const file of new Set([...planted, ...allowed].map(([name]) => name))) {
        await mkdir(dirname(join(folder, file)), { recursive: true });
        await writeFile(
          join(folder, file),
          plantsIn(file)
            .map(([, statement]) => `${statement};\n`)
            .join(''),
        );
      }
      reported = await restrictedImports(folder);
    });
    after(() => rm(folder, { recursive: true, force: true }));

    it('the rules are those of tools/layers.mjs', async () => {
      const written = JSON.parse(await readFile(join(root, 'biome.layers.json'), 'utf8')) as unknown;
      assert.deepEqual(written, { overrides: overrides() });
    });

    it('every folder of src is a room of the table, or an entry', async () => {
      const found = (await readdir(join(root, 'src'), { withFileTypes: true })).filter((each) => each.isDirectory());
      assert.deepEqual(found.map(({ name }) => name).sort(), [...Object.keys(rooms), 'cli'].sort());
    });

    for (const plant of planted) {
      it(`${plant[0]} must not: ${plant[1]}`, () => assert.ok(reported.has(place(plant))));
    }
    for (const plant of allowed) {
      it(`${plant[0]} may: ${plant[1]}`, () => assert.ok(!reported.has(place(plant))));
    }
  });

  describe('as esbuild saw them in the bundles', () => {
    it('every bundle keeps its rule', async () => {
      const folder = join(root, 'dist', 'meta');
      const names = (await readdir(folder)).map((file) => basename(file, '.json')).filter((name) => name !== 'copies');
      assert.deepEqual(names.sort(), Object.keys(rules).sort());
      const found = await Promise.all(names.map(async (name) => violations(name, await metafile(folder, name))));
      assert.deepEqual(found.flat(), []);
    });

    const holding = (path: string, ...imports: string[]): Metafile => ({
      inputs: { [path]: { imports: imports.map((name) => ({ path: name, external: true })) } },
    });
    const wrong: readonly (readonly [bundle: string, metafile: Metafile])[] = [
      ['extension', holding('src/kernel/process/main.ts')],
      ['extension', holding('src/outputs/browser/renderer.ts')],
      ['cli', holding('src/labs/session/report.ts', 'vscode')],
      ['cli', holding('src/labs/view/labsView.ts')],
      ['kernel', holding('src/labs/view/labsView.ts')],
      ['mlops', holding('src/platform/errors.ts')],
      ['mlops', holding('src/mlops/lab.ts', 'vscode')],
      ['webview', holding('src/runs/view/runPage.ts')],
      ['unheard-of', holding('src/x.ts')],
    ];
    for (const [bundle, meta] of wrong) {
      it(`reports ${Object.keys(meta.inputs)[0]} in ${bundle}`, () => assert.equal(violations(bundle, meta).length, 1));
    }
  });
});

/** What is planted in one file, one a line. */
function plantsIn(file: string): Plant[] {
  return [...planted, ...allowed].filter(([name]) => name === file);
}

/** `file:line` of a plant. */
function place(plant: Plant): string {
  return `${plant[0]}:${plantsIn(plant[0]).indexOf(plant) + 1}`;
}

async function metafile(folder: string, name: string): Promise<Metafile> {
  return JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as Metafile;
}

async function restrictedImports(folder: string): Promise<Set<string>> {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [biome, 'lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', 'src'];
  const stdout = await new Promise<string>((resolve) =>
    execFile(process.execPath, args, { cwd: folder }, (_, out) => resolve(out)),
  );
  const report = JSON.parse(stdout) as { diagnostics: { location: { path: string; start: { line: number } } }[] };
  return new Set(report.diagnostics.map(({ location: { path, start } }) => `${path}:${start.line}`));
}
