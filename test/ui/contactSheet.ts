import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BrowserContext } from 'playwright-core';

export interface Picture {
  readonly caption: string;
  /** PNG. */
  readonly bytes: Buffer;
}

/** Puts pictures side by side into one PNG file, on a ground of the colour that they were taken on. */
export async function contactSheet(
  context: BrowserContext,
  pictures: readonly Picture[],
  ground: string,
  path: string,
): Promise<void> {
  const page = await context.newPage();
  try {
    await page.setViewportSize({ width: 2000, height: 1200 });
    await page.setContent(
      '<!doctype html><style>body { margin: 24px; columns: 2; column-gap: 24px; font: 15px system-ui } figure { break-inside: avoid; margin: 0 0 28px } img { max-width: 100%; display: block } figcaption { margin-bottom: 6px; opacity: 0.8 }</style><body></body>',
    );
    await page.evaluate(
      ({ pictures, ground }) => {
        document.body.style.background = ground;
        const [red = 0] = getComputedStyle(document.body).backgroundColor.match(/\d+/g)!.map(Number);
        document.body.style.color = red > 127 ? '#222' : '#ddd';
        for (const { caption, source } of pictures) {
          const figure = document.createElement('figure');
          const [words, image] = [document.createElement('figcaption'), document.createElement('img')];
          words.textContent = caption;
          image.src = source;
          figure.append(words, image);
          document.body.append(figure);
        }
        return Promise.all(Array.from(document.images, (image) => image.decode())).then(() => undefined);
      },
      {
        ground,
        pictures: pictures.map(({ caption, bytes }) => ({
          caption,
          source: `data:image/png;base64,${bytes.toString('base64')}`,
        })),
      },
    );
    await mkdir(dirname(path), { recursive: true });
    await page.screenshot({ path, fullPage: true });
  } finally {
    await page.close();
  }
}
