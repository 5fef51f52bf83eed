import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { starterText } from '../../../src/labs/exercise.ts';
import { writeTypes } from '../../../src/labs/typings.ts';
import { UserError } from '../../../src/platform/errors.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const shipped = join(root, 'dist', 'types');
const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

describe('types for labs that are open as text', function () {
  this.timeout(60_000);
  let workspace: string;
  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-types-'));
  });
  afterEach(() => rmSync(workspace, { recursive: true }));

  const lab = (name: string, text: string) => {
    mkdirSync(join(workspace, 'labs'), { recursive: true });
    const path = join(workspace, 'labs', name);
    writeFileSync(path, text);
    return path;
  };

  it('every lab, its starter and what a lab may import show no error, strictly checked', async () => {
    await writeTypes(workspace, shipped);
    const labs = globSync(['course/**/*.lab.ts', 'test/fixtures/exercises.lab.ts'], { cwd: root });
    assert.ok(labs.length > 1);
    for (const path of labs) {
      const name = basename(path, '.lab.ts');
      lab(`${name}.solution.lab.ts`, read(join(root, path)));
      lab(`${name}.starter.lab.ts`, starterText(read(join(root, path))));
    }
    lab('no-imports.lab.ts', '// %%\nconst rows = [1];\nawait Promise.resolve(rows);\n');
    lab('helper.ts', 'export const two = 2;\n');
    lab(
      'imports.lab.ts',
      `import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs';
import { line } from 'mlops-lab/plot';
import { two } from './helper.ts';
const rows: string = await readFile('x', 'utf8');
const rank: tf.Rank = tf.Rank.R2;
const summed: tf.Tensor = tf.tensor2d([[two]]).add(1).sum();
const kept: tf.Variable = tf.variable(summed);
line({ title: rows, xLabel: rank, yLabel: process.version, y: kept.arraySync() as number[] });
`,
    );
    assert.deepEqual(errorsIn(workspace), []);
  });

  it('wrong calls are errors, where they stand', async () => {
    await writeTypes(workspace, shipped);
    lab(
      'wrong.lab.ts',
      `import * as tf from '@tensorflow/tfjs-node';
import { display } from 'mlops-lab/lab';
import { line } from 'mlops-lab/plot';
tf.layers.dense({ units: '16' });
tf.tensor1d([1]).ad(2);
line({ title: 1 });
document.title;
import 'mlops-lab/nonsense';
import { Tensor } from '@tensorflow/tfjs-core/dist/tensor';
enum Colour { Red }
display();
tf.tensor1d([1]).matMul(new Date());
`,
    );
    assert.deepEqual(errorsIn(workspace), [
      "4: Type 'string' is not assignable to type 'number'.",
      "5: Property 'ad' does not exist on type 'Tensor1D'.",
      "6: Type 'number' is not assignable to type 'string'.",
      "7: Cannot find name 'document'. Do you need to change your target library? Try changing the 'lib' compiler option to include 'dom'.",
      "8: Cannot find module or type declarations for side-effect import of 'mlops-lab/nonsense'.",
      "9: Cannot find module '@tensorflow/tfjs-core/dist/tensor' or its corresponding type declarations.",
      "10: This syntax is not allowed when 'erasableSyntaxOnly' is enabled.",
      '11: Expected 1 arguments, but got 0.',
      "12: Argument of type 'Date' is not assignable to parameter of type 'Tensor<Rank> | TensorLike'.",
    ]);
  });

  it('completes layers, tensors, charts and modules, with their documentation', async () => {
    await writeTypes(workspace, shipped);
    const text = `import * as tf from '@tensorflow/tfjs-node';
import * as plot from 'mlops-lab/plot';
tf.layers./*1*/;
plot./*2*/;
tf.tensor1d([1])./*3*/;
import {} from '';
`;
    const service = languageService(workspace, lab('complete.lab.ts', text));
    const at = (place: string) => service.completions(text.indexOf(place))?.entries.map(({ name }) => name) ?? [];
    assertIncludes(at('/*1*/'), ['dense', 'conv2d', 'lstm', 'embedding']);
    assertIncludes(at('/*2*/'), ['line']);
    assertIncludes(at('/*3*/'), ['add', 'matMul', 'dataSync', 'print']);
    const quotes = text.lastIndexOf("''");
    const importable = service.completions(quotes + 1)?.entries.map(({ name }) => name) ?? [];
    assertIncludes(importable, ['@tensorflow/tfjs-node', 'mlops-lab/plot', 'mlops-lab/transform', 'node:fs']);
    assert.match(service.documentation(text.indexOf('/*1*/'), 'dense'), /dense \(fully connected\) layer/);
  });

  it('writes once, again for another version, and never over a person’s own files', async () => {
    assert.equal(await writeTypes(workspace, shipped), true);
    assert.equal(await writeTypes(workspace, shipped), false);
    const stamp = join(workspace, '.mlops-lab/types/version');
    writeFileSync(stamp, 'another');
    const declarations = join(workspace, '.mlops-lab/types/node/index.d.ts');
    writeFileSync(declarations, 'old');
    writeFileSync(join(workspace, 'labs/tsconfig.json'), '{ "mine": true }');
    assert.equal(await writeTypes(workspace, shipped), true);
    assert.equal(read(stamp), read(shipped, 'version'));
    assert.equal(read(declarations), read(shipped, 'node/index.d.ts'));
    assert.equal(read(workspace, 'labs/tsconfig.json'), '{ "mine": true }');
    writeFileSync(join(workspace, '.mlops-lab/tsconfig.json'), '{ "mine": 2 }');
    assert.equal(await writeTypes(workspace, shipped), false);
    assert.equal(read(workspace, '.mlops-lab/tsconfig.json'), '{ "mine": 2 }');
  });

  it('is not seen by git', async () => {
    await writeTypes(workspace, shipped);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: workspace, encoding: 'utf8' });
    git('init', '--quiet');
    assert.deepEqual(git('status', '--porcelain', '--untracked-files=all').trim().split('\n').sort(), [
      '?? .mlops-lab/tsconfig.json',
      '?? labs/tsconfig.json',
    ]);
  });

  it('says so when the folder cannot be written', async () => {
    writeFileSync(join(workspace, '.mlops-lab'), 'a file');
    await assert.rejects(
      writeTypes(workspace, shipped),
      (error) => error instanceof UserError && error.code === 'types-failed',
    );
  });
});

