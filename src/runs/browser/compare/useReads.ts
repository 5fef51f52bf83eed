/** What the page reads of runs once it is shown: extremes of metrics, and histories. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { cellOf, columnOf, type RunColumns } from '../../compare/columns.ts';
import type { CompareRequest } from '../../compare/contract.ts';
import type { Extremes, History } from '../../compare/read.ts';

type Unnumbered<T> = T extends unknown ? Omit<T, 'requestId'> : never;
export type Ask = (request: Unnumbered<CompareRequest>) => Promise<unknown>;

/** Runs whose histories are read at once. */
const piece = 500;

/** By run, what changes when its metrics do. */
function stampsOf(runs: RunColumns, keys?: readonly string[]): Map<string, string> {
  const metrics = runs.columns.filter(({ kind, key }) => kind === 'metrics' && (!keys || keys.includes(key)));
  const [status, end] = [columnOf(runs, 'attributes', 'status'), columnOf(runs, 'attributes', 'end_time')];
  return new Map(
    runs.ids.map((id, row) => {
      const values = metrics.map((column) => cellOf(column, row));
      return [id, `${cellOf(status, row)} ${cellOf(end, row)} ${values.join(' ')}`];
    }),
  );
}

/** The extremes of the runs' metrics, while they are `wanted`; of runs that have changed they are read again. */
export function useExtremes(runs: RunColumns | undefined, wanted: boolean, ask: Ask): ReadonlyMap<string, Extremes> {
  const [extremes, setExtremes] = useState<ReadonlyMap<string, Extremes>>(new Map());
  const known = useRef(new Map<string, string>());
  useEffect(() => {
    if (!runs || !wanted) return;
    let isOver = false;
    const stamps = stampsOf(runs);
    const running = columnOf(runs, 'attributes', 'status');
    const asked = runs.ids.filter(
      (id, row) => known.current.get(id) !== stamps.get(id) || cellOf(running, row) === 'RUNNING',
    );
    const read = async () => {
      for (let start = 0; start < asked.length && !isOver; start += piece) {
        const ids = asked.slice(start, start + piece);
        const found = (await ask({ type: 'extremes', ids })) as readonly Extremes[];
        for (const id of ids) known.current.set(id, stamps.get(id)!);
        setExtremes((before) => new Map([...before, ...found.map((each) => [each.id, each] as const)]));
      }
    };
    // What cannot be read is said in the table's place; a column that stays empty says nothing wrong.
    read().catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [runs, wanted, ask]);
  return extremes;
}

/** The histories of a metric of some runs: those that have changed are read again, the others stay as they are. */
export function useHistories(runs: RunColumns | undefined, ids: readonly string[], key: string, ask: Ask) {
  const [read, setRead] = useState<{ readonly key: string; readonly histories: readonly History[] }>();
  const known = useRef(new Map<string, { readonly stamp: string; readonly history: readonly History[] }>());
  const names = ids.join(' ');
  useEffect(() => {
    if (!runs || key === '') return;
    let isOver = false;
    const stamps = stampsOf(runs, [key]);
    const stampOf = (id: string) => `${key} ${stamps.get(id)}`;
    const running = columnOf(runs, 'attributes', 'status');
    const isRunning = (id: string) => cellOf(running, runs.ids.indexOf(id)) === 'RUNNING';
    const asked = ids.filter((id) => known.current.get(id)?.stamp !== stampOf(id) || isRunning(id));
    const load = async () => {
      const found = asked.length > 0 ? ((await ask({ type: 'histories', ids: asked, key })) as readonly History[]) : [];
      if (isOver) return;
      for (const id of asked) {
        known.current.set(id, { stamp: stampOf(id), history: found.filter((each) => each.id === id) });
      }
      setRead({ key, histories: ids.flatMap((id) => known.current.get(id)?.history ?? []) });
    };
    load().catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [runs, names, key, ask]);
  return read;
}
