/** A lab as a notebook in a window of VS Code, handled by what can be seen. */

/** @param {import('../test/ui/workbench.ts').Workbench} workbench */
export async function openNotebook(workbench, path) {
  await workbench.openFile(path);
  await workbench.command('MLOps Lab: Open as Notebook');
  await workbench.page.locator('.notebookOverlay .code-cell-row').first().waitFor();
}

/** The button that stands in the toolbar for as long as a cell runs. */
export function interruptButton(page) {
  return page.getByRole('button', { name: 'Interrupt', exact: true });
}

/** Presses Run All, and returns when cells run. The toolbar moves its buttons while it fills: a click may hit none. */
export async function runAll(page) {
  for (let attempt = 0; attempt < 4; attempt++) {
    await page.getByRole('button', { name: 'Run All', exact: true }).click();
    const runs = await interruptButton(page)
      .waitFor({ timeout: 5000 })
      .then(
        () => true,
        () => false,
      );
    if (runs) return;
  }
  throw new Error('Run All started nothing.');
}
