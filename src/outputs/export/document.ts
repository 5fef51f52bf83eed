/** A lab that was run, as it is handed on: its words, its code, and what each cell showed. */

import type { CheckResult } from '../../mlops/host.ts';
import type { Form } from '../forms.ts';

export type DocumentOutput =
  /** Of printed errors the folders of the machine are left out on which they came up: those are nobody else's business. */
  | { readonly kind: 'stream'; readonly name: 'stdout' | 'stderr'; readonly text: string }
  /** So are those of `stack`. */
  | { readonly kind: 'error'; readonly name: string; readonly message: string; readonly stack: string }
  | { readonly kind: 'check'; readonly check: CheckResult }
  /** A value: its richest form, and its words where it has some. */
  | { readonly kind: 'value'; readonly form: Form; readonly text?: string };

export type DocumentCell =
  | { readonly kind: 'markdown'; readonly source: string }
  | {
      readonly kind: 'code';
      readonly source: string;
      /** Absent for a cell that was not run as it stands. */
      readonly run?: { readonly success?: boolean; readonly seconds?: number };
      readonly outputs: readonly DocumentOutput[];
    };

export interface LabDocument {
  readonly id: string;
  readonly title: string;
  readonly cells: readonly DocumentCell[];
  readonly facts: RunFacts;
}

export interface RunFacts {
  /** Code cells that were run as they stand, of how many. */
  readonly ran: number;
  readonly cells: number;
  readonly checks: { readonly passed: number; readonly all: number };
  /** That the cells took together. */
  readonly seconds: number;
  /** When the last of them ended, in milliseconds since 1970. */
  readonly finished?: number;
  /** What TensorFlow.js computed on, where that is known. */
  readonly backend?: string;
}
