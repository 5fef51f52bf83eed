/** Between the extension host and the thread that reads `mlflow.db`. */
import type { UserErrorCode } from '../platform/errorCodes.ts';
import type { Run, RunDetails } from './model.ts';

export type Question = { readonly requestId: number; readonly workspace: string } & (
  | { readonly query: 'listRuns'; readonly limit: number }
  | { readonly query: 'getRun'; readonly id: string }
);

export type Answer =
  | { readonly requestId: number; readonly value: readonly Run[] | RunDetails | undefined }
  /** `code` is a UserError's; absent where the fault is ours. */
  | { readonly requestId: number; readonly error: { readonly message: string; readonly code?: UserErrorCode } };
