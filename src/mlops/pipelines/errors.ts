import { CodedError } from '../codedError.ts';

export type PipelineErrorCode =
  /** Steps that wait for each other. */
  | 'cyclic'
  /** Two steps with one id. */
  | 'duplicate-id'
  /** An input whose channel carries another type, or none, or belongs to a step that is not in the pipeline. */
  | 'wrong-input'
  /** A name or parameter that cannot be. */
  | 'bad-argument'
  /** A step threw; the cause is its error. */
  | 'step-failed'
  /** A step took longer than it may. */
  | 'timeout'
  | 'cancelled'
  /** A file of an artifact that is no longer as it was written. */
  | 'damaged-artifact'
  /** A file from outside that cannot be read. */
  | 'no-file';

/** What `mlops-lab/pipelines` refuses, as a sentence that names the step. */
export class PipelineError extends CodedError<PipelineErrorCode> {
  override readonly name = 'PipelineError';
}
