import { type Numbers, numbersOf } from '../../data/numbers.ts';
import type { Label } from '../../metrics/data.ts';
import { EstimatorsError } from '../errors.ts';
import { classesOf, fittedOf, type Matrix, rowsOf } from '../samples.ts';
import {
  assertBoosting,
  type Booster,
  type BoostingOptions,
  boost,
  gainsOf,
  marginsOf,
  type Objective,
} from './booster.ts';
import { parseXgboost, xgboostText } from './xgboostFile.ts';

const sigmoid = (margin: number) => 1 / (1 + Math.exp(-margin));

const logistic: Objective = {
  name: 'binary:logistic',
  marginOf: (share) => Math.log(share / (1 - share)),
  derivatives: (margins, y, gradients, hessians) => {
    for (let row = 0; row < y.length; row++) {
      const p = sigmoid(margins[row]!);
      gradients[row] = p - y[row]!;
      // As XGBoost, which keeps it from 0.
      hessians[row] = Math.max(p * (1 - p), 1e-16);
    }
  },
  loss: (margins, y) => {
    let sum = 0;
    // -ln of the share that the true class got, without overflow.
    for (let row = 0; row < y.length; row++) {
      const towards = y[row] === 1 ? margins[row]! : -margins[row]!;
      sum += Math.max(-towards, 0) + Math.log1p(Math.exp(-Math.abs(towards)));
    }
    return sum / y.length;
  },
};

const squaredError: Objective = {
  name: 'reg:squarederror',
  marginOf: (mean) => mean,
  derivatives: (margins, y, gradients, hessians) => {
    for (let row = 0; row < y.length; row++) gradients[row] = margins[row]! - y[row]!;
    hessians.fill(1);
  },
  loss: (margins, y) => Math.sqrt(y.reduce((sum, value, row) => sum + (margins[row]! - value) ** 2, 0) / y.length),
};

/** What both models have. */
abstract class BoostedModel {
  protected abstract readonly name: string;
  protected readonly options: BoostingOptions;
  protected fitted: Booster | undefined;
  #evalResults: readonly number[] = [];

  /** @throws {EstimatorsError} `bad-argument` */
  constructor(options: BoostingOptions = {}) {
    assertBoosting(options);
    this.options = options;
  }

  /** The trees, and where they begin. @throws {EstimatorsError} `not-fitted` */
  get booster(): Booster {
    return fittedOf(this.fitted, this.name);
  }

  /** Mean gain of the splits on each column, to a sum of 1. @throws {EstimatorsError} `not-fitted` */
  get featureImportances(): Float64Array {
    return gainsOf(this.booster);
  }

  /** Loss on `evalSet` after each round: log loss of classes, root mean square of numbers. */
  get evalResults(): readonly number[] {
    return this.#evalResults;
  }

  /** The model as XGBoost's JSON, which `Booster.load_model` reads. @throws {EstimatorsError} `not-fitted` */
  toXgboost(): string {
    return xgboostText(this.booster);
  }

  protected learn(objective: Objective, x: Matrix, y: Float64Array, evalSet?: { x: Matrix; y: Float64Array }): void {
    const held = evalSet && { rows: rowsOf(evalSet.x), y: evalSet.y };
    if (held && held.rows.length !== held.y.length)
      throw new EstimatorsError(
        'unequal-lengths',
        `evalSet has ${held.rows.length} rows and ${held.y.length} answers.`,
      );
    const { booster, evalResults } = boost(objective, { rows: rowsOf(x), y }, held, this.options);
    this.fitted = booster;
    this.#evalResults = evalResults;
  }
}

/**
 * Gradient-boosted trees for two classes, after `xgboost.XGBClassifier` with `tree_method="hist"`, `binary:logistic`
 * (Friedman 2001; Chen and Guestrin 2016). Rows without values are refused.
 */
export class XGBClassifier<L extends Label = Label> extends BoostedModel {
  protected readonly name = 'XGBClassifier';
  #classes: readonly L[] = [];

  /** @throws {EstimatorsError} `not-fitted` */
  get classes(): readonly L[] {
    fittedOf(this.fitted, this.name);
    return this.#classes;
  }

  /**
   * @param evalSet rows that the trees do not learn from, for `evalResults` and early stopping
   * @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-label`, `one-class`, `bad-argument`
   */
  fit(x: Matrix, y: Iterable<L>, { evalSet }: { readonly evalSet?: { x: Matrix; y: Iterable<L> } } = {}): this {
    const { classes, codes } = classesOf(y, rowsOf(x).length);
    if (classes.length !== 2) {
      const found = `There ${classes.length === 1 ? 'is one class' : `are ${classes.length} classes`}.`;
      throw new EstimatorsError(
        classes.length < 2 ? 'one-class' : 'bad-argument',
        `XGBClassifier tells two apart. ${found}`,
      );
    }
    const held = evalSet && { x: evalSet.x, y: Float64Array.from(evalSet.y, (label) => this.#codeOf(classes, label)) };
    this.learn(logistic, x, Float64Array.from(codes), held);
    this.#classes = classes;
    return this;
  }

  #codeOf(classes: readonly L[], label: L): number {
    const code = classes.indexOf(label);
    if (code >= 0) return code;
    throw new EstimatorsError('bad-label', `evalSet has the class “${String(label)}”, which is not in y.`);
  }

  /** Share of each class, row by row. @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  predictProba(x: Matrix): Float64Array[] {
    return Array.from(marginsOf(this.booster, x), (margin) => Float64Array.of(sigmoid(-margin), sigmoid(margin)));
  }

  /** @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  predict(x: Matrix): L[] {
    return Array.from(marginsOf(this.booster, x), (margin) => this.#classes[margin > 0 ? 1 : 0]!);
  }

  /**
   * A model that XGBoost has saved as JSON.
   * @param classes what its 0 and 1 stand for
   * @throws {EstimatorsError} `bad-model-file`
   */
  static fromXgboost<L extends Label>(text: string, classes: readonly [no: L, yes: L]): XGBClassifier<L> {
    const model = new XGBClassifier<L>();
    model.fitted = parseXgboost(text, logistic);
    model.#classes = classes;
    return model;
  }
}

/**
 * Gradient-boosted trees for numbers, after `xgboost.XGBRegressor` with `tree_method="hist"`, `reg:squarederror`. Outside
 * the rows it has seen it answers as at their edge.
 */
export class XGBRegressor extends BoostedModel {
  protected readonly name = 'XGBRegressor';

  /** @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-argument` */
  fit(x: Matrix, y: Numbers, { evalSet }: { readonly evalSet?: { x: Matrix; y: Numbers } } = {}): this {
    const targets = targetsOf(y, rowsOf(x).length);
    this.learn(squaredError, x, targets, evalSet && { x: evalSet.x, y: numbersOf(evalSet.y) });
    return this;
  }

  /** @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  predict(x: Matrix): Float64Array {
    return marginsOf(this.booster, x);
  }

  /** A model that XGBoost has saved as JSON. @throws {EstimatorsError} `bad-model-file` */
  static fromXgboost(text: string): XGBRegressor {
    const model = new XGBRegressor();
    model.fitted = parseXgboost(text, squaredError);
    return model;
  }
}

function targetsOf(y: Numbers, rows: number): Float64Array {
  const targets = numbersOf(y);
  if (targets.length !== rows)
    throw new EstimatorsError('unequal-lengths', `There are ${rows} rows and ${targets.length} targets.`);
  const bad = targets.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return targets;
  throw new EstimatorsError('bad-value', `y[${bad}] is ${targets[bad]}, and no number.`);
}
