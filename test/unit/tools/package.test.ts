import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { rendererTypes } from '../../../src/outputs/forms.ts';
import { commands, contexts, editors, notebook, settings, views, walkthroughs } from '../../../src/platform/ids.ts';
import { bundledPackages, notice } from '../../../tools/notice.mjs';

const root = join(import.meta.dirname, '..', '..', '..');
const text = (file: string) => readFileSync(join(root, file), 'utf8');
const manifestText = text('package.json');
const manifest = JSON.parse(manifestText);
const { contributes } = manifest;
const nls: Record<string, string> = JSON.parse(text('package.nls.json'));
const sources = globSync('src/**/*.{ts,tsx}', { cwd: root, exclude: ['src/platform/ids.ts'] }).map(text);

const sorted = (ids: readonly string[]) => [...ids].sort();
const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe('package.json', () => {
  it('declares the commands of the table', () => {
    const declared = contributes.commands.map(({ command }: { command: string }) => command);
    assert.deepEqual(sorted(declared), sorted(Object.values(commands)));
  });

  it('declares the views, the editor, the notebook and the settings of the tables', () => {
    assert.deepEqual(idsOf(contributes.viewsContainers.activitybar), [views.container]);
    assert.deepEqual(
      sorted(idsOf(contributes.views[views.container])),
      sorted([views.course, views.runs, views.variables, views.notes]),
    );
    assert.deepEqual(
      contributes.customEditors.map(({ viewType }: { viewType: string }) => viewType),
      [editors.deck],
    );
    assert.deepEqual(
      contributes.notebooks.map(({ type }: { type: string }) => type),
      [notebook.type],
    );
    assert.deepEqual(idsOf(contributes.notebookRenderer), [notebook.renderer, 'mlops-lab-terms']);
    assert.deepEqual(sorted(Object.keys(contributes.configuration.properties)), sorted(Object.values(settings)));
  });

  it('gives our renderer the kinds of output that we draw', () => {
    const [{ mimeTypes }] = contributes.notebookRenderer;
    assert.deepEqual(mimeTypes, rendererTypes);
  });

  it('uses in its conditions and menus nothing that the tables lack', () => {
    const known: string[] = [commands, views, walkthroughs, editors, settings, contexts].flatMap((table) =>
      Object.values(table),
    );
    const used = manifestText.match(/\bmlopsLab\.[\w.]+/g) ?? [];
    assert.deepEqual(
      [...new Set(used)].filter((id) => !known.includes(id)),
      [],
    );
  });

  it('names a text for every %key%, and package.nls.json holds no other', () => {
    const used = [...manifestText.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]!);
    assert.deepEqual(sorted([...new Set(used)]), sorted(Object.keys(nls)));
  });

  it('offers in its welcome texts commands that exist', () => {
    const linked = Object.values(nls).flatMap((value) =>
      [...value.matchAll(/\(command:([\w.]+)/g)].map((match) => match[1]!),
    );
    assert.ok(linked.length > 0);
    // VS Code's own; each view brings the command that shows it.
    const others = ['vscode.openFolder', 'workbench.trust.manage', `${views.course}.focus`];
    const known = [...Object.values<string>(commands), ...others];
    assert.deepEqual(
      linked.filter((id) => !known.includes(id)),
      [],
    );
  });

  it('has every id of the tables used by the code', () => {
    const tables = { commands, views, walkthroughs, editors, notebook, settings, contexts };
    const names = Object.entries(tables).flatMap(([table, ids]) => Object.keys(ids).map((key) => `${table}.${key}`));
    const used = new Set(sources.flatMap(idsUsedBy));
    // The container is the manifest's alone.
    const unused = names.filter((name) => !used.has(name));
    assert.deepEqual(unused, ['views.container']);
  });
});

/** `table.key` of each id that a source takes from the tables, under whatever name it imports them. */
function idsUsedBy(source: string): string[] {
  const imported = /import \{([^}]*)\} from '[./]*(?:platform\/)?ids\.ts'/.exec(source)?.[1] ?? '';
  return imported.split(',').flatMap((clause) => {
    const [table, alias = table] = clause.trim().split(' as ');
    return table
      ? [...source.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g'))].map((match) => `${table}.${match[1]}`)
      : [];
  });
}

