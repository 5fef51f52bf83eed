import { type LiveState, secondsLeft } from '../../../mlops/payloads/live.ts';
import { durationText, numberText } from '../../../mlops/payloads/liveFormat.ts';
import { rateText } from '../../../mlops/payloads/liveText.ts';
import { t } from '../../../platform/l10n.ts';

/** How far, how fast, how long: numbers with their names. */
export function Facts({ state }: { readonly state: LiveState }) {
  return (
    <dl>
      {factsOf(state).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf(state: LiveState): [name: string, value: string][] {
  const { kind, unit, inner, elapsed, throughput, learningRate, best, values, status } = state;
  const isRunning = status === 'running';
  const left = secondsLeft(state);
  const rate = kind === 'training' ? undefined : rateText(state);
  return [
    [capital(unit), countOf(state)],
    ...(inner && isRunning ? [[capital(inner.title), amount(inner.done, inner.total)] as [string, string]] : []),
    [t('Time'), durationText(elapsed)],
    ...fact(t('Left'), left === undefined ? undefined : `≈ ${durationText(left)}`),
    ...fact(t('Rate'), rate),
    ...fact(
      t('Speed'),
      throughput &&
        t(
          '{0} examples/s, {1} ms/step',
          group(throughput.examplesPerSecond),
          Number(throughput.millisecondsPerStep.toPrecision(3)),
        ),
    ),
    ...fact(t('Learning rate'), learningRate === undefined ? undefined : String(Number(learningRate.toPrecision(3)))),
    ...fact(t('Best'), best && t('{0} {1} at {2} {3}', best.name, numberText(best.value), unit, best.x)),
    // Where there are curves, their legends tell.
    ...(kind === 'progress'
      ? Object.entries(values).map(([name, value]): [string, string] => [name, numberText(value)])
      : []),
  ];
}

function countOf({ done, total, kind, status }: LiveState): string {
  const isWithin = kind === 'training' && status === 'running' && total !== undefined && done < total;
  return amount(isWithin ? done + 1 : done, total);
}

function amount(done: number, total: number | undefined): string {
  return total === undefined ? group(done) : t('{0} of {1}', group(done), group(total));
}

function fact(name: string, value: string | undefined): [string, string][] {
  return value === undefined ? [] : [[name, value]];
}

function group(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
