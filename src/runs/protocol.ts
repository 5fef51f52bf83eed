/** Between the extension host and the thread that reads `mlflow.db`. */
import type { UserErrorCode } from '../platform/errorCodes.ts';
import type { RunColumns } from './compare/columns.ts';
import type { ExperimentName } from './compare/contract.ts';
import type { Extremes, History } from './compare/read.ts';
import type { Scope } from './compare/scope.ts';
import type { Run, RunDetails } from './model.ts';

/** What can be asked, by the name of the function that answers it. */
export type Query =
  | { readonly query: 'listRuns'; readonly limit: number }
  | { readonly query: 'getRun'; readonly id: string }
  | { readonly query: 'readColumns'; readonly scope: Scope; readonly limit?: number }
  | { readonly query: 'readExtremes'; readonly ids: readonly string[] }
  | { readonly query: 'readHistories'; readonly ids: readonly string[]; readonly key: string }
  | { readonly query: 'listExperiments' }
  | { readonly query: 'listDeletedRuns' };

export interface Answers {
  readonly listRuns: readonly Run[];
  readonly getRun: RunDetails | undefined;
  readonly readColumns: RunColumns;
  readonly readExtremes: readonly Extremes[];
  readonly readHistories: readonly History[];
  readonly listExperiments: readonly ExperimentName[];
  readonly listDeletedRuns: readonly Run[];
}

export type Question = { readonly requestId: number; readonly workspace: string } & Query;

export type Answer =
  | { readonly requestId: number; readonly value: Answers[keyof Answers] }
  /** `code` is a UserError's; absent where the fault is ours. */
  | { readonly requestId: number; readonly error: { readonly message: string; readonly code?: UserErrorCode } };
