// npm start: VS Code with MLOps Lab, on a learner's folder. Desktop VS Code where there is one, else served to a browser.
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture, root, run, runTool } from './process.mjs';
import { installExtension, startServer } from './served.mjs';
import { ensure, reexec } from './setup.mjs';
import { ensureVSCode } from './vscode.mjs';

const workspace = join(root, '.workspace');
/** VS Code's settings, state and extensions of this checkout, apart from the user's own. */
const profile = join(root, '.cache', 'profile');
const extensionsDir = join(profile, 'extensions');

const settings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  // A lab runs code, so the first thing to ask is whether the folder may.
  'security.workspace.trust.startupPrompt': 'always',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
};

await runTool(async () => {
  await ensure({ dev: false });
  await reexec();
  const desktop = await findDesktop();
  const served = desktop ? undefined : await ensureVSCode();
  const { vsix } = await import('./build.mjs');
  const file = await vsix();
  // The mark of a learner's folder: the extension opens the course in it by itself.
  for (const folder of [join(workspace, '.mlops-lab'), extensionsDir]) mkdirSync(folder, { recursive: true });
  return desktop ? openDesktop(desktop, file) : serve(served, file);
});

/** Path of a desktop VS Code that can show a window here and is new enough for the extension. */
async function findDesktop() {
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const isRoot = process.getuid?.() === 0;
  // In a terminal of a remote window `code` only talks to that window.
  if (!display || isRoot || process.env.VSCODE_IPC_HOOK_CLI) return undefined;
  const path = process.env.VSCODE_PATH ?? onPath(process.platform === 'win32' ? 'code.cmd' : 'code');
  if (!path) return undefined;
  const version = await capture(...call(path, ['--version'])).catch(() => '');
  const [major, minor] = version.split('.').map(Number);
  const oldest = Number(/\^1\.(\d+)/.exec(readManifest().engines.vscode)[1]);
  return major === 1 && minor >= oldest ? path : undefined;
}

async function openDesktop(code, vsix) {
  const places = ['--user-data-dir', join(profile, 'desktop'), '--extensions-dir', extensionsDir];
  writeSettings(join(profile, 'desktop', 'User'));
  await capture(...call(code, [...places, '--install-extension', vsix, '--force']));
  announce([`VS Code opens in a window of its own on ${workspace}.`, 'Close the window to end it.']);
  return run(...call(code, [...places, '--new-window', '--wait', workspace]));
}

async function serve(folder, vsix) {
  const dataDir = join(profile, 'served');
  writeSettings(join(dataDir, 'data', 'User'));
  const token = randomBytes(24).toString('base64url');
  const options = { folder, dataDir, extensionsDir, token };
  await installExtension(options, vsix);
  const server = await startServer(options);
  const asked = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(0));
  });
  const address = new URL(server.origin);
  address.searchParams.set('tkn', token);
  address.searchParams.set('folder', workspace);
  announce([`Open ${address.href}`, 'The address is a key to this machine: keep it to yourself.', 'Ctrl+C ends it.']);
  const code = await Promise.race([asked, server.exited]);
  await server.stop();
  return code;
}

function announce(lines) {
  const { version } = readManifest();
  console.log(
    [
      '',
      `MLOps Lab ${version}. Labs compute on the WASM backend of TensorFlow.js.`,
      'The course is behind the flask icon at the left edge.',
      ...lines,
    ].join('\n'),
  );
}

/** Only where there are none: the learner may have changed them since. */
function writeSettings(folder) {
  const file = join(folder, 'settings.json');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
}

function readManifest() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The arguments of `run` and `capture`: Windows starts a `.cmd` only by a shell, which must be told what is one word. */
function call(path, args) {
  if (!path.endsWith('.cmd')) return [path, args];
  return [`"${path}"`, args.map((arg) => `"${arg}"`), { shell: true }];
}
