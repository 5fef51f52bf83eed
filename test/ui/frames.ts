import type { Page } from 'playwright-core';

/** How a window did while it was watched, in ms. */
export interface Smoothness {
  /** The longest time without a frame. */
  readonly longestGap: number;
  /** The longest time from a key to the frame that shows it; 0 when each took less than a frame. */
  readonly slowestKey: number;
  /** Frames a second. */
  readonly rate: number;
}

interface Watched {
  mlopsLabWatch?: { longestGap: number; slowestKey: number; frames: number; began: number };
}

/** Begins to watch a window's frames and keys, or begins anew. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const window = globalThis as Watched;
    const isWatching = window.mlopsLabWatch !== undefined;
    window.mlopsLabWatch = { longestGap: 0, slowestKey: 0, frames: 0, began: performance.now() };
    if (isWatching) return;
    let last = performance.now();
    const frame = () => {
      const now = performance.now();
      const watch = window.mlopsLabWatch!;
      watch.longestGap = Math.max(watch.longestGap, now - last);
      watch.frames++;
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries())
        if (name === 'keydown') window.mlopsLabWatch!.slowestKey = Math.max(window.mlopsLabWatch!.slowestKey, duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
}

/** How the window has done since `watchFrames`. */
export async function smoothness(page: Page): Promise<Smoothness> {
  return page.evaluate(() => {
    const { longestGap, slowestKey, frames, began } = (globalThis as Watched).mlopsLabWatch!;
    return { longestGap, slowestKey, rate: (1000 * frames) / (performance.now() - began) };
  });
}
