/** A live output in words: a line while it runs, a summary when it is over. */
import { fractionDone, type LiveState, secondsLeft } from './live.ts';
import { durationText, numberText, type Sentence, sentenceText } from './liveFormat.ts';
import { hintsOf } from './liveHints.ts';

/** `12.3 images/s`, or where that is slow `4.1 s/epoch`. */
export function rateText({ rate, unit }: LiveState): string | undefined {
  if (!rate || !Number.isFinite(rate)) return undefined;
  const rounded = Number(rate.toPrecision(3)).toLocaleString('en-US');
  return rate >= 1 ? `${rounded} ${unit}s/s` : `${durationText(1 / rate)}/${unit}`;
}

/** `epoch 3 of 50`, `37 steps`. */
function countText({ unit, done, total, status }: LiveState): string {
  if (total === undefined) return `${done} ${unit}${done === 1 ? '' : 's'}`;
  const current = unit === 'epoch' && status === 'running' ? Math.min(done + 1, total) : done;
  return `${unit} ${current} of ${total}`;
}

const barWidth = 12;

/** One line without a break, for a terminal. */
export function liveLine(state: LiveState): string {
  const fraction = fractionDone(state);
  const left = secondsLeft(state);
  const filled = Math.round((fraction ?? 0) * barWidth);
  return [
    `${state.title}: ${countText(state)}`,
    ...(fraction === undefined ? [] : [`${'━'.repeat(filled)}${'─'.repeat(barWidth - filled)}`]),
    ...(state.inner ? [partText(state.inner)] : []),
    // A narrow terminal cuts the line: what matters most comes first.
    ...Object.entries(state.values).map(([name, value]) => `${name} ${numberText(value)}`),
    ...(left === undefined ? [] : [`ETA ${durationText(left)}`]),
    durationText(state.elapsed),
    ...shown(rateText(state)),
  ].join('  ');
}

function partText({ title, done, total }: NonNullable<LiveState['inner']>): string {
  return `${title} ${done}${total === undefined ? '' : `/${total}`}`;
}

/** How it went, in one sentence. */
export function summaryOf(state: LiveState): Sentence {
  const { title, status, done, total, unit, elapsed, best } = state;
  const time = durationText(elapsed);
  const lowest = best ? [best.name, numberText(best.value), unit, best.x] : undefined;
  const of = total === undefined ? `${done} ${unit}s` : `${done} of ${total} ${unit}s`;
  const head = headOf(status, total !== undefined && done < total);
  const tail = lowest ? ' Lowest {3}: {4}, at {5} {6}.' : '';
  return { message: `${head}${tail}`, args: [title, of, time, ...(lowest ?? [])] };
}

function headOf(status: LiveState['status'], isEarly: boolean): string {
  if (status === 'running') return '{0} runs: {1} in {2}.';
  if (status === 'failed') return '{0} failed after {1} in {2}.';
  if (status === 'stopped') return '{0} was stopped after {1} in {2}.';
  return isEarly ? '{0} ended early, after {1} in {2}.' : '{0} finished {1} in {2}.';
}

/** The `text/plain` form: how it went, the last values, and what is to be said of it. */
export function liveText(state: LiveState): string {
  const values = Object.entries(state.values).map(([name, value]) => `${name}: ${numberText(value)}`);
  return [
    sentenceText(summaryOf(state)),
    ...(values.length > 0 ? [values.join(' - ')] : []),
    ...shown(state.reason),
    ...hintsOf(state).map((hint) => `Hint: ${sentenceText(hint)}`),
  ].join('\n');
}

function shown(text: string | undefined): string[] {
  return text === undefined ? [] : [text];
}
