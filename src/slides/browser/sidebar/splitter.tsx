import { useRef } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import { clampSidebar, sidebarWidth } from '../../sidebarLook.ts';

const keyStep = 16;

export interface SplitterProps {
  /** Of the sidebar, in CSS pixels. */
  readonly width: number;
  readonly resize: (width: number) => void;
}

/** The sidebar's edge: dragged, or moved by the arrow keys; a double click gives the usual width back. */
export function Splitter({ width, resize }: SplitterProps) {
  const grip = useRef<number>(undefined);
  const set = (wanted: number) => resize(clampSidebar(wanted));
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
      aria-valuemin={sidebarWidth.least}
      aria-valuemax={sidebarWidth.most}
      aria-valuetext={t('{0} pixels', width)}
      onKeyDown={keydown}
      onDblClick={() => set(sidebarWidth.usual)}
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
      return sidebarWidth.least;
    case 'End':
      return sidebarWidth.most;
    default:
      return undefined;
  }
}
