/** What boosted classifiers and regressors share: trees that each mend what those before have left. */
import { uniform } from '../../datasets/chance.ts';
import { EstimatorsError } from '../errors.ts';
import { assertColumns, type Matrix, rowsOf } from '../samples.ts';
import { binsOf } from './bins.ts';
import { type BoostedTree, leafValue } from './boostedTree.ts';
import { type GrowOptions, growBoosted } from './growBoosted.ts';

export interface BoostingOptions {
  /** Rounds, a tree each: 100 by default. */
  readonly nEstimators?: number;
  /** 6 by default. */
  readonly maxDepth?: number;
  /** η, what share of each tree is added: 0.3 by default. */
  readonly learningRate?: number;
  /** λ: 1 by default. */
  readonly regLambda?: number;
  /** A split must gain more than this: 0 by default. */
  readonly gamma?: number;
  /** 1 by default. */
  readonly minChildWeight?: number;
  /** Share of the rows that each tree sees: 1 by default. */
  readonly subsample?: number;
  /** Bins of a column at most: 256 by default. */
  readonly maxBin?: number;
  /** Stops once the loss on `evalSet` has not fallen for so many rounds; the trees after the best are not asked. */
  readonly earlyStoppingRounds?: number;
  /** A whole number from 0 on, for `subsample`: 0 by default. */
  readonly seed?: number;
}

/** What is learned: the name of XGBoost, and what boosting needs to know of it. */
export interface Objective {
  readonly name: 'binary:logistic' | 'reg:squarederror';
  /** Where margins begin, from the answer that all rows get at first. */
  readonly marginOf: (baseScore: number) => number;
  /** Adds first and second derivatives of the loss. */
  readonly derivatives: (
    margins: Float64Array,
    y: Float64Array,
    gradients: Float64Array,
    hessians: Float64Array,
  ) => void;
  /** On `evalSet`; lower is better. */
  readonly loss: (margins: Float64Array, y: Float64Array) => number;
}

export interface Booster {
  readonly objective: Objective['name'];
  readonly trees: readonly BoostedTree[];
  /** The answer before the first tree: a probability, or a number. */
  readonly baseScore: number;
  /** The same as a margin. */
  readonly baseMargin: number;
  readonly columns: number;
  /** The round, from 0 on, after which no tree is asked; without early stopping none. */
  readonly bestIteration?: number;
}

export interface Rounds {
  readonly booster: Booster;
  /** The loss on `evalSet` after each round. */
  readonly evalResults: readonly number[];
}

interface Held {
  readonly rows: readonly Float64Array[];
  readonly y: Float64Array;
}

/** @throws {EstimatorsError} `bad-argument` */
export function boost(objective: Objective, learn: Held, held: Held | undefined, options: BoostingOptions): Rounds {
  const { nEstimators = 100, earlyStoppingRounds, subsample = 1, maxBin = 256, seed = 0 } = options;
  if (earlyStoppingRounds !== undefined && !held)
    throw new EstimatorsError('bad-argument', 'earlyStoppingRounds needs an evalSet to look at: give one to fit.');
  const grow: GrowOptions = {
    ...{
      maxDepth: options.maxDepth ?? 6,
      learningRate: options.learningRate ?? 0.3,
      regLambda: options.regLambda ?? 1,
    },
    ...{ gamma: options.gamma ?? 0, minChildWeight: options.minChildWeight ?? 1 },
  };
  // In 32 bits, as XGBoost keeps it.
  const baseScore = Math.fround(learn.y.reduce((sum, value) => sum + value, 0) / learn.y.length);
  const baseMargin = objective.marginOf(baseScore);
  const bins = binsOf(learn.rows, maxBin);
  const margins = new Float64Array(learn.y.length).fill(baseMargin);
  const heldMargins = new Float64Array(held?.y.length ?? 0).fill(baseMargin);
  const [gradients, hessians] = [new Float64Array(learn.y.length), new Float64Array(learn.y.length)];
  const next = uniform(seed);
  const trees: BoostedTree[] = [];
  const evalResults: number[] = [];
  let best = 0;
  for (let round = 0; round < nEstimators; round++) {
    objective.derivatives(margins, learn.y, gradients, hessians);
    if (subsample < 1) leaveOut(gradients, hessians, subsample, next);
    const tree = growBoosted(bins, gradients, hessians, grow);
    trees.push(tree);
    addTo(margins, tree, learn.rows);
    if (!held) continue;
    addTo(heldMargins, tree, held.rows);
    evalResults.push(objective.loss(heldMargins, held.y));
    if (evalResults[round]! < evalResults[best]!) best = round;
    if (earlyStoppingRounds !== undefined && round - best >= earlyStoppingRounds) break;
  }
  const bestIteration = earlyStoppingRounds === undefined ? {} : { bestIteration: best };
  const columns = learn.rows[0]!.length;
  return {
    booster: { objective: objective.name, trees, baseScore, baseMargin, columns, ...bestIteration },
    evalResults,
  };
}