describe('the VSIX', () => {
  const allowed = [
    /^dist\/(extension|yaml|course-author|course-load|course-clone|course-file|glossary|self-test|native-install|slide-notes|slides-view|lab-export|exercises|quiz-view|week-page|runs-view|quiz-file|quiz-author|course-reports|lab-types|cli|export|page|chart-image|kernel|kernel-control|runs-worker|typescript)\.js$/,
    /^dist\/mlops\/([\w-]+\.mjs|(tfjs-backend-wasm(-simd)?|engine-(relaxed|simd)|jpeg-turbo|mozjpeg_enc)\.wasm)$/,
    /^dist\/slides\/searchWorker\.mjs$/,
    /^dist\/types\/(version|(node|tensorflow|mlops-lab)\/index\.d\.ts)$/,
    /^syntaxes\/[\w-]+\.tmLanguage\.json$/,
    /^dist\/webview\/[\w.-]+\.(js|css|mjs)$/,
    /^dist\/webview\/(cmaps|standard_fonts|wasm)\/[\w.-]+$/,
    /^course\/(course\.yaml|(course|quiz)\.schema\.json|gallery\.lab\.ts|C\d\/W\d\/(quiz\.yaml|[\w-]+\.lab\.ts|deck\.(pdf|notes\.json|pages\.json)))$/,
    /^media\/([\w-]+\.(svg|png)|walkthrough\/\w+\.svg)$/,
    /^(package(\.nls)?\.json|README\.md|CHANGELOG\.md|LICENSE|NOTICE)$/,
  ];
  const pictures: { svg: string }[] = contributes.walkthroughs.flatMap(({ steps }: { steps: { media: object }[] }) =>
    steps.map(({ media }) => media),
  );
  let files: string[];

  before(async function () {
    // The packager looks through the whole folder, downloads of other tests in it included.
    this.timeout(120_000);
    files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  });

  it('holds only files of the allow-list', () => {
    assert.deepEqual(
      files.filter((file) => !allowed.some((pattern) => pattern.test(file))),
      [],
    );
  });

  it('holds no wrong answers to the exercises, of which there are files', () => {
    const isWrong = (file: string) => file.endsWith('.wrong.ts');
    assert.ok(globSync('course/**/*.wrong.ts', { cwd: root }).length > 0);
    assert.deepEqual(files.filter(isWrong), []);
  });

  it('holds what the manifest and the README lead to', () => {
    const wanted = ['main', 'icon']
      .map((key) => manifest[key])
      .concat(
        Object.values(manifest.exports),
        Object.values(manifest.bin),
        pictures.map(({ svg }) => svg),
      );
    const missing = wanted.map((path: string) => path.replace(/^\.\//, '')).filter((path) => !files.includes(path));
    assert.deepEqual(missing, []);
  });

  it('has pictures for the walkthrough that are small, follow the theme, and hold nothing that VS Code refuses', () => {
    for (const { svg } of pictures) {
      const picture = text(svg);
      assert.ok(picture.length < 15_000, `${svg} is ${picture.length} bytes.`);
      assert.match(picture, /var\(--vscode-editor-background\)/, svg);
      // Its page allows no styles and scripts within a picture, and loads nothing.
      assert.doesNotMatch(picture, /<(style|script|image|foreignObject)\b|\bstyle=|href/, svg);
    }
  });
});

describe('NOTICE', () => {
  it('is what the last build makes of its bundles', () => {
    assert.equal(text('NOTICE'), notice());
  });

  it('names every package that was bundled or copied, with a licence', () => {
    const packages = bundledPackages();
    assert.ok(packages.length > 10);
    const lines = new Set(text('NOTICE').split('\n'));
    for (const folder of packages) {
      const { name, version, license } = JSON.parse(text(join(folder, 'package.json')));
      assert.ok(lines.has(`${name} ${version} (${license})`), `${name} is not in NOTICE`);
    }
  });

  it('sees a bundled package in a metafile of any bundle', () => {
    const inputs = globSync('dist/meta/*.json', { cwd: root }).map((file) =>
      Object.keys(JSON.parse(text(file)).inputs),
    );
    const named = new Set(
      inputs.flat().map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(input)?.[1]),
    );
    named.delete(undefined);
    const packages = new Set(bundledPackages().map((folder) => folder.slice(folder.lastIndexOf('node_modules/') + 13)));
    assert.deepEqual(
      [...named].filter((name) => !packages.has(name!)),
      [],
    );
  });
});
