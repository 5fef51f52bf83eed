import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { root } from '../../tools/process.mjs';

/** Where a Chromium lies that somebody has installed, most wanted first. */
const installed = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Starts a headless Chromium: one of the machine's own, else the one that npm brings for Linux on x64. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await browserProgram();
  return chromium.launch({
    executablePath,
    env: { ...definedEnv(), ...env },
    // A container has no room in /dev/shm, root no sandbox; the rest keeps the browser off the network.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--force-color-profile=srgb',
      '--font-render-hinting=none',
    ],
  });
}

interface BrowserProgram {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The browser's file, and what its environment must hold; it is there when this resolves. */
export async function browserProgram(): Promise<BrowserProgram> {
  const own = installed.find((path) => path && existsSync(path));
  return own ? { executablePath: own, env: {} } : packaged();
}

/** Unpacks @sparticuz/chromium with the shared libraries it needs, once, so that no system package is wanted. */
async function packaged(): Promise<BrowserProgram> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium was found: name one in the environment variable CHROMIUM_PATH.');
  }
  const folder = join(root, '.cache', 'chromium');
  if (!existsSync(folder)) await unpack(folder);
  return { executablePath: join(folder, 'chromium'), env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') } };
}

async function unpack(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const temporary = await mkdtemp(`${folder}-`);
  const usual = process.env.TMPDIR;
  // The package unpacks into the folder for temporary files, whichever that is.
  process.env.TMPDIR = temporary;
  try {
    const { inflate } = await import('@sparticuz/chromium');
    const archives = join(dirname(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium')))), 'bin');
    for (const name of ['chromium.br', 'al2023.tar.br']) await inflate(join(archives, name));
    await rename(temporary, folder);
  } finally {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    await rm(temporary, { recursive: true, force: true });
  }
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
