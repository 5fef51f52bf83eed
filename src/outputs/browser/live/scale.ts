/** From values to places on the screen, and the round numbers beside an axis. */

export interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
}

/** @param from where the lowest value stands, in pixels @param to where the highest does @param most ticks, about */
export function linearScale(low: number, high: number, [from, to]: readonly [number, number], most: number): Scale {
  const [start, end] = low === high ? [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2] : [low, high];
  const place = (value: number) => from + ((value - start) / (end - start)) * (to - from);
  return { place, ticks: roundSteps(start, end, most) };
}

/** For what is counted, such as epochs: there is no half of one. */
export function countScale(low: number, high: number, ends: readonly [number, number], most: number): Scale {
  const scale = linearScale(low, high, ends, most);
  const whole =
    high - low < 2
      ? scale.ticks.filter(Number.isInteger)
      : roundSteps(low, high, Math.min(most, high - low), [1, 2, 5]);
  // Within the first of them its parts are all there is.
  return { ...scale, ticks: whole.length > 0 ? whole : scale.ticks };
}

/** For values above 0. */
export function logScale(low: number, high: number, [from, to]: readonly [number, number], most: number): Scale {
  const inner = linearScale(Math.log10(low), Math.log10(high), [from, to], most);
  const powers = inner.ticks.filter(Number.isInteger).map((exponent) => 10 ** exponent);
  // Within one power of ten, round numbers say more.
  const ticks = powers.length > 1 ? powers : linearScale(low, high, [from, to], most).ticks;
  return { place: (value) => inner.place(Math.log10(value)), ticks };
}

function roundSteps(low: number, high: number, most: number, factors: readonly number[] = [1, 2, 2.5, 5]): number[] {
  const rough = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (factors.find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.max(0, Math.floor(high / step + 1e-9) - first + 1);
  // A multiple is rounded once; adding up the step would round at each.
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** A tick in few characters. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5))
    return value.toExponential(Number.isInteger(Math.log10(size)) ? 0 : 1);
  return String(Number(value.toPrecision(4)));
}

/** Ticks with as many decimals as the one that needs most: `0.25`, `0.50`. */
export function tickTexts(ticks: readonly number[]): string[] {
  const texts = ticks.map(tickText);
  if (texts.some((text) => text.includes('e'))) return texts;
  const decimals = Math.max(0, ...texts.map((text) => text.split('.')[1]?.length ?? 0));
  return ticks.map((tick) => tick.toFixed(decimals));
}
