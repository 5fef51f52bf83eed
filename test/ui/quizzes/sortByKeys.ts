import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';

/**
 * Brings the steps of a question into an order, one place up at a time. The page draws a moved step, and moves the focus
 * with it, only after the key: a key that comes meanwhile may move another step, so the order is looked at again.
 * @param moveUp presses the key that moves a step up from its place
 */
export async function sortByKeys(
  page: Page | Frame,
  steps: readonly string[],
  moveUp: (step: string, at: number) => Promise<void>,
): Promise<void> {
  const wanted = steps.map(squeezed);
  const shown = async () => (await page.locator('.order .step').allTextContents()).map(squeezed);
  for (let keys = 0; keys < 100; keys++) {
    const order = await shown();
    const place = wanted.findIndex((step, index) => order[index] !== step);
    if (place < 0) return;
    await moveUp(steps[place]!, order.indexOf(wanted[place]!));
    for (const end = Date.now() + 1000; Date.now() < end && (await shown()).join() === order.join(); )
      await page.waitForTimeout(20);
  }
  assert.fail('The steps cannot be sorted.');
}

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim();
