#!/usr/bin/env node
/** `mlops-lab`: the same labs, checks and runs without VS Code. Other programs call it; see `--help`. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { findNode, isNewEnough, minimumNode } from './kernel/node.ts';
import { messageOf, UserError } from './platform/errors.ts';
import { t } from './platform/l10n.ts';

/** Exit codes: all passed, a cell or check failed, bad usage or input. */
const exit = { ok: 0, failed: 1, usage: 2 } as const;

/** The folder of the package: holds dist/ and course/. */
const root = join(__dirname, '..');

const help = `Usage: mlops-lab <command> [options]

  run <id|file>      run a lab's cells and checks, and record the run
    --backend <b>      auto, tensorflow, wasm or cpu (default: auto)
    --starter          run the bundled lab with its exercises unsolved
    --solution         run the bundled lab with its solutions
    --workspace <dir>  folder for labs/ and mlflow.db (default: the current one)
    --json             print one JSON object
  course <folder>    list the courses, weeks and items of a course folder
    --json
  runs               list the recorded runs
    --workspace <dir>
    --json
  --help, --version

A run of an id takes labs/<file>.lab.ts of the workspace where there is one, else the bundled solution.
Exit status: 0 all passed, 1 a cell or check failed, 2 bad usage or input.`;

async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  switch (command) {
    case 'run': {
      const { runCommand } = await import('./cli/run.ts');
      const { values, positionals } = parse(rest, {
        backend: { type: 'string', default: 'auto' },
        starter: { type: 'boolean', default: false },
        solution: { type: 'boolean', default: false },
        workspace: { type: 'string', default: '.' },
        json: { type: 'boolean', default: false },
      });
      const lab = only(positionals, t('run needs the id or the file of one lab.'));
      return (await runCommand({ ...values, lab, root })) ? exit.ok : exit.failed;
    }
    case 'course': {
      const { courseCommand } = await import('./cli/course.ts');
      const { values, positionals } = parse(rest, { json: { type: 'boolean', default: false } });
      await courseCommand({ ...values, folder: only(positionals, t('course needs one folder.')), root });
      return exit.ok;
    }
    case 'runs': {
      const { runsCommand } = await import('./cli/runs.ts');
      const options = {
        json: { type: 'boolean', default: false },
        workspace: { type: 'string', default: '.' },
      } as const;
      const { values, positionals } = parse(rest, options);
      if (positionals.length) throw new UserError('usage', t('runs takes no argument: {0}', positionals.join(' ')));
      await runsCommand(values);
      return exit.ok;
    }
    case '--help':
    case '-h':
      console.log(help);
      return exit.ok;
    case '--version':
      console.log((JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version);
      return exit.ok;
    default:
      throw new UserError(
        'usage',
        command ? t('unknown command: {0} (see --help)', command) : t('a command is missing (see --help)'),
      );
  }
}

function parse<O extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UserError('usage', messageOf(error).split('\n')[0] ?? '', { cause: error });
  }
}

function only(positionals: readonly string[], message: string): string {
  const [first, ...more] = positionals;
  if (first === undefined || more.length) throw new UserError('usage', message);
  return first;
}

/** Runs this program again on a Node.js that is new enough: the project's pinned one, or one on PATH. */
async function onNewerNode(): Promise<number> {
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const pinned = ['node', 'node-bin'].map((name) => join(root, 'node_modules', `${name}-${platform}`, 'bin', binary));
  const node = await findNode(pinned);
  if (!node)
    throw new UserError(
      'no-node',
      t('Node.js {0} or newer is needed, this is {1}.', minimumNode.join('.'), process.version),
    );
  const { status } = spawnSync(node.path, [__filename, ...process.argv.slice(2)], { stdio: 'inherit' });
  return status ?? exit.failed;
}

async function start(): Promise<void> {
  try {
    process.exitCode = isNewEnough(process.version) ? await main(process.argv.slice(2)) : await onNewerNode();
  } catch (error) {
    console.error(
      `mlops-lab: ${error instanceof UserError ? error.message : error instanceof Error ? error.stack : String(error)}`,
    );
    process.exitCode = exit.usage;
  }
}

void start();
