/** Values as people read them, in `locale` or the machine's own. Pure: the same in the tree, the page and the CLI. */
import { t } from '../platform/l10n.ts';
import type { Run, RunStatus } from './model.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A time span in ms as its two largest units: `340 ms`, `4.2 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '–';
  if (ms < second) return `${Math.round(ms)} ms`;
  if (ms < 59.95 * second) return `${trimmed(ms / second, 1)} s`;
  const whole = Math.round(ms / second) * second;
  if (whole < hour) return two(whole, minute, 'min', second, 's');
  if (whole < day) return two(whole, hour, 'h', minute, 'min');
  return two(whole, day, 'd', hour, 'h');
}

/** Four significant digits, an exponent only where zeros would hide the value; `NaN`, `∞` and `−∞` as they are. */
export function formatMetric(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(3);
  return String(Number(value.toPrecision(4)));
}

/** `just now`, `2 min ago`, `3 days ago`; a time to come, as of another machine's clock, counts as now. */
export function formatAgo(time: number, now: number, locale?: string): string {
  const past = now - time;
  if (past < minute) return t('just now');
  const format = new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'auto' });
  if (past < hour) return format.format(-Math.floor(past / minute), 'minute');
  if (past < day) return format.format(-Math.floor(past / hour), 'hour');
  return format.format(-Math.floor(past / day), 'day');
}

export function formatTime(time: number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(time);
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${trimmed(bytes / 1e3, 1)} kB`;
  return `${trimmed(bytes / 1e6, 1)} MB`;
}

export function formatStatus(status: RunStatus): string {
  const words: Readonly<Record<RunStatus, string>> = {
    RUNNING: t('Running'),
    SCHEDULED: t('Scheduled'),
    FINISHED: t('Finished'),
    FAILED: t('Failed'),
    KILLED: t('Stopped'),
    UNKNOWN: t('Status unknown'),
  };
  return words[status];
}

/** The metric that stands for a run in one line: its accuracy where it has one, else its loss, else the first. */
export function headlineMetric(run: Pick<Run, 'metrics'>): readonly [key: string, value: number] | undefined {
  const entries = Object.entries(run.metrics);
  for (const wanted of ['val_acc', 'val_accuracy', 'acc', 'accuracy', 'val_loss', 'loss']) {
    const found = entries.find(([key]) => key === wanted);
    if (found) return found;
  }
  return entries[0];
}

function two(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)} ${largeName}${rest ? ` ${rest} ${smallName}` : ''}`;
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