function leaveOut(gradients: Float64Array, hessians: Float64Array, share: number, next: () => number): void {
  for (let row = 0; row < gradients.length; row++) {
    if (next() < share) continue;
    gradients[row] = 0;
    hessians[row] = 0;
  }
}

function addTo(margins: Float64Array, tree: BoostedTree, rows: readonly Float64Array[]): void {
  for (let row = 0; row < rows.length; row++) margins[row]! += leafValue(tree, rows[row]!);
}

/** The trees that are asked. */
export function askedTrees({ trees, bestIteration }: Booster): readonly BoostedTree[] {
  return bestIteration === undefined ? trees : trees.slice(0, bestIteration + 1);
}

/** Sum of base and trees, row by row. @throws {EstimatorsError} `unequal-lengths`, `bad-value` */
export function marginsOf(booster: Booster, x: Matrix): Float64Array {
  const rows = rowsOf(x);
  assertColumns(rows[0]!.length, booster.columns);
  const margins = new Float64Array(rows.length).fill(booster.baseMargin);
  for (const tree of askedTrees(booster)) addTo(margins, tree, rows);
  return margins;
}

/** Mean gain of the splits on each column, to a sum of 1; after XGBoost's `importance_type="gain"`. */
export function gainsOf(booster: Booster): Float64Array {
  const [gains, splits] = [new Float64Array(booster.columns), new Float64Array(booster.columns)];
  for (const { leftChildren, splitIndices, lossChanges } of booster.trees)
    leftChildren.forEach((left, node) => {
      if (left < 0) return;
      gains[splitIndices[node]!]! += lossChanges[node]!;
      splits[splitIndices[node]!]!++;
    });
  const means = gains.map((gain, j) => (splits[j]! > 0 ? gain / splits[j]! : 0));
  const sum = means.reduce((total, value) => total + value, 0);
  return sum > 0 ? means.map((value) => value / sum) : means;
}

/** @throws {EstimatorsError} `bad-argument` */
export function assertBoosting(options: BoostingOptions): void {
  const whole = { nEstimators: 1, maxDepth: 1, maxBin: 2, earlyStoppingRounds: 1, seed: 0 } as const;
  for (const [name, least] of Object.entries(whole) as [keyof typeof whole, number][]) {
    const value = options[name];
    if (value === undefined || (Number.isSafeInteger(value) && value >= least)) continue;
    throw new EstimatorsError('bad-argument', `${name} must be a whole number from ${least} on, and not ${value}.`);
  }
  if ((options.maxBin ?? 256) > 65_536) throw new EstimatorsError('bad-argument', 'maxBin must be 65,536 or less.');
  for (const name of ['learningRate', 'regLambda', 'gamma', 'minChildWeight'] as const) {
    const value = options[name];
    if (value === undefined || (value >= 0 && value < Number.POSITIVE_INFINITY)) continue;
    throw new EstimatorsError('bad-argument', `${name} must be a number from 0 on, and not ${value}.`);
  }
  const { subsample = 1 } = options;
  if (!(subsample > 0 && subsample <= 1))
    throw new EstimatorsError('bad-argument', `subsample must be a share above 0 and up to 1, and not ${subsample}.`);
}
