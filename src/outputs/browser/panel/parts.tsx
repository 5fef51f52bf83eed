import type { CellStatus } from '../../../kernel/protocol/outputs.ts';

export type StatusKind = CellStatus | 'running';

const shapes: Record<StatusKind, string> = {
  running: 'M8 1.5a6.5 6.5 0 0 1 6.5 6.5',
  succeeded: 'M5 8.3 7.2 10.5 11 6',
  failed: 'M5.6 5.6 10.4 10.4M10.4 5.6 5.6 10.4',
  interrupted: 'M5.5 5.5h5v5h-5z',
  skipped: 'M3.6 12.4 12.4 3.6',
};

/** The word beside it says the same. */
export function StatusIcon({ status }: { readonly status: StatusKind }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" class={`icon ${status}`}>
      <circle cx="8" cy="8" r="6.5" opacity={status === 'running' ? 0.3 : 1} />
      <path d={shapes[status]} />
    </svg>
  );
}