/** `line: message` of every error TypeScript finds in `labs/` with the tsconfig.json there. */
function errorsIn(workspace: string): string[] {
  const { fileNames, options } = labsConfig(workspace);
  const program = ts.createProgram(fileNames, options);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start ?? 0).line + 1 : 0;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0]}`;
  });
}

function labsConfig(workspace: string): ts.ParsedCommandLine {
  const host = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: () => assert.fail('labs/tsconfig.json cannot be read'),
  };
  const parsed = ts.getParsedCommandLineOfConfigFile(join(workspace, 'labs', 'tsconfig.json'), {}, host);
  assert.ok(parsed);
  assert.deepEqual(parsed.errors, []);
  return parsed;
}

interface Service {
  completions(position: number): ts.CompletionInfo | undefined;
  documentation(position: number, name: string): string;
}

function languageService(workspace: string, file: string): Service {
  const { options } = labsConfig(workspace);
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const text = ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => workspace,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
  return {
    completions: (position) => service.getCompletionsAtPosition(file, position, {}),
    documentation: (position, name) => {
      const details = service.getCompletionEntryDetails(file, position, name, {}, undefined, {}, undefined);
      return ts.displayPartsToString(details?.documentation);
    },
  };
}

function assertIncludes(found: readonly string[], wanted: readonly string[]): void {
  assert.deepEqual(
    wanted.filter((name) => !found.includes(name)),
    [],
    `not among ${found.length} completions`,
  );
}
