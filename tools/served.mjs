// The served VS Code as a process: started on a free loopback port, and ended with all that it started.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { capture, ToolError } from './process.mjs';

const startSeconds = 60;

/**
 * @typedef {object} ServedOptions
 * @property {string} folder the served VS Code (`ensureVSCode`)
 * @property {string} dataDir where it keeps settings, logs and workbench state
 * @property {string} extensionsDir
 * @property {string} [token] what the browser must bring; without one anyone on this machine may connect
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string[]} [args] further arguments of the server
 */

/** Installs a VSIX into `extensionsDir`. */
export async function installExtension({ folder, dataDir, extensionsDir, env = process.env }, vsix) {
  const args = ['--install-extension', vsix, '--force', '--accept-server-license-terms'];
  await capture(
    process.execPath,
    [serverMain(folder), ...args, '--server-data-dir', dataDir, '--extensions-dir', extensionsDir],
    {
      env: cleaned(env),
    },
  );
}

/**
 * Starts the server; resolves once it answers.
 * @param {ServedOptions} options
 * @returns {Promise<{ origin: string, exited: Promise<number>, log: () => string, stop: () => Promise<void> }>}
 */
export async function startServer({ folder, dataDir, extensionsDir, token, env = process.env, args = [] }) {
  const port = await freePort();
  const access = token ? ['--connection-token', token] : ['--without-connection-token'];
  const places = ['--server-data-dir', dataDir, '--extensions-dir', extensionsDir];
  const quiet = [
    '--accept-server-license-terms',
    '--telemetry-level',
    'off',
    '--disable-experiments',
    '--disable-getting-started-override',
  ];
  // A process group of its own, since the server does not take its helpers along when it is killed.
  const child = spawn(
    process.execPath,
    [serverMain(folder), '--host', '127.0.0.1', '--port', String(port), ...access, ...places, ...quiet, ...args],
    {
      cwd: folder,
      env: cleaned(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  let log = '';
  const keep = (text) => {
    log = (log + text).slice(-200_000);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const exited = new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  const kill = (signal) => killGroup(child.pid, signal);
  const killNow = () => kill('SIGKILL');
  process.once('exit', killNow);
  // `exit` does not come when a signal ends us, and the terminal's Ctrl+C does not reach a group of its own.
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const passOn = (signal) => {
    killNow();
    for (const each of signals) process.off(each, passOn);
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, passOn);
  const stop = async () => {
    kill('SIGTERM');
    await Promise.race([exited, delay(4000, undefined, { ref: false })]);
    killNow();
    process.off('exit', killNow);
    for (const signal of signals) process.off(signal, passOn);
  };
  const origin = `http://127.0.0.1:${port}`;
  if (!(await answers(origin, child))) {
    await stop();
    throw new ToolError(`VS Code's server did not start. Its last words:\n${log.slice(-2000)}`);
  }
  return { origin, exited, log: () => log, stop };
}

function serverMain(folder) {
  return join(folder, 'out', 'server-main.js');
}

async function answers(origin, child) {
  for (const end = Date.now() + startSeconds * 1000; Date.now() < end && child.exitCode === null; await delay(100)) {
    const response = await fetch(`${origin}/version`).catch(() => undefined);
    if (response?.ok) return true;
  }
  return false;
}

/** Inside a VS Code terminal these would make the server believe that it belongs to that window. */
function cleaned(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name)));
}

function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
