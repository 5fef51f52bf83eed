/** The messages between a run's page and the extension. */

import * as z from 'zod/mini';
import { type KeepRequest, keepRequests, type Reply } from '../platform/keep.ts';
import type { Checked } from '../platform/schema.ts';
import type { Artifact, Run } from './model.ts';

/** JSON, in which VS Code carries messages, has no NaN and no infinities: they travel as their names. */
export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export interface MetricSeries {
  readonly key: string;
  readonly latest: JsonNumber;
  readonly points: readonly { readonly step: number; readonly timestamp: number; readonly value: JsonNumber }[];
}

export type PageRun = Omit<Run, 'metrics' | 'artifactUri'> & {
  /** What the run's tag says of the lab that made it. */
  readonly lab?: string;
  readonly series: readonly MetricSeries[];
  readonly artifacts: readonly Artifact[];
  /** Said in the place of the artifacts when they lie where we do not look. */
  readonly artifactsElsewhere?: string;
};

export type ToPage =
  | { readonly type: 'run'; readonly run: PageRun; readonly now: number; readonly locale: string }
  /** In place of the run: it was deleted, or the file cannot be read. */
  | { readonly type: 'problem'; readonly message: string }
  | Reply;

export type FromPage = { readonly type: 'openArtifact'; readonly path: string } | KeepRequest;

const fromPage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('openArtifact'), path: z.string() }),
  ...keepRequests,
]);

/** What a page sent, if it is one of its messages. */
export function parseFromPage(message: unknown): Checked<FromPage, typeof fromPage> | undefined {
  const { success, data } = fromPage.safeParse(message);
  return success ? data : undefined;
}

export function toJsonNumber(value: number): JsonNumber {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

export function fromJsonNumber(value: JsonNumber): number {
  return Number(value);
}
