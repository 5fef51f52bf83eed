import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One pip command each; `%s` is the version of the first package of the first, so that the parts fit together. */
export interface Environment {
  readonly name: string;
  readonly requirements: readonly string[];
  /** Installed afterwards without what it asks for: what the comparison needs is in `requirements`. */
  readonly bare?: string;
}

/** Why there is no environment, when that is not a fault: no Python here, or no index that pip can reach. */
export class Unavailable extends Error {}

const folder = join(import.meta.dirname, '../../.cache/parity');
const isWindows = process.platform === 'win32';

/** The Python of a virtual environment with these packages, made once and kept in the git-ignored `.cache/`. */
export function pythonOf(environment: Environment): string {
  const home = join(folder, environment.name);
  const python = join(home, isWindows ? 'Scripts/python.exe' : 'bin/python');
  const stamp = join(home, 'ready.json');
  const wanted = JSON.stringify(environment);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run(hostPython(), ['-m', 'venv', home]);
  pip(python, environment.requirements);
  if (environment.bare) {
    const first = environment.requirements[0]!.replace(/[<>=!~].*/, '');
    const version = run(python, ['-c', `from importlib.metadata import version; print(version('${first}'))`]).trim();
    pip(python, ['--no-deps', environment.bare.replace('%s', version)]);
  }
  writeFileSync(stamp, wanted);
  return python;
}

function hostPython(): string {
  for (const name of ['python3', 'python']) {
    const { stdout } = spawnSync(name, ['-c', 'import sys; print(sys.version_info >= (3, 10))'], { encoding: 'utf8' });
    if (stdout?.trim() === 'True') return name;
  }
  throw new Unavailable('there is no Python 3.10 or newer to run pip with');
}

function pip(python: string, args: readonly string[]): void {
  const options = ['--quiet', '--only-binary', ':all:', '--retries', '2', '--disable-pip-version-check'];
  const result = spawnSync(python, ['-m', 'pip', 'install', ...options, ...args], { encoding: 'utf8' });
  if (result.status === 0) return;
  // An index that answers lists versions, even when none fits.
  if (/from versions: none|ConnectionError|ConnectTimeout|ReadTimeout/.test(result.stderr)) {
    throw new Unavailable(`pip cannot reach a package index: ${result.stderr.trim().split('\n').at(-1)}`);
  }
  throw new Error(`pip install ${args.join(' ')} failed: ${result.stderr}`);
}

/** Runs a program to its end and gives what it printed; throws with its stderr when it fails. */
export function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input?: string,
): string {
  const given = input === undefined ? {} : { input };
  const result = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env }, ...given });
  if (result.status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${result.error ?? result.stderr}`);
  return result.stdout;
}
