/** What a cell that has ended tells of itself: its time, what it computed on, and tensors that it leaked. In words. */
import type { BackendInUse } from '../kernel/protocol/options.ts';
import type { TensorUse } from '../kernel/protocol/outputs.ts';
import type { CellEnd } from '../outputs/cellEnd.ts';
import { duration } from '../outputs/cellEnd.ts';
import { t } from '../platform/l10n.ts';

/** From here on, in seconds, VS Code's own time beside a cell is exact enough: it has one decimal. */
const longTime = 1;

/** E.g. `12 ms · WASM`; empty where nothing is to be added to what VS Code shows. */
export function factsText({ status, seconds, backend }: CellEnd): string {
  const time = status !== 'skipped' && seconds > 0 && seconds < longTime ? [duration(seconds)] : [];
  return [...time, ...(backend ? [backendName(backend)] : [])].join(' · ');
}

export function backendName(backend: BackendInUse): string {
  return { wasm: 'WASM', cpu: 'CPU', tensorflow: t('native') }[backend];
}

/** E.g. `37 tensors leaked (1.2 MB)`; nothing where none was. */
export function leakText({ leaked, bytes }: TensorUse): string | undefined {
  if (leaked === 0) return undefined;
  return leaked === 1
    ? t('1 tensor leaked ({0})', size(bytes))
    : t('{0} tensors leaked ({1})', leaked.toLocaleString('en-US'), size(bytes));
}

/** What was lost, and which ops had made it. */
export function leakDetail(use: TensorUse): string {
  const made = Object.entries(use.ops).map(([op, count]) =>
    t('{0} ({1})', op === '' ? t('tf.tensor and the like') : op, count.toLocaleString('en-US')),
  );
  const shown = made.length > mostOps ? [...made.slice(0, mostOps), t('others')] : made;
  return t(
    '{0}: nothing can reach them any more, yet TensorFlow.js keeps their memory until the kernel ends. They were made by {1}.',
    leakText(use) ?? '',
    shown.join(', '),
  );
}

const mostOps = 6;

/** How to mend it. */
export function leakHint(): string {
  return t(
    'Wrap the computation in tf.tidy(() => …): it frees every tensor but the one it returns. Where you await, call .dispose() on each tensor you are done with, or tf.dispose([a, b]).',
  );
}

/** The leaks of a whole lab in one line; nothing where there are none. */
export function leakSummary(uses: readonly TensorUse[]): string | undefined {
  const leaking = uses.filter(({ leaked }) => leaked > 0);
  if (leaking.length === 0) return undefined;
  const total = (of: (use: TensorUse) => number) => leaking.reduce((sum, use) => sum + of(use), 0);
  const count = total(({ leaked }) => leaked).toLocaleString('en-US');
  return t('Tensors leaked: {0} ({1}), in {2} cells.', count, size(total(({ bytes }) => bytes)), leaking.length);
}

function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}
