// How the tools run other programs. Node 20.19 and nothing else: this is loaded before anything is installed.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder, absolute. */
export const root = dirname(import.meta.dirname ?? dirname(fileURLToPath(import.meta.url)));

/** An error whose message is a whole sentence for the person at the terminal; shown without a stack. */
export class ToolError extends Error {}

/** Runs a tool's `main` and turns its outcome into an exit code: a number, or 1 with one sentence. */
export async function runTool(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof ToolError ? error.message : error);
    process.exitCode = 1;
  }
}

/** Runs a program with our own terminal; resolves with its exit code, 128 + n when signal n ended it. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: root, ...options });
    const release = passSignalsTo(child);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      release();
      resolve(code ?? 128 + (signalNumbers[signal] ?? 0));
    });
  });
}

/** Runs a program out of sight; resolves with its exit code and with all that it printed. */
export function runUnseen(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: root, ...options });
    const release = passSignalsTo(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      release();
      resolve({ code: code ?? 128 + (signalNumbers[signal] ?? 0), output });
    });
  });
}

/** Runs a program quietly; resolves with what it printed, rejects with all of it when the exit code is not 0. */
export function capture(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: root, ...options });
    let stdout = '';
    let all = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      all += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      all += text;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(stdout) : reject(new Error(`${command} ended with ${code}.\n${all}`)),
    );
  });
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** A tool that waits for a child must not die before it, else the child outlives the terminal. */
function passSignalsTo(child) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const pass = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  return () => {
    for (const signal of signals) process.off(signal, pass);
  };
}
