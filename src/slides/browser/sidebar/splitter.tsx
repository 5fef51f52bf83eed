import { useRef } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';

export const narrowest = 140;
export const widest = 480;
export const usualWidth = 208;
const keyStep = 16;

export interface SplitterProps {
  /** Of the sidebar, in CSS pixels. */
  readonly width: number;
  readonly resize: (width: number) => void;
}

/** The sidebar's edge: dragged, or moved by the arrow keys; a double click gives the usual width back. */
export function Splitter({ width, resize }: SplitterProps) {
  const grip = useRef<number>(undefined);
  const set = (wanted: number) => resize(Math.round(Math.min(widest, Math.max(narrowest, wanted))));
  const keydown = (event: KeyboardEvent) => {
    const wanted = widthForKey(event.key, width);
    if (wanted === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(wanted);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that can be moved is this role, with a focus
    <div
      class="mlops-lab-splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('Width of the Sidebar')}
      aria-valuenow={width}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuetext={t('{0} pixels', width)}
      onKeyDown={keydown}
      onDblClick={() => set(usualWidth)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = event.clientX - width;
      }}
      onPointerMove={(event) => grip.current !== undefined && set(event.clientX - grip.current)}
      onLostPointerCapture={() => {
        grip.current = undefined;
      }}
    />
  );
}

function widthForKey(key: string, width: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return width - keyStep;
    case 'ArrowRight':
      return width + keyStep;
    case 'Home':
      return narrowest;
    case 'End':
      return widest;
    default:
      return undefined;
  }
}
