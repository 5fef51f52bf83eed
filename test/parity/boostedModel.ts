/** Trains on the rows that come in by standard input, and writes the model as XGBoost's JSON; see boosting.py. */
import { readFileSync } from 'node:fs';
import { XGBClassifier } from '../../src/mlops/estimators.ts';

const { x, y, options }: { x: number[][]; y: number[]; options: object } = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(new XGBClassifier<number>(options).fit(x, y).toXgboost());
