/**
 * Judgments: a learner writes in sentences what follows from the numbers, before the cell that shows a model answer. No
 * program marks them: they are laid beside each other.
 */
import { currentHost } from '../host.ts';
import { mime } from '../payloads/mime.ts';
import type { Reveal } from '../payloads/prediction.ts';
import { prose } from '../payloads/prose.ts';
import { PredictionError } from './errors.ts';
import type { Prediction } from './predict.ts';

export interface JudgmentOptions {
  /** How many words it must have at least. */
  readonly words: number;
  /** The learner's text; `undefined` while there is none. */
  readonly answer: string | undefined;
}

/**
 * Takes a judgment and reports it as a check that passes once it has enough words.
 *
 *     const judgment = judge('judgment', 'Ship, hold or ask? Write to Nadia.', { words: 40, answer: letter });
 *
 * @param id unique in the lab; the cell that shows the model answer is marked `truth="id"`
 * @param question with everything needed to answer it
 * @throws PredictionError `unanswerable` where `words` is no whole number from 1 on
 */
export function judge(id: string, question: string, { words, answer }: JudgmentOptions): Prediction<string> {
  if (!(Number.isSafeInteger(words) && words > 0)) {
    const reason = `it asks for ${words} words, and not for a whole number from 1 on`;
    throw new PredictionError('unanswerable', `The judgment “${id}” cannot be written: ${reason}.`);
  }
  const problem = problemOf(words, answer);
  const value = problem === undefined ? answer : undefined;
  const mistake = problem === undefined ? {} : { mistake: problem };
  const prediction = { inWords: true, ...(value === undefined ? {} : { value }) } as const;
  currentHost().checked({ id, name: question, passed: problem === undefined, ...mistake, prediction });
  return { id, question, answer: value };
}

function problemOf(words: number, answer: string | undefined): string | undefined {
  if (answer === undefined) return `Write at least ${words} words in place of undefined, then run this cell.`;
  if (typeof answer !== 'string') return `This is no text. Write at least ${words} words.`;
  const written = answer.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  return written < words ? `You have written ${written} words. Say it in at least ${words}.` : undefined;
}

/**
 * Shows a model answer below what was written, and what to look for in both.
 *
 * @param judgment what `judge` gave
 * @param model the model answer
 * @param points what a good answer has, a sentence each
 */
export function modelAnswer(
  { id, question, answer }: Prediction<string>,
  model: string,
  points: readonly string[],
): void {
  const yours = answer === undefined ? ['You have not written yours.'] : ['You wrote:', answer.trim()];
  const compare = ['Look for these in yours:', ...points.map((point, index) => `${index + 1}. ${point}`)];
  const payload: Reveal = { id, question, truth: model, ...(answer === undefined ? {} : { guess: answer }) };
  currentHost().display({ ...prose(...yours, 'A model answer:', model.trim(), ...compare), [mime.reveal]: payload });
}
