/** The sizes of Hyperband, as Keras Tuner computes them: brackets of about equal price, and not those of the paper. */
import { TuningError } from '../errors.ts';
import { assertWhole } from './oracle.ts';

export interface Round {
  /** How many trials there are in it. */
  readonly trials: number;
  /** Epochs that a trial has in all when the round is over. */
  readonly epochs: number;
  /** Epochs that it already had when the round began. */
  readonly initialEpoch: number;
}
export interface Bracket {
  /** Its number: how many rounds follow the first. */
  readonly bracket: number;
  readonly rounds: readonly Round[];
}

export interface HyperbandSizes {
  /** Epochs that the best are trained for. */
  readonly maxEpochs: number;
  /** One in so many goes on: 3 by default. */
  readonly factor?: number;
}

/**
 * All brackets of one pass, the one that cuts earliest first. A trial of a later round goes on from where the same
 * setting was. Source: L. Li et al., "Hyperband", JMLR 18 (2018); sizes as in keras_tuner 1.4.8.
 * @throws {TuningError} `bad-argument`
 */
export function hyperbandBrackets({ maxEpochs, factor = 3 }: HyperbandSizes): Bracket[] {
  assertWhole('maxEpochs', maxEpochs, 1);
  if (!(Number.isFinite(factor) && factor >= 2))
    throw new TuningError('bad-argument', `factor must be 2 or more, not ${factor}: one in so many trials goes on.`);
  const last = bracketCount(maxEpochs, factor) - 1;
  return Array.from({ length: last + 1 }, (_, index) => {
    const bracket = last - index;
    const epochs = (round: number) => Math.ceil(maxEpochs / factor ** (bracket - round));
    const rounds = Array.from({ length: bracket + 1 }, (_, round) => ({
      trials: sizeOf(maxEpochs, factor, bracket, round),
      epochs: epochs(round),
      initialEpoch: round === 0 ? 0 : epochs(round - 1),
    }));
    return { bracket, rounds };
  });
}

function bracketCount(maxEpochs: number, factor: number): number {
  let count = 0;
  for (let epochs = maxEpochs; epochs >= 1; epochs /= factor) count++;
  return count;
}

function sizeOf(maxEpochs: number, factor: number, bracket: number, round: number): number {
  const end = Math.ceil(1 + logarithm(maxEpochs, factor)) / (bracket + 1);
  return Math.ceil(end * factor ** (bracket - round));
}

/**
 * Not rounded, as in Keras Tuner: for 125 epochs and factor 5 it comes out a little above 3, and there is a trial more. The
 * logarithms must be the nearest doubles for that, as those of Python are; `Math.log` may be off by the last bit.
 */
const logarithm = (value: number, base: number) => nearestLog(value) / nearestLog(base);

const bits = 120n;

/** The natural logarithm of a number from 1 on, rounded once, by ln x = 2 artanh((x − 1) / (x + 1)) with 120 bits. */
function nearestLog(value: number): number {
  const halvings = Math.floor(Math.log2(value));
  // Powers of two leave a double as it is, so this is exact.
  const rest = BigInt((value / 2 ** halvings) * 2 ** 52) << (bits - 52n);
  const log = artanhSum(rest) + BigInt(halvings) * artanhSum(2n << bits);
  return Number(log) / 2 ** Number(bits);
}

/** The logarithm of a fixed-point number from 1 to 2, by its series. */
function artanhSum(x: bigint): bigint {
  const one = 1n << bits;
  const ratio = ((x - one) << bits) / (x + one);
  const square = (ratio * ratio) >> bits;
  let [sum, power] = [0n, ratio];
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += power / odd;
    power = (power * square) >> bits;
  }
  return 2n * sum;
}
