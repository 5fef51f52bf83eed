/** What a drawn output may ask of the place where it is shown: a notebook, the side panel, or an exported page. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { LiveState } from '../../mlops/payloads/live.ts';
import type { SourceQuery } from '../../mlops/payloads/source.ts';
import { UserError } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import type { SaveTableRequest, TableSaved } from '../contract.ts';
import type { FilePlace } from '../text/stack.ts';

export type TableToSave = Omit<SaveTableRequest, 'type' | 'requestId'>;

export interface Environment {
  /** Asks the data of which the output shows a part. Rejects with a sentence, e.g. when the kernel has ended. */
  query(source: string, query: SourceQuery): Promise<unknown>;
  /** Lets the person keep something as a file. Resolves also when they do not. @param name proposed, with extension */
  save(name: string, content: string | Uint8Array): Promise<void>;
  /** As `save`, of a table's rows that the lab's process has. Absent where there is nobody to write them. */
  saveTable?(request: TableToSave): Promise<TableSaved>;
  copy(text: string): Promise<void>;
  /** Tells how a live output stands, now if that is known, and with each change. @returns ends it */
  follow(id: string, listener: (state: LiveState) => void): () => void;
  /** Shows a place in a file. Absent where there is no editor. */
  open?(place: FilePlace): void;
}

const unavailable = () =>
  Promise.reject(new UserError('output-alone', t('This is not possible here. Open the lab in VS Code.')));

/** Where there is nobody to ask: an output alone. */
export const alone: Environment = {
  query: unavailable,
  save: unavailable,
  copy: (text) => navigator.clipboard.writeText(text),
  follow: () => () => undefined,
};

export const EnvironmentContext = createContext<Environment>(alone);

export function useEnvironment(): Environment {
  return useContext(EnvironmentContext);
}
