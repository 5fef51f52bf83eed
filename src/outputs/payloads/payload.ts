/**
 * What crosses from a lab's kernel to the renderer of its outputs. An output may come from a notebook that somebody
 * else saved, so nothing is drawn before it is checked here.
 */
import * as z from 'zod/mini';
import type { CheckResult } from '../../mlops/host.ts';
import type { Reveal } from '../../mlops/payloads/prediction.ts';
import { UserError } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';

const guess = z.union([z.number(), z.string(), z.array(z.string()).check(z.maxLength(100))]);

const check = z.object({
  id: z.string(),
  name: z.string(),
  passed: z.boolean(),
  expected: z.optional(z.string()),
  actual: z.optional(z.string()),
  tolerance: z.optional(z.number()),
  mistake: z.optional(z.string()),
  hint: z.optional(z.string()),
  hints: z.optional(z.array(z.string()).check(z.maxLength(20))),
  prediction: z.optional(z.object({ value: z.optional(guess), unit: z.optional(z.string()) })),
});

/** @throws {UserError} `output-malformed`. */
export function parseCheck(data: unknown): CheckResult {
  return parse(check, data, t('check result')) as CheckResult;
}

/** Nothing for what is no check result: its drawing says what is wrong with it. */
export function checkIn(data: unknown): CheckResult | undefined {
  return check.safeParse(data).data as CheckResult | undefined;
}

const reveal = z.object({
  id: z.string(),
  question: z.string(),
  truth: guess,
  guess: z.optional(guess),
  unit: z.optional(z.string()),
  says: z.optional(z.string()),
});

/** Nothing for what reveals no truth. */
export function revealIn(data: unknown): Reveal | undefined {
  return reveal.safeParse(data).data as Reveal | undefined;
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
