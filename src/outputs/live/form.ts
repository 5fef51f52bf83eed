/** Live outputs as they come from elsewhere: a kernel, a stored file, a notebook of somebody else's. */

import * as z from 'zod/mini';
import { applyChange, type LiveState, limits } from '../../mlops/payloads/live.ts';
import { mostNames } from '../../mlops/payloads/liveSeries.ts';
import { UserError } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import type { Checked } from '../../platform/schema.ts';

const value = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);
const count = z.number().check(z.nonnegative());
const text = z.string().check(z.maxLength(2000));

/** Each curve is as long as the axis, so that a drawing may rely on it. */
const series = (most: number) =>
  z
    .object({
      stride: z.int().check(z.positive()),
      count: z.int().check(z.nonnegative()),
      x: z.array(z.number()).check(z.maxLength(most)),
      y: z.record(z.string(), z.array(z.nullable(value))),
    })
    .check(
      z.refine(
        ({ x, y }) => Object.values(y).every((column) => column.length === x.length),
        'curves of unequal length',
      ),
      z.refine(({ y }) => Object.keys(y).length <= mostNames, 'too many curves'),
    );

const live = z.object({
  id: z.string(),
  version: z.int().check(z.nonnegative()),
  kind: z.enum(['training', 'progress', 'chart']),
  title: text,
  status: z.enum(['running', 'finished', 'stopped', 'failed']),
  reason: z.exactOptional(text),
  unit: text,
  done: z.number(),
  total: z.exactOptional(z.number()),
  inner: z.exactOptional(z.object({ title: text, done: count, total: z.exactOptional(count) })),
  elapsed: count,
  rate: z.exactOptional(z.number()),
  throughput: z.exactOptional(z.object({ examplesPerSecond: z.number(), millisecondsPerStep: z.number() })),
  learningRate: z.exactOptional(z.number()),
  values: z.record(z.string(), value),
  best: z.exactOptional(z.object({ name: z.string(), x: z.number(), value: z.number() })),
  broken: z.exactOptional(z.object({ name: z.string(), value, x: z.number(), step: z.exactOptional(z.number()) })),
  points: series(limits.points),
  batches: series(limits.batches),
});

/** @throws {UserError} `output-malformed` */
export function parseLive(data: unknown): Checked<LiveState, typeof live> {
  const result = live.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const where = issue.path.length > 0 ? issue.path.join('.') : t('the whole');
  throw new UserError(
    'output-malformed',
    t('This is not a well-formed live output ({0}: {1}). Run the cell again.', where, issue.message),
  );
}

/** A stored live output, as JSON: what ran when it was stored does not run any more. Nothing for what is none. */
export function settledJson(json: string): string | undefined {
  try {
    const state = parseLive(JSON.parse(json));
    return JSON.stringify(state.status === 'running' ? lost(state) : state);
  } catch {
    return undefined;
  }
}

function lost(state: LiveState): LiveState {
  const reason = t('The lab was closed while it ran. Run the cell again.');
  return applyChange(state, { type: 'end', status: 'stopped', reason });
}
