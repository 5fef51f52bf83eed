#!/usr/bin/env node
/** `mlops-lab`: the same labs, checks and runs without VS Code. Other programs call it; see `--help`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { commandOf, commands } from './cli/commands.ts';
import { helpText } from './cli/help.ts';
import { versionOf } from './cli/version.ts';
import { findNode, isNewEnough, minimumNode } from './kernel/node.ts';
import { UserError } from './platform/errors.ts';
import { t } from './platform/l10n.ts';

/** Exit codes: all passed, something failed or was stopped, bad usage or input; and a shell's for a closed pipe. */
const exit = { ok: 0, failed: 1, usage: 2, closedPipe: 128 + 13 } as const;

/** The folder of the package: holds dist/ and course/. */
const root = join(__dirname, '..');

async function main(args: readonly string[]): Promise<number> {
  const asked = commandOf(args);
  if (asked) return (await asked.command.run(asked.rest, root)) ? exit.ok : exit.failed;
  const [name] = args;
  switch (name) {
    case '--help':
    case '-h':
      console.log(helpText(commands));
      return exit.ok;
    case '--version':
      console.log(versionOf(root));
      return exit.ok;
    default:
      throw new UserError(
        'usage',
        name ? t('unknown command: {0} (see --help)', name) : t('a command is missing (see --help)'),
      );
  }
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
  // A press of Ctrl+C reaches both: what becomes of it is for the other to say.
  process.on('SIGINT', () => undefined);
  const { status } = spawnSync(node.path, [__filename, ...process.argv.slice(2)], { stdio: 'inherit' });
  return status ?? exit.failed;
}

/** Whoever reads may have enough, as `head` has: then there is nobody to tell anything, nor a lab to go on for. */
function endWithReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exit.closedPipe);
  });
}

async function start(): Promise<void> {
  endWithReader(process.stdout);
  endWithReader(process.stderr);
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
