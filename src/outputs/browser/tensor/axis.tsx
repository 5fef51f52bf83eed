import { t } from '../../../platform/l10n.ts';
import { count } from './format.ts';

interface AxisProps {
  readonly name: string;
  readonly length: number;
  readonly index: number;
  readonly onMove: (index: number) => void;
}

/** Chooses an index of an axis: by slider, or by number where the axis is longer than a slider is fine. */
export function Axis({ name, length, index, onMove }: AxisProps) {
  const move = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    const wanted = Math.round(currentTarget.valueAsNumber);
    if (wanted >= 0 && wanted < length) onMove(wanted);
  };
  const range = { min: 0, max: length - 1, step: 1, value: index, onInput: move };
  return (
    <div class="axis">
      <span aria-hidden="true">{name}</span>
      <input type="range" aria-label={name} {...range} />
      <input type="number" aria-label={t('{0}, index', name)} {...range} />
      <span>{t('of {0}', count(length))}</span>
    </div>
  );
}

interface PagerProps {
  readonly name: string;
  readonly offset: number;
  readonly shown: number;
  readonly length: number;
  readonly page: number;
  readonly onMove: (offset: number) => void;
}

/** Moves a window along an axis that is longer than it; nothing where all of the axis is shown. */
export function Pager({ name, offset, shown, length, page, onMove }: PagerProps) {
  if (length <= page) return null;
  const last = Math.max(0, length - page);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div class="pager" role="group" aria-label={name}>
      <Move label={t('First {0}', name)} path="M11 4 7 8l4 4M5 4v8" isOff={offset === 0} onClick={() => onMove(0)} />
      <Move
        label={t('Previous {0}', name)}
        path="M10 4 6 8l4 4"
        isOff={offset === 0}
        onClick={() => onMove(Math.max(0, offset - page))}
      />
      <span>{t('{0} {1} to {2} of {3}', name, count(offset), count(offset + shown - 1), count(length))}</span>
      <Move
        label={t('Next {0}', name)}
        path="M6 4l4 4-4 4"
        isOff={offset >= last}
        onClick={() => onMove(Math.min(last, offset + page))}
      />
      <Move
        label={t('Last {0}', name)}
        path="M5 4l4 4-4 4M11 4v8"
        isOff={offset >= last}
        onClick={() => onMove(last)}
      />
    </div>
  );
}

interface MoveProps {
  readonly label: string;
  readonly path: string;
  readonly isOff: boolean;
  readonly onClick: () => void;
}

/** Keeps the focus where it is when there is nowhere to go, which a disabled button would lose. */
function Move({ label, path, isOff, onClick }: MoveProps) {
  return (
    <button type="button" aria-label={label} title={label} aria-disabled={isOff} onClick={() => isOff || onClick()}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}
