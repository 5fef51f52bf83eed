/**
 * What crosses from a lab's kernel to the renderer of its outputs. An output may come from a notebook that somebody
 * else saved, so nothing is drawn before it is checked here.
 */

import * as z from 'zod/mini';
import type { CheckResult } from '../../mlops/host.ts';
import type { Reveal } from '../../mlops/payloads/prediction.ts';
import { UserError } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import type { Checked } from '../../platform/schema.ts';

const guess = z.union([z.number(), z.string(), z.array(z.string()).check(z.maxLength(100))]);

const check = z.object({
  id: z.string(),
  name: z.string(),
  passed: z.boolean(),
  expected: z.exactOptional(z.string()),
  actual: z.exactOptional(z.string()),
  tolerance: z.exactOptional(z.number()),
  mistake: z.exactOptional(z.string()),
  hint: z.exactOptional(z.string()),
  hints: z.exactOptional(z.array(z.string()).check(z.maxLength(20))),
  untried: z.exactOptional(z.literal(true)),
  prediction: z.exactOptional(
    z.object({
      value: z.exactOptional(guess),
      unit: z.exactOptional(z.string()),
      inWords: z.exactOptional(z.literal(true)),
    }),
  ),
});

/** @throws {UserError} `output-malformed`. */
export function parseCheck(data: unknown): Checked<CheckResult, typeof check> {
  return parse(check, data, t('check result'));
}

/** Nothing for what is no check result: its drawing says what is wrong with it. */
export function checkIn(data: unknown): Checked<CheckResult, typeof check> | undefined {
  return check.safeParse(data).data;
}

const reveal = z.object({
  id: z.string(),
  question: z.string(),
  truth: guess,
  guess: z.exactOptional(guess),
  unit: z.exactOptional(z.string()),
  says: z.exactOptional(z.string()),
});

/** Nothing for what reveals no truth. */
export function revealIn(data: unknown): Checked<Reveal, typeof reveal> | undefined {
  return reveal.safeParse(data).data;
}

/** Data of a schema. @param what it is, in words @throws {UserError} `output-malformed` */
export function parse<T>(schema: z.ZodMiniType<T>, data: unknown, what: string): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const where = issue.path.length > 0 ? issue.path.join('.') : t('the whole');
  throw malformed(what, `${where}: ${issue.message}`);
}

export function malformed(what: string, reason: string): UserError {
  const message = t('This output is not a well-formed {0} ({1}). Run the cell again.', what, reason);
  return new UserError('output-malformed', message);
}
