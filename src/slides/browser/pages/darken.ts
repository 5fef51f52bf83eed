/** Makes a painted page dark, and leaves the pictures on it as they are. */
import {
  areaOf,
  cornersOf,
  type DarkColors,
  darkMatrix,
  isDark,
  isScan,
  type Point,
  type Rectangle,
  rectangleOf,
} from '../../darkPages.ts';

/** Colours that are ready to be used: the filter is an element of the document. */
export interface DarkPaper {
  readonly colors: DarkColors;
  /** A value for a canvas context's `filter`. */
  readonly filter: string;
}

const papers = new Map<string, DarkPaper>();

/** Puts the filter into the document, once for the same colours. */
export function darkPaper(colors: DarkColors): DarkPaper {
  const key = darkMatrix(colors).join(' ');
  const known = papers.get(key);
  if (known) return known;
  const id = `mlops-lab-dark-${papers.size}`;
  const paper = { colors, filter: `url(#${id})` };
  papers.set(key, paper);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('width', '0');
  svg.setAttribute('height', '0');
  svg.style.position = 'absolute';
  const filter = document.createElementNS(svg.namespaceURI, 'filter') as SVGFilterElement;
  filter.id = id;
  // As the colours are written: in linear light grey text would lose its contrast.
  filter.setAttribute('color-interpolation-filters', 'sRGB');
  const matrix = document.createElementNS(svg.namespaceURI, 'feColorMatrix');
  matrix.setAttribute('values', key);
  filter.append(matrix);
  svg.append(filter);
  document.body.append(svg);
  return paper;
}

/** A picture this large a part of its page is its background, or the page was scanned. */
const wholePage = 0.8;

/**
 * @param pictures where they lie, as pdf.js records them: six numbers for each (see `cornersOf`).
 * @param painted what `watchPainting` noted on the same canvas.
 * @returns the page in dark colours; the very canvas where the page is dark by itself.
 */
export function darken(
  page: HTMLCanvasElement,
  pictures: ArrayLike<number>,
  painted: readonly Rectangle[],
  paper: DarkPaper,
): HTMLCanvasElement {
  if (isDark(sample(page))) return page;
  const dark = document.createElement('canvas');
  dark.width = page.width;
  dark.height = page.height;
  const context = dark.getContext('2d', { alpha: false })!;
  context.filter = paper.filter;
  context.drawImage(page, 0, 0);
  context.filter = 'none';
  for (let at = 0; at + 5 < pictures.length; at += 6) {
    const recorded = Array.from({ length: 6 }, (_, index) => pictures[at + index]!);
    const corners = cornersOf(recorded, dark, painted);
    if (areaOf(corners) > wholePage * dark.width * dark.height && isScan(sample(page))) continue;
    context.save();
    context.beginPath();
    for (const [x, y] of corners) context.lineTo(x, y);
    context.clip();
    context.drawImage(page, 0, 0);
    context.restore();
  }
  // Its pixels are not needed any more, and Chromium would free them late.
  page.width = page.height = 0;
  return dark;
}

/**
 * Notes where pictures are painted upright on a canvas, to the pixel, while pdf.js paints on it.
 * @returns a list that fills.
 */
export function watchPainting(canvas: HTMLCanvasElement): readonly Rectangle[] {
  const painted: Rectangle[] = [];
  // As pdf.js itself asks for it; the first who asks decides.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!;
  const { drawImage } = context;
  const watched = (...args: unknown[]) => {
    const { a, b, c, d, e, f } = context.getTransform();
    if (args.length === 9 && ((b === 0 && c === 0) || (a === 0 && d === 0))) {
      const [x, y, width, height] = args.slice(5) as [number, number, number, number];
      const point = (x: number, y: number): Point => [a * x + c * y + e, b * x + d * y + f];
      painted.push(rectangleOf(point(x, y), point(x + width, y + height)));
    }
    Reflect.apply(drawImage, context, args);
  };
  context.drawImage = watched as typeof drawImage;
  return painted;
}

/** A few pixels that stand for the whole. */
function sample(canvas: HTMLCanvasElement): Uint8ClampedArray {
  const small = document.createElement('canvas');
  small.width = small.height = 24;
  const context = small.getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingQuality = 'low';
  context.drawImage(canvas, 0, 0, small.width, small.height);
  return context.getImageData(0, 0, small.width, small.height).data;
}
