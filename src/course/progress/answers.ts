import type { Progress } from './progress.ts';

/** The questions of a quiz that were answered, each with the form of its last answer, from 1. */
export function answersIn(progress: Progress, quiz: string): ReadonlyMap<string, number> {
  return new Map(
    [...progress.values()].flatMap((fact) =>
      fact.kind === 'answer' && fact.item === quiz ? [[fact.question, fact.form ?? 1] as const] : [],
    ),
  );
}
