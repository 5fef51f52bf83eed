/** What comes of a cell: outputs while it runs, and how it ended. */

import type { CheckResult } from '../../mlops/host.ts';
import type { LiveChange } from '../../mlops/payloads/live.ts';
import type { MimeBundle } from '../../mlops/payloads/mime.ts';
import type { BackendInUse } from './options.ts';

export interface CellError {
  readonly name: string;
  readonly message: string;
  /** One-based, in the lab file. Absent when no frame lies in the lab file. */
  readonly line?: number;
  readonly column?: number;
  /** Frames of the lab and of local modules; our own and Node's internals are cut. */
  readonly stack: string;
}

export type Output =
  | { readonly kind: 'stream'; readonly name: 'stdout' | 'stderr'; readonly text: string }
  /** `display(…)` and the value of a cell's last expression. */
  | { readonly kind: 'display'; readonly data: MimeBundle }
  /** Changes a live output that was displayed before, by any cell. */
  | { readonly kind: 'update'; readonly id: string; readonly change: LiveChange }
  | { readonly kind: 'check'; readonly check: CheckResult };

/** What became of the tensors that a cell made. */
export interface TensorUse {
  readonly backend: BackendInUse;
  /** Those that nothing can reach any more, and that nobody disposed: their memory is lost until the kernel ends. */
  readonly leaked: number;
  /** What these take. */
  readonly bytes: number;
  /** How many of these each op made, the most first; no name stands for tensors made from plain values. */
  readonly ops: Readonly<Record<string, number>>;
}

/** How far a stop had to go: the cell ended when asked, its code was broken off, or the process was killed. */
export type StopStage = 'cooperative' | 'terminated' | 'killed';

export type CellStatus = 'succeeded' | 'failed' | 'skipped' | 'interrupted';
