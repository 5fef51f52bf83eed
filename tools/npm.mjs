// npm as the tools use it: no scripts, no noise, progress, and one sentence when something cannot be had.
import { spawn } from 'node:child_process';
import { root, ToolError } from './process.mjs';

/**
 * Runs npm; resolves with what it printed.
 * @param {string[]} args
 * @param {{ cwd?: string, onTarball?: (count: number) => void }} [options] `onTarball` is told how many packages
 *   have arrived so far, from the network or npm's cache.
 * @throws {ToolError} one sentence that names the piece npm could not get, or npm's own words.
 */
export function npm(args, { cwd = root, onTarball } = {}) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=http'];
  // npm's own waits between retries add up to over a minute of silence when there is no network.
  const patience = ['--prefer-offline', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const [command, ...first] = npmCommand();
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args, ...quiet, ...patience], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    let stdout = '';
    let stderr = '';
    let tarballs = 0;
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
      tarballs += text.match(/ 200 \S+\.tgz/g)?.length ?? 0;
      onTarball?.(tarballs);
    });
    child.once('error', () =>
      reject(new ToolError('npm was not found: install Node.js 20.19 or newer, which brings it.')),
    );
    child.once('close', (code) => (code === 0 ? resolve(stdout) : reject(new ToolError(sentence(args[0], stderr)))));
  });
}

/** The npm that runs us, so that a Node of another version on PATH does not bring in its own. */
function npmCommand() {
  const running = process.env.npm_execpath;
  return running && /npm-cli\.js$/.test(running) ? [process.execPath, running] : ['npm'];
}

/** Makes one sentence of what npm printed on stderr. */
export function sentence(action, stderr) {
  const errors = [...stderr.matchAll(/^npm (?:error|ERR!) (.*)$/gm)].map((match) => match[1].trim()).filter(Boolean);
  const code = errors.find((line) => line.startsWith('code '))?.slice(5);
  const request = /(?:request to|GET) (https?:\/\/[^\s,]+)/.exec(errors.join('\n'));
  // npm 10 may break down without naming what it could not fetch; its log of attempts does.
  const attempt = /http fetch GET (\S+) attempt \d+ failed with (\w+)/.exec(stderr);
  const address = request?.[1] ?? attempt?.[1];
  const cause = code ?? attempt?.[2] ?? 'no code';
  if (address) {
    return `${nameIn(address)} could not be had from npm's registry (${cause}): check the network, then run the same command again.`;
  }
  const reason = errors.find((line) => !line.startsWith('code ')) ?? 'npm gave no reason';
  return `npm ${action} failed (${cause}): ${reason.replace(/\.$/, '')}.`;
}

/** The package that an address is about, wherever the registry lies: `…/@scope%2fname` or `…/name/-/name-1.0.0.tgz`. */
function nameIn(address) {
  const path = new URL(address).pathname.replace(/%2f/gi, '/').replace(/%40/g, '@');
  return /((?:@[^/]+\/)?[^/]+)(?:\/-\/[^/]+)?\/?$/.exec(path)?.[1] ?? address;
}
