/** The binding between Node.js and TensorFlow: tfjs-node's C++ sources, compiled without node-gyp. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { t } from '../../platform/l10n.ts';
import { Obstacle } from './obstacle.ts';
import type { Way } from './pins.ts';
import { findProgram, ProgramError, runProgram } from './programs.ts';
import { missingSymbols, tensorflowSymbols } from './symbols.ts';
import { bindingOf, librariesOf, packageFolder, tfjsNodeFolder, type Work } from './work.ts';

/** The libraries' file names, as the loader knows them. */
const libraries: Readonly<Record<Way, readonly string[]>> = {
  libtensorflow: ['libtensorflow.so.2', 'libtensorflow_framework.so.2'],
  wheel: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
};

/** The C++ compiler of this machine. @throws Obstacle when there is none */
export async function findCompiler(signal?: AbortSignal): Promise<string> {
  const chosen = process.env.CXX;
  const compiler = await findProgram([...(chosen ? [chosen] : []), 'g++', 'clang++', 'c++'], ['--version'], signal);
  if (compiler) return compiler;
  throw new Obstacle(t('no C++ compiler was found: install g++ or clang++'));
}

/** Checks that the libraries have all that the binding calls, then compiles it. @throws Obstacle */
export async function compileBinding(work: Work, way: Way, compiler: string): Promise<void> {
  const { folder, signal, report } = work;
  const home = librariesOf(folder, way);
  const files = libraries[way].map((name) => join(home, 'lib', name));
  report(t('Checking the symbols of TensorFlow'));
  const missing = await missingSymbols(files, tensorflowSymbols, signal);
  if (missing?.length) {
    throw new Obstacle(t('this TensorFlow lacks {0} functions of its C API, such as {1}', missing.length, missing[0]!));
  }
  report(t('Compiling the binding'));
  const output = bindingOf(folder);
  await mkdir(dirname(output), { recursive: true });
  await runProgram(compiler, [...compilerFlags(folder, home, way), ...files, '-o', output], { signal }).catch(
    (error: unknown) => {
      if (!(error instanceof ProgramError)) throw error;
      throw new Obstacle(t('{0} could not compile the binding ({1})', compiler, firstError(error)), { cause: error });
    },
  );
}

/** What the package's `binding.gyp` and node-gyp would say for Linux. */
function compilerFlags(folder: string, home: string, way: Way): string[] {
  const source = tfjsNodeFolder(folder);
  const include = [source, join(home, 'include'), join(packageFolder(folder, 'node-api-headers'), 'include')];
  return [
    ...['-std=c++17', '-O3', '-fPIC', '-pthread', '-fno-rtti', '-fno-exceptions', '-DNAPI_VERSION=8'],
    ...include.map((path) => `-I${path}`),
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(source, 'binding', name)),
    // `now`: a binding that misses a symbol fails when it is loaded, not in the middle of a lab.
    ...['-shared', '-Wl,-z,now', `-Wl,-rpath,$ORIGIN/../../deps/${way}/lib`],
  ];
}

function firstError({ stderr, lastWords }: ProgramError): string {
  return /^.*\berror: .*$/m.exec(stderr)?.[0] ?? lastWords;
}
