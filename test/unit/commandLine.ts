/** The built program, run as another program would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly child: ChildProcess;
  readonly answer: Promise<Answer>;
  /** Resolves when what was printed so far matches; rejects when the program ends before. */
  printed(pattern: RegExp): Promise<void>;
}

/**
 * @param packageFolder holds the dist/ whose program is run
 * @param env beside that of the tests
 */
export function start(args: readonly string[], packageFolder = root, env: NodeJS.ProcessEnv = {}): Program {
  const child = spawn(process.execPath, [join(packageFolder, 'dist/cli.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // What these tests expect must not hang on what is installed; test/parity has the tests on native TensorFlow.
    env: { ...process.env, MLOPS_LAB_NATIVE: join(root, 'test', 'fixtures'), ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const answer = new Promise<Answer>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  const printed = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => pattern.test(stdout + stderr) && resolve();
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.on('close', () => reject(new Error(`${pattern} was never printed:\n${stdout}${stderr}`)));
      look();
    });
  return { child, answer, printed };
}

export function cli(...args: string[]): Promise<Answer> {
  return start(args).answer;
}
