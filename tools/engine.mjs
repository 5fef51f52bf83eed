// The engine's two binaries, by AssemblyScript: with fused products (relaxed SIMD) and without. Compiled where a source
// is newer, and held to what the engine promises: it imports a memory and nothing else, and keeps nothing of its own there.
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sectionIds, sectionsOf } from '../src/mlops/tensorflow/engine/binary.ts';
import { root, ToolError } from './process.mjs';
import { ensure } from './setup.mjs';

const source = 'src/mlops/tensorflow/engine/assembly';
const folder = join(root, '.cache', 'engine');

/** Bytes. */
export const engineBudget = 80_000;

/** The features that a binary asks of WebAssembly, by the name of its file. */
const variants = { relaxed: 'simd,bulk-memory,threads,relaxed-simd', simd: 'simd,bulk-memory,threads' };

const options =
  '-O3 --noAssert --runtime stub --importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536 --use abort=';

/**
 * Compiles what is older than its sources.
 * @returns {Promise<string[]>} the paths of the binaries, below the root
 * @throws {ToolError} with the compiler's words, or with the promise that a binary breaks
 */
export async function buildEngine() {
  mkdirSync(folder, { recursive: true });
  const newest = Math.max(...[...globSync(`${source}/*.ts`, { cwd: root }), 'tools/engine.mjs'].map(timeOf));
  const files = [];
  for (const [name, features] of Object.entries(variants)) {
    const file = `.cache/engine/engine-${name}.wasm`;
    if (timeOf(file) < newest) await compile(file, features);
    files.push(file);
  }
  return files;
}

async function compile(file, features) {
  // A checkout that was just pulled may lack the compiler.
  await ensure({ dev: existsSync(join(root, 'node_modules', 'mocha')) });
  const { default: asc } = await import('assemblyscript/asc');
  const part = `${file}.${process.pid}`;
  const args = [`${source}/index.ts`, '-o', part, ...options.split(' '), '--enable', features];
  const { error, stderr } = await asc.main(args, {
    baseDir: root,
    readFile: (path, base) => (existsSync(join(base, path)) ? readFileSync(join(base, path), 'utf8') : null),
    writeFile: (path, contents, base) => writeFileSync(join(base, path), contents),
  });
  if (error) throw new ToolError(`The engine does not compile.\n${stderr}`);
  const faults = faultsOf(readFileSync(join(root, part)));
  if (faults.length) throw new ToolError(`${file}: ${faults.join(' ')}`);
  // Only once it is whole: several test processes may look for it at once.
  renameSync(join(root, part), join(root, file));
}

/** What a binary does against the engine's promises, in sentences; none where it keeps them. */
export function faultsOf(binary) {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(binary));
  const sections = new Set(sectionsOf(binary).map(({ id }) => id));
  const names = imports.map(({ module, name, kind }) => `${kind} ${module}.${name}`);
  return [
    names.join() !== 'memory env.memory' && `It imports ${names.join(', ') || 'nothing'}, not the memory alone.`,
    (sections.has(sectionIds.data) || sections.has(sectionIds.dataCount)) &&
      'It has a data segment, which would overwrite the memory it is given: use no string and no static array.',
    globalsOf(binary) > 2 &&
      'It has other globals than the two of control.ts, a stack pointer perhaps: its threads would write over each other.',
    sections.has(sectionIds.start) && 'It runs code as it is loaded: initialize globals by constants.',
    binary.length > engineBudget && `It has ${binary.length} bytes, over its budget of ${engineBudget}.`,
  ].filter((fault) => fault !== false);
}

function globalsOf(binary) {
  return sectionsOf(binary).find(({ id }) => id === sectionIds.globals)?.body[0] ?? 0;
}

/** 0 where no file is there. */
function timeOf(file) {
  return existsSync(join(root, file)) ? statSync(join(root, file)).mtimeMs : 0;
}
