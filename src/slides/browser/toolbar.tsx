import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../platform/l10n.ts';
import { pageFrom, type ViewerAction, type Zoom } from '../state.ts';

export interface ToolbarProps {
  readonly page: number;
  readonly pages: number;
  readonly zoom: Zoom;
  /** On screen now; 1 is the physical size. */
  readonly magnification: number;
  readonly dispatch: (action: ViewerAction) => void;
}

export function Toolbar({ page, pages, zoom, magnification, dispatch }: ToolbarProps) {
  const fit = zoom === 'width' ? 'page' : 'width';
  return (
    <div class="toolbar" role="toolbar" aria-label={t('Slides')}>
      <fieldset aria-label={t('Page')}>
        <IconButton
          icon="chevron-left"
          label={t('Previous Page')}
          keys="PageUp"
          off={page <= 1}
          press={() => dispatch({ type: 'turn', by: -1 })}
        />
        <PageField page={page} pages={pages} go={(to) => dispatch({ type: 'goTo', page: to })} />
        <IconButton
          icon="chevron-right"
          label={t('Next Page')}
          keys="PageDown"
          off={page >= pages}
          press={() => dispatch({ type: 'turn', by: 1 })}
        />
      </fieldset>
      <fieldset aria-label={t('Zoom')}>
        <IconButton
          icon="zoom-out"
          label={t('Zoom Out')}
          keys="-"
          press={() => dispatch({ type: 'zoomOut', from: magnification })}
        />
        <output class="zoom" aria-label={t('Zoom')}>
          {Math.round(magnification * 100)}%
        </output>
        <IconButton
          icon="zoom-in"
          label={t('Zoom In')}
          keys="+"
          press={() => dispatch({ type: 'zoomIn', from: magnification })}
        />
        <IconButton
          icon={fit === 'width' ? 'arrow-both' : 'screen-normal'}
          label={fit === 'width' ? t('Fit Width') : t('Fit Whole Page')}
          keys={fit === 'width' ? '0' : undefined}
          press={() => dispatch({ type: 'fit', to: fit })}
        />
      </fieldset>
    </div>
  );
}

interface IconButtonProps {
  /** A codicon's name. */
  readonly icon: string;
  readonly label: string;
  readonly keys?: string | undefined;
  /** Has no effect now; stays focusable, so that paging to the end does not lose the keyboard's place. */
  readonly off?: boolean;
  readonly press: () => void;
}

function IconButton({ icon, label, keys, off = false, press }: IconButtonProps) {
  return (
    <button
      type="button"
      class={`codicon codicon-${icon}`}
      aria-label={label}
      aria-disabled={off}
      title={keys ? `${label} (${keys})` : label}
      onClick={() => !off && press()}
    />
  );
}

interface PageFieldProps {
  readonly page: number;
  readonly pages: number;
  readonly go: (page: number) => void;
}

/** “2 of 4”, where the 2 can be typed over: Enter goes there, Escape and leaving the field take the text back. */
function PageField({ page, pages, go }: PageFieldProps) {
  const [text, setText] = useState(String(page));
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setText(String(page)), [page]);
  const target = pageFrom(text, pages);
  const commit = () => {
    if (target === undefined) return;
    go(target);
    field.current?.select();
  };
  return (
    <label class="page-field">
      <input
        ref={field}
        inputMode="numeric"
        size={Math.max(2, String(pages).length)}
        value={text}
        aria-label={t('Page, 1 to {0}', pages)}
        aria-invalid={target === undefined}
        onInput={(event) => setText(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => setText(String(page))}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setText(String(page));
        }}
      />
      <span>{t('of {0}', pages)}</span>
    </label>
  );
}
