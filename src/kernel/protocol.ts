/**
 * The messages between a lab's session (extension host or CLI) and its kernel process. Node's `advanced`
 * serialization carries them, so typed arrays travel as they are.
 */
import type { CheckResult, MimeBundle, Question } from '../mlops/host.ts';
import type { LiveChange } from '../mlops/payloads/live.ts';
import type { SourceQuery } from '../mlops/payloads/source.ts';
import type { Probes } from './probes.ts';

export type { Question };

export type Backend = 'auto' | 'tensorflow' | 'wasm' | 'cpu';
export type BackendInUse = Exclude<Backend, 'auto'>;

/** What the parent fixes when it starts a kernel; travels as JSON in the environment variable `MLOPS_LAB_KERNEL`. */
export interface KernelOptions {
  /** Absolute path of the lab file: imports resolve from it and stack traces name it. */
  readonly labPath: string;
  /** The learner's folder, absolute: working directory of the process, home of `mlflow.db`. */
  readonly workspace: string;
  readonly backend: Backend;
  /** False when the user does not want runs written to this folder's database: the library then records nothing. */
  readonly recording: boolean;
  /** The process is ended when it holds more, in megabytes; absent: no limit but the machine's. */
  readonly memoryLimit?: number;
}

/** A cell as the kernel is asked to run it. */
export interface CellRequest {
  readonly cellId: string;
  readonly source: string;
  /** Zero-based line of the lab file on which `source` begins, so that errors show the file's lines. */
  readonly line: number;
  /** The id of a `check="…"` cell. */
  readonly check?: string;
}

/** Opening a run: what the session knows and the run record keeps. */
export interface RunStart {
  readonly experiment: string;
  readonly name?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Opened by a session and not by a person: a `startRun()` of the lab's own takes its place. */
  readonly automatic?: boolean;
}

export type RunStatus = 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface RunRef {
  readonly id: string;
  readonly experiment: string;
}

/** What a parent may ask about the run record. Each gets one `reply`. */
export type TrackRequest =
  | ({ readonly op: 'startRun' } & RunStart)
  /** Makes a run that was ended the active one again, as `automatic`: cells run after *Run All* add to its run. */
  | { readonly op: 'resumeRun'; readonly runId: string }
  /** Ends the open run. If another is named, that one too, unless it has ended: it then keeps how and when it did. */
  | { readonly op: 'endRun'; readonly status: Exclude<RunStatus, 'RUNNING'>; readonly runId?: string }
  | {
      readonly op: 'logMetric';
      readonly key: string;
      readonly value: number;
      readonly step?: number;
      readonly runId?: string;
    }
  /** Writes the text as an artifact of the active run. */
  | { readonly op: 'logText'; readonly path: string; readonly text: string }
  /** Writes whatever is buffered; the reply comes when it is on disk. */
  | { readonly op: 'flush' };

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

/** What is worked with, or what works: functions, classes and modules. */
export type VariableScope = 'data' | 'code';
export type VariableOrder = 'declared' | 'name';
/** A variable's name, then the position of a member among those of what stands before it, and so on. */
export type VariablePath = readonly [name: string, ...positions: number[]];
/** How a value can be opened. */
export type ValueForm = 'table' | 'chart' | 'tensor' | 'text';

export type VariableKind =
  | 'number'
  | 'text'
  | 'boolean'
  | 'nothing'
  | 'symbol'
  | 'date'
  | 'list'
  | 'map'
  | 'object'
  | 'tensor'
  | 'model'
  | 'function'
  | 'class'
  | 'module'
  /** A property that code computes: it is not run to be shown. */
  | 'accessor';

/** A variable, or a member of its value, as it is listed. */
export interface VariableInfo {
  readonly name: string;
  readonly kind: VariableKind;
  /** The class or type, e.g. `Float32Array`; of a tensor its dtype too, `Tensor float32`. */
  readonly type: string;
  /** Of a tensor. */
  readonly shape?: readonly number[];
  /** Of a list, a text, a map or a set. */
  readonly length?: number;
  /** One line, cut. */
  readonly preview: string;
  /** How many members can be asked for. */
  readonly members: number;
  /** Any can be opened as text. */
  readonly forms: readonly Exclude<ValueForm, 'text'>[];
}

export interface VariablePage {
  /** How many there are in all. */
  readonly total: number;
  readonly items: readonly VariableInfo[];
}

export type ToKernel =
  /** `serial` counts the executions of a kernel, from 1. */
  | { readonly type: 'execute'; readonly serial: number; readonly cell: CellRequest }
  /** Without a text the person closed the question: the cell gets an error. */
  | { readonly type: 'answer'; readonly requestId: number; readonly text?: string }
  | { readonly type: 'track'; readonly requestId: number; readonly request: TrackRequest }
  | { readonly type: 'query'; readonly requestId: number; readonly request: KernelQuery };

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

const messageTypes: ReadonlySet<unknown> = new Set<FromKernel['type']>([
  'ready',
  'backend',
  'outputs',
  'done',
  'tensors',
  'leaving',
  'ask',
  'reply',
  'result',
]);

/** Whether a message of the kernel process is one of ours: a lab's own code may call `process.send`, too. */
export function isFromKernel(message: unknown): message is FromKernel {
  return typeof message === 'object' && message !== null && 'type' in message && messageTypes.has(message.type);
}
