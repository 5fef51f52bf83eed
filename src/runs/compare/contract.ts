/** The messages between the compare page and the extension. */
import * as z from 'zod/mini';
import { type KeepRequest, keepRequests, type Reply, requestNumber } from '../../platform/keep.ts';
import type { Checked } from '../../platform/schema.ts';
import type { RunColumns } from './columns.ts';
import { type View, viewSchema } from './view.ts';

export interface ExperimentName {
  readonly id: string;
  readonly name: string;
}

export type ToPage =
  /** Before the first table, and when other runs are compared: how they were looked at last. */
  | {
      readonly type: 'start';
      readonly view: View | undefined;
      /** Of the experiment whose runs are compared; '' for those of all, and for chosen ones. */
      readonly experiment: string;
      readonly experiments: readonly ExperimentName[];
      /** The runs that were chosen; none where all of an experiment are compared. */
      readonly chosen: readonly string[];
      readonly locale: string;
    }
  /** The runs as they are now. `whole` is false for the newest, sent before the others were read. */
  | { readonly type: 'runs'; readonly runs: RunColumns; readonly now: number; readonly whole: boolean }
  /** In place of the runs: the file cannot be read. */
  | { readonly type: 'problem'; readonly message: string }
  | Reply;

/** What is asked, and answered by a `reply`. */
export type CompareRequest =
  | KeepRequest
  /** Answered by `History[]`. */
  | {
      readonly type: 'histories';
      readonly requestId: number;
      readonly ids: readonly string[];
      readonly key: string;
    }
  /** Answered by `Extremes[]`. */
  | { readonly type: 'extremes'; readonly requestId: number; readonly ids: readonly string[] }
  /** Answered when it is done. */
  | { readonly type: 'act'; readonly requestId: number; readonly action: RunAction; readonly ids: readonly string[] };

/** What can be done with runs from the page. */
export const runActions = ['open', 'star', 'unstar', 'rename', 'note', 'tag', 'delete', 'diff'] as const;
export type RunAction = (typeof runActions)[number];

export type FromPage =
  | CompareRequest
  | { readonly type: 'view'; readonly view: View }
  /** '' for all experiments. */
  | { readonly type: 'experiment'; readonly id: string };

const ids = z.array(z.string());
const fromPage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('view'), view: viewSchema }),
  z.object({ type: z.literal('experiment'), id: z.string() }),
  z.object({ type: z.literal('histories'), requestId: requestNumber, ids, key: z.string() }),
  z.object({ type: z.literal('extremes'), requestId: requestNumber, ids }),
  z.object({ type: z.literal('act'), requestId: requestNumber, action: z.enum(runActions), ids }),
  ...keepRequests,
]);

/** What the page sent, if it is one of its messages. */
export function parseFromPage(message: unknown): Checked<FromPage, typeof fromPage> | undefined {
  const { success, data } = fromPage.safeParse(message);
  return success ? data : undefined;
}
