import { useEffect, useRef, useState } from 'preact/hooks';
import { messageOf } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import { type Environment, type TableToSave, useEnvironment } from '../environment.ts';
import { gather } from './gather.ts';
import type { TableModel, TextRequest } from './model.ts';
import { count } from './words.ts';

/** What is copied or saved. */
export type Export = Omit<TextRequest, 'separator'>;

export interface Exporting {
  /** How far the reading of many rows is; absent when none are read. */
  readonly running: { readonly done: number; readonly of: number } | undefined;
  /** How the last came out. */
  readonly message: string;
  copy(part: Export): Promise<void>;
  /** Lets the person keep all rows that are shown. @param name of the table */
  save(name: string): Promise<void>;
  stop(): void;
  /** Takes the message away. */
  clear(): void;
}

/** Copies and saves parts of a table, in pieces that can be stopped between. */
export function useExport(model: TableModel): Exporting {
  const environment = useEnvironment();
  const [running, setRunning] = useState<Exporting['running']>();
  const [message, setMessage] = useState('');
  const stopping = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => stopping.current?.abort(), []);

  const run = async (request: TextRequest, use: (text: string) => Promise<void>, done: string) => {
    stopping.current?.abort();
    const controller = new AbortController();
    stopping.current = controller;
    const rows = request.rows[1] - request.rows[0];
    setMessage('');
    try {
      const progress = (read: number) => read < rows && setRunning({ done: read, of: rows });
      const text = await gather(model.text(request), { signal: controller.signal, progress });
      if (text !== undefined) await use(text);
      if (!controller.signal.aborted) setMessage(text === undefined ? '' : done);
    } catch (error) {
      if (!controller.signal.aborted) setMessage(messageOf(error));
    } finally {
      if (stopping.current === controller) setRunning(undefined);
    }
  };
  /** Has the rows written where they are. Gives whether they are gone, so that those are left which travelled. */
  const saveThere = async (toSave: TableToSave, save: NonNullable<Environment['saveTable']>): Promise<boolean> => {
    setMessage('');
    try {
      const saved = await save(toSave);
      if (saved.outcome === 'gone') model.leftAlone(saved.reason);
      if (saved.outcome === 'written') setMessage(t('{0} rows saved', count(saved.rows)));
      return saved.outcome === 'gone';
    } catch (error) {
      setMessage(messageOf(error));
      return false;
    }
  };
  return {
    running,
    message,
    copy(part) {
      const cells = (part.rows[1] - part.rows[0]) * (part.columns[1] - part.columns[0]);
      const done = cells === 1 ? t('1 cell copied') : t('{0} cells copied', count(cells));
      return run({ ...part, separator: '\t' }, (text) => environment.copy(withoutLastBreak(text)), done);
    },
    async save(name) {
      const file = `${name.replaceAll(/[^\w.-]+/g, '_')}.csv`;
      const toSave = model.toSave(file);
      if (toSave && environment.saveTable && !(await saveThere(toSave, environment.saveTable))) return;
      const { rows } = model;
      const part = { rows: [0, rows], columns: [0, model.data.columns.length], header: true, separator: ',' } as const;
      await run(part, (text) => environment.save(file, text), givenWords(model));
    },
    clear: () => setMessage(''),
    stop() {
      stopping.current?.abort();
      setRunning(undefined);
      setMessage(t('Stopped'));
    },
  };
}

/** A single cell is pasted as it is, and rows where more follow. */
function withoutLastBreak(text: string): string {
  return text.endsWith('\r\n') ? text.slice(0, -2) : text;
}

/** What was given to be saved; where not all rows are here, that says so. */
function givenWords({ rows, mostRows, data, problem = '' }: TableModel): string {
  if (mostRows === data.rows)
    return rows === 1 ? t('1 row given to be saved') : t('{0} rows given to be saved', count(rows));
  return `${t('Only of the first {0} rows, which are here: {1} given to be saved.', count(mostRows), count(rows))} ${problem}`;
}
