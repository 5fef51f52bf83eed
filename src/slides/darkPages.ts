/**
 * Dark pages: which colours a page's colours become. Lightness is turned over and hue is kept, so that what is blue
 * stays blue; pictures are left as they are (see browser/darken.ts).
 */

/** Red, green and blue from 0 to 1, as sRGB encodes them. */
export type Rgb = readonly [number, number, number];

/** What white and black become. */
export interface DarkColors {
  readonly paper: Rgb;
  readonly ink: Rgb;
}

/** High contrast themes ask for the most that a screen can show. */
export const highContrastColors: DarkColors = { paper: [0, 0, 0], ink: [1, 1, 1] };
/** The paper where the theme's own is light. */
export const usualColors: DarkColors = { paper: [0.12, 0.12, 0.12], ink: [0.93, 0.93, 0.93] };
/** Paper lighter than this would not leave room for ink that can be read. */
const lightestPaper = 0.2;

/** Colours on a theme's own background, where that is dark; its tint stays in the paper. */
export function colorsOn(background: Rgb): DarkColors {
  return luma(background) <= lightestPaper ? { paper: background, ink: usualColors.ink } : usualColors;
}

/** The weights of luma (ITU-R BT.709), as filters of SVG and CSS use them. */
const weights: Rgb = [0.2126, 0.7152, 0.0722];

/** How light a colour looks, roughly, from 0 to 1. */
export function luma([red, green, blue]: Rgb): number {
  return weights[0] * red + weights[1] * green + weights[2] * blue;
}

/**
 * The colour matrix of `feColorMatrix` (four rows of five) that makes pages dark. With luma Y, it adds 1 - 2 Y to each
 * channel: luma becomes 1 - Y, and the differences between the channels, the hue, stay. Then black and white are moved
 * to the paper and the ink.
 */
export function darkMatrix({ paper, ink }: DarkColors): number[] {
  const row = (channel: 0 | 1 | 2) => {
    const range = ink[channel] - paper[channel];
    const mixed = weights.map((weight, other) => range * ((other === channel ? 1 : 0) - 2 * weight));
    return [...mixed, 0, paper[channel] + range];
  };
  return [...row(0), ...row(1), ...row(2), 0, 0, 0, 1, 0];
}

/** What a colour becomes; as the filter does, cut to what a screen can show. */
export function darkened(color: Rgb, colors: DarkColors): Rgb {
  const matrix = darkMatrix(colors);
  const channel = (row: number) => {
    const [red, green, blue, , add] = matrix.slice(5 * row, 5 * row + 5) as [number, number, number, number, number];
    return Math.min(1, Math.max(0, red * color[0] + green * color[1] + blue * color[2] + add));
  };
  return [channel(0), channel(1), channel(2)];
}

/** The contrast of two colours as WCAG 2 defines it, from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [relativeLuminance(one), relativeLuminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function relativeLuminance(color: Rgb): number {
  const linear = color.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return luma(linear as unknown as Rgb);
}

/** A page whose middle luma is below this is dark by itself, and stays as it is. */
const darkPage = 0.4;
/** A picture whose middle luma is above this, with hardly any colour, is paper that was scanned. */
const whitePaper = 0.85;

/** The lumas and the strongest colour of some pixels. @param rgba four bytes a pixel. */
function looks(rgba: Uint8ClampedArray): { readonly middle: number; readonly colorful: number } {
  const lumas: number[] = [];
  let colorful = 0;
  for (let at = 0; at + 3 < rgba.length; at += 4) {
    const [red, green, blue] = [rgba[at]! / 255, rgba[at + 1]! / 255, rgba[at + 2]! / 255];
    lumas.push(luma([red, green, blue]));
    colorful += Math.max(red, green, blue) - Math.min(red, green, blue);
  }
  lumas.sort((a, b) => a - b);
  return { middle: lumas[Math.floor(lumas.length / 2)] ?? 1, colorful: colorful / Math.max(1, lumas.length) };
}

/** Whether a page is dark by itself. @param rgba a sample of its pixels. */
export function isDark(rgba: Uint8ClampedArray): boolean {
  return looks(rgba).middle < darkPage;
}

/** Whether a picture that fills its page is a scan, which is paper too and not a photograph. */
export function isScan(rgba: Uint8ClampedArray): boolean {
  const { middle, colorful } = looks(rgba);
  return middle > whitePaper && colorful < 0.1;
}

/** A point in whole or broken pixels. */
export type Point = readonly [x: number, y: number];

/** The two corners of a rectangle, the lesser first. */
export type Rectangle = readonly [left: number, top: number, right: number, bottom: number];

/** The upright rectangle between two opposite corners. */
export function rectangleOf([x, y]: Point, [otherX, otherY]: Point): Rectangle {
  return [Math.min(x, otherX), Math.min(y, otherY), Math.max(x, otherX), Math.max(y, otherY)];
}

/**
 * The corners of a picture on a canvas, in order round it.
 * @param recorded three of them as pdf.js records them, as fractions of the canvas: where the picture's lower left,
 * its upper left and its lower right lie, x and y by turns. They have the precision of 16-bit floats, which leaves
 * in doubt to which pixel an edge belongs.
 * @param painted what was painted upright on whole pixels: where the picture is one of these, that settles it.
 */
export function cornersOf(
  recorded: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
  painted: readonly Rectangle[],
): Point[] {
  const scaled = recorded.map((value, index) => value * (index % 2 ? height : width));
  const [x = 0, y = 0, upX = 0, upY = 0, acrossX = 0, acrossY = 0] = scaled;
  const opposite: Point = [upX + acrossX - x, upY + acrossY - y];
  const upright = [upX - x, acrossY - y].every(isNothing) || [upY - y, acrossX - x].every(isNothing);
  const box = rectangleOf([x, y], opposite);
  const exact = upright && painted.find((each) => each.every((edge, index) => Math.abs(edge - box[index]!) <= inDoubt));
  if (!exact) return [[x, y], [upX, upY], opposite, [acrossX, acrossY]];
  const [left, top, right, bottom] = exact;
  return [
    [left, bottom],
    [left, top],
    [right, top],
    [right, bottom],
  ];
}

/** Half a pixel by rounding to whole ones, and as much by the precision on the largest canvas. */
const inDoubt = 2;
const isNothing = (length: number) => Math.abs(length) < inDoubt;

/** The area within corners that go round a parallelogram. */
export function areaOf([first = [0, 0], second = [0, 0], , last = [0, 0]]: readonly Point[]): number {
  return Math.abs((last[0] - first[0]) * (second[1] - first[1]) - (second[0] - first[0]) * (last[1] - first[1]));
}
