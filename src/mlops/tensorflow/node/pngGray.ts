/**
 * Colour to gray as libpng converts it for TensorFlow: ITU-R BT.601 weights in fixed point, in linear light where the
 * file names a gamma (pngrtran.c, png_do_rgb_to_gray).
 */

/** Of 32768; libpng cuts them off where one would round. */
const weights = { red: 9797, green: 19234, blue: 3737 } as const;
/** libpng's gamma tables for 16 bits have 11. */
const tableBits = 11;

export type ToGray = (red: number, green: number, blue: number) => number;

/**
 * @param depth bits a value: 16, or fewer, which are treated as 8
 * @param gamma the file's, e.g. 1 / 2.2; undefined where it names none
 */
export function grayConverter(depth: number, gamma: number | undefined): ToGray {
  const weigh = (red: number, green: number, blue: number, rounding: number) =>
    Math.floor((weights.red * red + weights.green * green + weights.blue * blue + rounding) / 32768);
  const isWide = depth === 16;
  if (gamma === undefined || Math.abs(gamma - 1) <= 0.05) {
    return (red, green, blue) => (red === green && green === blue ? red : weigh(red, green, blue, isWide ? 16384 : 0));
  }
  const shift = isWide ? 16 - tableBits : 0;
  const linear = gammaTable(isWide, 1 / gamma);
  const back = gammaTable(isWide, gamma);
  return (red, green, blue) => {
    if (red === green && green === blue) return red;
    return back[weigh(linear[red >> shift]!, linear[green >> shift]!, linear[blue >> shift]!, 16384) >> shift]!;
  };
}

function gammaTable(isWide: boolean, exponent: number): Uint16Array {
  const size = isWide ? 2 ** tableBits : 256;
  const top = isWide ? 0xffff : 0xff;
  return Uint16Array.from({ length: size }, (_, i) => Math.floor(top * (i / (size - 1)) ** exponent + 0.5));
}
