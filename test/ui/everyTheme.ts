import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from './session.ts';
import { type Theme, themeNames } from './workbench.ts';

/** Keeps a picture of the window as it is in each theme, and puts the dark one on again. */
export async function pictureInEveryTheme(session: Session, name: string): Promise<void> {
  for (const theme of ['light', 'high-contrast', 'dark'] satisfies Theme[]) {
    await wear(session, theme);
    await session.workbench.screenshot(name, theme);
  }
}

/** The class of VS Code's window in a theme, and what pages in it are told that it is. */
const worn: Readonly<Record<Theme, readonly [window: string, kind: string]>> = {
  light: ['vs', 'vscode-light'],
  dark: ['vs-dark', 'vscode-dark'],
  'high-contrast': ['hc-black', 'vscode-high-contrast'],
};

/** Changes the theme of the open window, and with it of what pages in it have drawn already. */
async function wear({ server, workbench }: Session, theme: Theme): Promise<void> {
  const folder = join(server.workspace, '.vscode');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ 'workbench.colorTheme': themeNames[theme] }));
  const { page } = workbench;
  const [window, kind] = worn[theme];
  await page.locator(`.monaco-workbench.${window}`).waitFor();
  for (const end = Date.now() + 30_000; Date.now() < end; await page.waitForTimeout(100)) {
    const frames = page.frames().filter((frame) => !frame.isDetached());
    const kinds = await Promise.all(
      frames.map((frame) => frame.evaluate(() => document.body?.dataset.vscodeThemeKind).catch(() => undefined)),
    );
    if (kinds.every((each) => each === undefined || each === kind)) return;
  }
  throw new Error(`The pages in the window did not put on ${theme}.`);
}
