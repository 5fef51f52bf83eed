/** What UI tests of labs share: going through the cells of a lab that is open as a notebook, and reading its outputs. */
import type { LabFile } from '../../../src/labs/file.ts';
import type { Workbench } from '../workbench.ts';

/** Presses the notebook's own button until cells run: VS Code's toolbar moves while it fills, and a click may hit none. */
export async function runAll({ page }: Workbench): Promise<void> {
  for (let attempt = 0; attempt < 4; attempt++) {
    await page.getByRole('button', { name: 'Run All', exact: true }).click();
    const runs = page.getByRole('button', { name: 'Interrupt', exact: true });
    const began = await runs.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (began) return;
  }
  throw new Error('Run All started nothing.');
}

/** The verdict of the check of that name, in words, where it is drawn. */
export async function verdictOn(workbench: Workbench, name: RegExp): Promise<string | undefined> {
  const texts = await textsIn(workbench, '.mlops-lab-check p', 'strong');
  return texts.find(([verdict, whole]) => name.test(whole.replace(verdict, '').trim()))?.[0];
}

/**
 * Brings the first cell with these words into view, by the keyboard, as VS Code does not draw those far from it. The cell
 * list has the focus then, and the cell is the selected one.
 * @param words of its marker line or its text as it stands in `file`
 */
export async function goToCell(workbench: Workbench, file: LabFile, words: string): Promise<void> {
  const { keyboard } = workbench.page;
  const number = cellNumber(file, words);
  const cells = workbench.page.locator('.notebookOverlay .cell-list-container .monaco-list').first();
  const place = workbench.page.locator('.statusbar-item', { hasText: /^Cell \d+ of \d+$/ });
  const here = async () => Number(/\d+/.exec((await place.textContent().catch(() => '')) ?? '')?.[0]);
  await workbench.page.locator('.tab.active').click();
  await cells.focus();
  await until(async () => {
    const at = await here();
    if (at === number) return true;
    await keyboard.press(at > number ? 'ArrowUp' : 'ArrowDown');
    // Outputs that are being drawn may take the focus for themselves.
    if ((await here()) === at) await cells.focus();
    return false;
  });
}

/** Which cell of a lab, counted from 1, is the first with these words. */
export function cellNumber(file: LabFile, words: string): number {
  const number = 1 + file.cells.findIndex(({ origin, source }) => `${origin?.marker}${source}`.includes(words));
  if (number === 0) throw new Error(`No cell of the lab says ${words}.`);
  return number;
}

/** Of each element in any frame, the text of a part and of the whole, read at one moment: outputs come and go. */
export async function textsIn(workbench: Workbench, selector: string, part: string): Promise<[string, string][]> {
  const read = (elements: Element[], inner: string): [string, string][] =>
    elements.map((element) => [element.querySelector(inner)?.textContent ?? '', element.textContent ?? '']);
  const frames = workbench.page.frames().filter((frame) => !frame.isDetached());
  const texts = frames.map((frame) =>
    frame
      .locator(selector)
      .evaluateAll(read, part)
      .catch(() => []),
  );
  return (await Promise.all(texts)).flat();
}

export async function until(probe: () => Promise<boolean>, timeout = 60_000): Promise<void> {
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (await probe()) return;
  }
  throw new Error(`not within ${timeout} ms: ${probe}`);
}
