/** The stand-in for `code`: runs an extension's tests in the served VS Code, with a headless browser as its window. */
import { join } from 'node:path';
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { root } from '../../tools/process.mjs';
import { launchBrowser } from '../ui/browser.ts';
import { Server } from '../ui/server.ts';
import { outputMark } from './mark.ts';

/** Long enough for every suite on two slow cores; what hangs is ended here and not by hand. */
const timeoutMs = 5 * 60_000;

const { values, positionals } = parseArgs({
  options: { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' } },
  allowPositionals: true,
  // VS Code has many more options; none of the others matters here.
  strict: false,
});
const workspace = positionals[0];
const { extensionDevelopmentPath, extensionTestsPath } = values;
if (!workspace || typeof extensionDevelopmentPath !== 'string' || typeof extensionTestsPath !== 'string') {
  throw new Error('Use: served-code FOLDER --extensionDevelopmentPath=… --extensionTestsPath=…');
}

const server = await Server.start({ workspace, driver: true });
const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  const ended = await Promise.race([
    suiteIn(page, [
      ['extensionDevelopmentPath', server.remote(extensionDevelopmentPath)],
      ['extensionTestsPath', server.remote(extensionTestsPath)],
    ]),
    server.exited.then((code) => `VS Code's server ended with exit code ${code}.`),
    new Promise<string>((resolve) =>
      setTimeout(resolve, timeoutMs, `The suites did not end within ${timeoutMs / 60_000} minutes.`),
    ),
  ]);
  if (typeof ended === 'string') {
    await page.screenshot({ path: join(root, '.cache', 'suite-failure.png') }).catch(() => undefined);
    console.error(`${ended}\n${server.log.slice(-3000)}`);
  }
  process.exitCode = typeof ended === 'number' ? ended : 1;
} finally {
  await browser.close();
  await server.stop();
  // The timer above would keep the process alive.
  process.exit();
}

/** Opens the workbench with the suites as its payload; resolves with the exit code that VS Code reports for them. */
async function suiteIn(page: Page, payload: readonly (readonly [string, string])[]): Promise<number> {
  const code = new Promise<number>((resolve) => page.exposeFunction('codeAutomationExit', resolve));
  await page.exposeFunction('codeAutomationLog', (_type: string, values: unknown[]) => {
    const text = format(...values);
    if (text.startsWith(outputMark)) console.log(text);
  });
  await page.goto(server.url([['skipWelcome', 'true'], ...payload]), { waitUntil: 'domcontentloaded' });
  return code;
}
