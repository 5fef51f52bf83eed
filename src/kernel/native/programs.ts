/** Programs of the machine that an installation needs. */
import { spawn } from 'node:child_process';
import { parse } from 'node:path';

export interface ProgramOptions {
  readonly signal?: AbortSignal | undefined;
  /** By default the neutral folder. */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A program that could not be started, or that failed; `stderr` holds what it said, at most its last 100,000 characters. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
  readonly stderr: string;
  /** The program is not there, or may not be run. */
  readonly notFound: boolean;

  constructor(message: string, stderr: string, notFound: boolean) {
    super(message);
    this.stderr = stderr;
    this.notFound = notFound;
  }

  get firstWords(): string {
    return this.stderr.trimStart().split('\n')[0]?.trim() || this.message;
  }

  /** The last line that says something: where most programs put what matters. */
  get lastWords(): string {
    return this.stderr.trimEnd().split('\n').at(-1)?.trim() || this.message;
  }
}

const keptCharacters = 100_000;

/**
 * Where programs start: a folder into which only an administrator writes. Python imports modules from the folder it
 * starts in, and a relative entry of PATH leads there; ours may be a folder that a stranger has made.
 */
export const neutralFolder = parse(process.execPath).root;

/**
 * Runs a program to its end; resolves with what it printed on stdout.
 * @throws ProgramError, or the signal's reason when it was stopped
 */
export function runProgram(
  command: string,
  args: readonly string[],
  { signal, ...options }: ProgramOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, { stdio, cwd: neutralFolder, ...options, ...(signal && { signal }) });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-keptCharacters);
    });
    child.once('error', (error) =>
      reject(signal?.aborted ? signal.reason : new ProgramError(error.message, stderr, true)),
    );
    child.once('close', (code, by) => {
      if (code === 0) resolve(stdout);
      else reject(new ProgramError(`${command} ended with ${by ?? `exit code ${code}`}`, stderr, false));
    });
  });
}

/** The first of `commands` that runs with these arguments; `undefined` when there is none. */
export async function findProgram(
  commands: readonly string[],
  probe: readonly string[],
  signal?: AbortSignal,
): Promise<string | undefined> {
  for (const command of commands) {
    const found = await runProgram(command, probe, { signal }).then(
      () => true,
      () => false,
    );
    signal?.throwIfAborted();
    if (found) return command;
  }
  return undefined;
}
