/**
 * `X.wrong.ts` beside `X.lab.ts`: answers to its exercises that are wrong, and the words with which each must fail.
 * Authors write it, `npm run labs` tries it; it never ships.
 *
 *     import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';
 *
 *     export const wrong: WrongAnswers = {
 *       z: [{ code: 'const z = (x: number) => x - 2;', says: 'only centered' }],
 *     };
 */
import { access } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import * as z from 'zod/mini';

export interface WrongAnswer {
  /** What stands in place of the starter and the solution; the rest of the cell stays. */
  readonly code: string;
  /**
   * Part of the mistake that a check of the exercise names; of a prediction, which fails with no answer, part of the
   * thought that the truth's cell names.
   */
  readonly says: string;
}

/** By the exercise's id. */
export type WrongAnswers = Readonly<Record<string, readonly WrongAnswer[]>>;

const text = z.string().check(z.minLength(1));
const schema = z.record(z.string(), z.array(z.strictObject({ code: text, says: text })));

/** A file of wrong answers that is not what it should be; the message is a sentence for its author. */
export class WrongAnswersError extends Error {
  override readonly name = 'WrongAnswersError';
}

export function wrongAnswersPath(labPath: string): string {
  return labPath.replace(/\.lab\.ts$/, '.wrong.ts');
}

/** @returns nothing where there is no such file @throws WrongAnswersError */
export async function readWrongAnswers(labPath: string): Promise<WrongAnswers | undefined> {
  const path = wrongAnswersPath(labPath);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return undefined;
  const module: { wrong?: unknown } = await import(pathToFileURL(path).href).catch((error: unknown) => {
    throw new WrongAnswersError(`it cannot be loaded: ${String(error)}`, { cause: error });
  });
  const { data, error } = schema.safeParse(module.wrong);
  if (data) return data;
  const issue = error?.issues[0];
  throw new WrongAnswersError(
    `it must export “wrong”, by exercise a list of { code, says }: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  );
}
