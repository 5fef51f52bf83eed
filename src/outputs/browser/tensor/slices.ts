import { useEffect, useState } from 'preact/hooks';
import { type TensorData, type TensorSlice, windowOf } from '../../../mlops/payloads/tensor.ts';
import { messageOf } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import { parseSlice } from '../../payloads/tensor.ts';
import { type Environment, useEnvironment } from '../environment.ts';

/** Which part of a tensor somebody wants to see. */
export interface Place {
  readonly at: readonly number[];
  readonly offset: readonly [row: number, column: number];
}

export interface Answer<T> {
  /** What was there last; another than asked for as long as an answer is awaited, or when there is none. */
  readonly value: T;
  /** Why there is no answer. */
  readonly problem?: string;
}

/** The slice at a place: the one that travelled, or what the kernel answers. */
export function useSlice(data: TensorData, first: TensorSlice, { at, offset }: Place): Answer<TensorSlice> {
  const isFirst = [...at, ...offset].every((position) => position === 0);
  return useAnswer(first, isFirst, JSON.stringify([at, offset]), async ({ query }) =>
    parseSlice(await query(sourceOf(data), { op: 'slice', at, offset, count: windowOf(data.shape) })),
  );
}

/** @throws Error for an output that nobody answers for, such as one made outside of a lab */
export function sourceOf({ source }: { readonly source?: string }): string {
  if (source === undefined) throw new Error(t('This output holds no more than is shown.'));
  return source;
}

/** While a slider is dragged, not each of its positions is asked for. In milliseconds. */
const patience = 60;

/**
 * What the kernel answers to a question that changes.
 * @param isFirst the answer is at hand
 * @param key names the question: when it changes, it is asked anew, and an answer to the last one does not count
 */
export function useAnswer<T>(
  first: T,
  isFirst: boolean,
  key: string,
  ask: (environment: Environment) => Promise<T>,
): Answer<T> {
  const environment = useEnvironment();
  const [answer, setAnswer] = useState<Answer<T>>({ value: first });
  useEffect(() => {
    if (isFirst) {
      setAnswer({ value: first });
      return;
    }
    let isCurrent = true;
    const asked = setTimeout(async () => {
      const next = await ask(environment).then(
        (value) => () => ({ value }),
        (error: unknown) => (last: Answer<T>) => ({ value: last.value, problem: messageOf(error) }),
      );
      if (isCurrent) setAnswer(next);
    }, patience);
    return () => {
      isCurrent = false;
      clearTimeout(asked);
    };
  }, [key, first]);
  return answer;
}
