/**
 * Predictions: the learner commits to an answer before the cell that shows the truth. A prediction is no test: it fails
 * while it is empty, and passes with any answer that could be meant.
 */
import { currentHost } from '../host.ts';
import { mime } from '../payloads/mime.ts';
import { type Guess, guessText, numberText, type Reveal } from '../payloads/prediction.ts';
import { prose } from '../payloads/prose.ts';
import { PredictionError } from './errors.ts';

/** A number from one bound to the other, both included. */
export interface NumberPrediction {
  readonly from: number;
  readonly to: number;
  /** E.g. `%` or `rows`. */
  readonly unit?: string;
  /** The learner's; `undefined` while there is none. */
  readonly answer: number | undefined;
}

export interface ChoicePrediction<Option extends string> {
  readonly oneOf: readonly Option[];
  readonly answer: NoInfer<Option> | undefined;
}

/** All of the items, the first one first. */
export interface OrderPrediction {
  readonly order: readonly string[];
  readonly answer: readonly string[] | undefined;
}

/** What was predicted: handed to `reveal`, once the truth is known. */
export interface Prediction<G extends Guess> {
  readonly id: string;
  readonly question: string;
  /** `undefined` where nothing was answered, or nothing that can be meant. */
  readonly answer: G | undefined;
  readonly unit?: string;
}

export interface RevealOptions<G extends Guess> {
  /** Names the thought that leads to a guess which is far off; nothing where it is near. Not asked when it is right. */
  readonly far?: (guess: G, truth: G) => string | undefined;
}

type AnyPrediction = NumberPrediction | ChoicePrediction<string> | OrderPrediction;

/**
 * Takes a prediction and reports it as a check that passes with any answer in range.
 *
 *     const share = predict('fahrenheit', 'How many of 100 pumps are judged right?', { from: 0, to: 100, answer });
 *
 * @param id unique in the lab; the cell that shows the truth is marked `truth="id"`
 * @param question with everything needed to answer it
 * @throws PredictionError
 */
export function predict(id: string, question: string, asked: NumberPrediction): Prediction<number>;
export function predict<const Option extends string>(
  id: string,
  question: string,
  asked: ChoicePrediction<Option>,
): Prediction<string>;
export function predict(id: string, question: string, asked: OrderPrediction): Prediction<readonly string[]>;
export function predict(id: string, question: string, asked: AnyPrediction): Prediction<Guess> {
  assertAnswerable(id, asked);
  const problem = problemOf(asked);
  const unit = 'unit' in asked && asked.unit !== undefined ? { unit: asked.unit } : {};
  const value = problem === undefined ? asked.answer : undefined;
  const prediction = value === undefined ? unit : { value, ...unit };
  const mistake = problem === undefined ? {} : { mistake: problem };
  currentHost().checked({ id, name: question, passed: problem === undefined, ...mistake, prediction });
  return { id, question, answer: value, ...unit };
}

/**
 * Shows the truth beside what was predicted: how far off it was, and what thought leads there.
 *
 * @param prediction what `predict` gave
 */
export function reveal<G extends Guess>(
  prediction: Prediction<G>,
  truth: NoInfer<G>,
  { far }: RevealOptions<NoInfer<G>> = {},
): void {
  const { id, question, answer, unit } = prediction;
  const thought = answer === undefined || isSame(answer, truth) ? undefined : far?.(answer, truth);
  const says = thought ? { says: thought } : {};
  const payload: Reveal = {
    id,
    question,
    truth,
    ...(answer === undefined ? {} : { guess: answer }),
    ...(unit === undefined ? {} : { unit }),
    ...says,
  };
  const text = [outcome(payload), ...(thought ? [thought] : [])].join(' ');
  currentHost().display({ ...prose(text), [mime.reveal]: payload });
}

/** In words: what was said, what is, and how far apart they are. */
function outcome({ question, guess, truth, unit }: Reveal): string {
  const is = guessText(truth, unit);
  if (guess === undefined) return `You have not predicted: ${question} It is ${is}.`;
  if (isSame(guess, truth)) return `You said ${guessText(guess, unit)}, and so it is.`;
  if (typeof guess === 'number' && typeof truth === 'number') {
    const off = numberText(Math.abs(guess - truth));
    return `You said ${guessText(guess, unit)}. It is ${is}: you were ${off} too ${guess > truth ? 'high' : 'low'}.`;
  }
  if (typeof guess === 'string' || typeof truth !== 'object') return `You said ${guessText(guess, unit)}. It is ${is}.`;
  const right = typeof guess === 'object' ? truth.filter((item, place) => guess[place] === item).length : 0;
  return `You had ${right} of ${truth.length} in their place. The order is: ${is}.`;
}

function isSame(a: Guess, b: Guess): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** Why an answer cannot be taken, for the learner. */
function problemOf(asked: AnyPrediction): string | undefined {
  if ('from' in asked) return numberProblem(asked);
  return 'oneOf' in asked ? choiceProblem(asked) : orderProblem(asked);
}

function numberProblem({ from, to, unit, answer }: NumberPrediction): string | undefined {
  const range = `a number from ${numberText(from)} to ${guessText(to, unit)}`;
  if (answer === undefined) return `Put ${range} in place of undefined, then run this cell.`;
  if (typeof answer !== 'number' || Number.isNaN(answer)) return `This is no number. Predict ${range}.`;
  return answer < from || answer > to ? `${guessText(answer, unit)} is out of range. Predict ${range}.` : undefined;
}

function choiceProblem({ oneOf, answer }: ChoicePrediction<string>): string | undefined {
  const options = oneOf.map((option) => `'${option}'`).join(', ');
  if (answer === undefined) return `Put one of ${options} in place of undefined, then run this cell.`;
  return oneOf.includes(answer) ? undefined : `That is none of the options. Choose one of ${options}.`;
}

function orderProblem({ order, answer }: OrderPrediction): string | undefined {
  const items = order.map((item) => `'${item}'`).join(', ');
  if (answer === undefined) {
    return `Put a list of ${items}, in your order, in place of undefined, then run this cell.`;
  }
  const isOrder =
    Array.isArray(answer) && answer.length === order.length && order.every((item) => answer.includes(item));
  return isOrder ? undefined : `Your list must hold each of these once: ${items}.`;
}

function assertAnswerable(id: string, asked: AnyPrediction): void {
  const wrong = (what: string) => {
    throw new PredictionError('unanswerable', `The prediction “${id}” cannot be answered: ${what}.`);
  };
  if ('from' in asked) {
    if (!(asked.from < asked.to)) wrong(`its range goes from ${asked.from} to ${asked.to}`);
    return;
  }
  const options = 'oneOf' in asked ? asked.oneOf : asked.order;
  if (options.length < 2) wrong('there are fewer than two options');
  if (new Set(options).size < options.length) wrong('two options are the same');
}
