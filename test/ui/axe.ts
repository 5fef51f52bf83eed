import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Frame, Page } from 'playwright-core';

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/**
 * What axe-core finds serious or critical in a document: a sentence for each place.
 * @param within CSS selectors: only what lies in there is looked at
 */
export async function seriousFaults(frame: Frame | Page, within?: readonly string[]): Promise<string[]> {
  // Half a megabyte: once a document.
  if (!(await frame.evaluate(() => 'axe' in window)))
    await frame.evaluate(await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8'));
  const violations = await frame.evaluate(async (within) => {
    const { axe } = window as unknown as {
      axe: { run(context: unknown, options: unknown): Promise<{ violations: Violation[] }> };
    };
    const result = await axe.run(within ? { include: within } : document, { resultTypes: ['violations'] });
    return result.violations;
  }, within);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, help, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${id} (${impact}): ${help}: ${html.slice(0, 200)}: ${failureSummary ?? ''}`,
      ),
    );
}
