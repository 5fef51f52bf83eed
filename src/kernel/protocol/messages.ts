/**
 * The messages between a lab's session (extension host or CLI) and its kernel process. Node's `advanced`
 * serialization carries them, so typed arrays travel as they are.
 */
import type { Question } from '../../mlops/host.ts';
import type { SourceQuery } from '../../mlops/payloads/source.ts';
import type { Probes } from '../probes.ts';
import type { BackendInUse } from './options.ts';
import type { CellError, Output, StopStage, TensorUse } from './outputs.ts';
import type { RunRef, TrackRequest } from './runs.ts';
import type { ValueForm, VariableOrder, VariablePath, VariableScope } from './variables.ts';

/** A cell as the kernel is asked to run it. */
export interface CellRequest {
  readonly cellId: string;
  readonly source: string;
  /** Zero-based line of the lab file on which `source` begins, so that errors show the file's lines. */
  readonly line: number;
  /** The id of a `check="…"` cell. */
  readonly check?: string;
  /** The ids of the predictions whose truth the cell shows. */
  readonly truths?: readonly string[];
}

/** What a parent may ask about the lab's data, between cells or while one waits. Each gets one `result`. */
export type KernelQuery =
  /** For an output that shows a part of `source`. */
  | { readonly op: 'source'; readonly source: string; readonly query: SourceQuery }
  /** Answered by a `VariablePage`: what the cells have declared. */
  | ({ readonly op: 'variables'; readonly scope: VariableScope; readonly order: VariableOrder } & Part)
  /** Answered by a `VariablePage`: what a variable, or a member of one, is made of. */
  | ({ readonly op: 'members'; readonly of: VariablePath } & Part)
  /** Answered by a `MimeBundle`. */
  | { readonly op: 'value'; readonly of: VariablePath; readonly form: ValueForm };

interface Part {
  readonly offset: number;
  readonly count: number;
}

export type ToKernel =
  /** `serial` counts the executions of a kernel, from 1. */
  | { readonly type: 'execute'; readonly serial: number; readonly cell: CellRequest }
  /** Without a text the person closed the question: the cell gets an error. */
  | { readonly type: 'answer'; readonly requestId: number; readonly text?: string }
  | { readonly type: 'track'; readonly requestId: number; readonly request: TrackRequest }
  | { readonly type: 'query'; readonly requestId: number; readonly request: KernelQuery };

export type FromKernel =
  | { readonly type: 'ready'; readonly pid: number; readonly node: string; readonly probes: Probes }
  /** The backend in use, sent once TensorFlow.js is first loaded. */
  | { readonly type: 'backend'; readonly backend: BackendInUse }
  | { readonly type: 'outputs'; readonly items: readonly { readonly cellId: string; readonly output: Output }[] }
  | {
      readonly type: 'done';
      readonly serial: number;
      readonly seconds: number;
      readonly error?: CellError;
      /** Present when the person had asked it to stop. */
      readonly stage?: Exclude<StopStage, 'killed'>;
      /** What its tensors were computed on. Present when the cell made some and ended by itself: `tensors` then follows. */
      readonly backend?: BackendInUse;
    }
  /**
   * What became of the tensors of a cell that has ended. Other cells may have run since, for to know it V8 may have to
   * collect; it comes not at all for a cell that was run again meanwhile.
   */
  | { readonly type: 'tensors'; readonly serial: number; readonly cellId: string; readonly use: TensorUse }
  /** A cell's own code is about to end the process by this call. */
  | { readonly type: 'leaving'; readonly call: string }
  /** Answered by `answer`. */
  | { readonly type: 'ask'; readonly requestId: number; readonly cellId: string; readonly question: Question }
  | { readonly type: 'reply'; readonly requestId: number; readonly run?: RunRef; readonly error?: string }
  | { readonly type: 'result'; readonly requestId: number; readonly value?: unknown; readonly error?: string };

/** What each message holds in any case, by examples; a list's one example stands for all of its items. */
const shapes: Readonly<Record<FromKernel['type'], object>> = {
  ready: { pid: 0, node: '', probes: {} },
  backend: { backend: '' },
  outputs: { items: [{ cellId: '', output: {} }] },
  done: { serial: 0, seconds: 0 },
  tensors: { serial: 0, cellId: '', use: { backend: '', leaked: 0, bytes: 0, ops: {} } },
  leaving: { call: '' },
  ask: { requestId: 0, cellId: '', question: {} },
  reply: { requestId: 0 },
  result: { requestId: 0 },
};
const error = { name: '', message: '', stack: '' };

/** Whether a message of the kernel process is one of ours: a lab's own code may call `process.send`, too. */
export function isFromKernel(message: unknown): message is FromKernel {
  if (!isObject(message) || !Object.hasOwn(shapes, String(message.type))) return false;
  const isKnown = fits(message, shapes[message.type as FromKernel['type']]);
  return isKnown && (message.error === undefined || fits(message.error, message.type === 'done' ? error : ''));
}

function fits(value: unknown, example: unknown): boolean {
  if (Array.isArray(example)) return Array.isArray(value) && value.every((item) => fits(item, example[0]));
  if (!isObject(example)) return typeof value === typeof example;
  return isObject(value) && Object.entries(example).every(([key, held]) => fits(value[key], held));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
