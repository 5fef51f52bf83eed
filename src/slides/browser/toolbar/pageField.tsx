import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import { pageFrom } from '../../state.ts';

export interface PageFieldProps {
  readonly page: number;
  readonly pages: number;
  readonly labels?: readonly string[] | undefined;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly go: (page: number) => void;
}

/**
 * “2 of 4”, or “iv (4 of 12)” where pages have labels: the first of it can be typed over. Enter goes there, Escape and
 * leaving the field take the text back.
 */
export function PageField({ page, pages, labels, field, go }: PageFieldProps) {
  const name = labels?.[page - 1] || String(page);
  const [text, setText] = useState(name);
  // Before the next key: an effect after the frame would take back what was typed meanwhile.
  useLayoutEffect(() => setText(name), [name]);
  const target = pageFrom(text, pages, labels);
  const commit = () => {
    if (target === undefined) return;
    go(target);
    field.current?.select();
  };
  return (
    <label class="mlops-lab-page-field">
      <input
        ref={field}
        inputMode={labels ? 'text' : 'numeric'}
        size={Math.min(8, Math.max(2, ...(labels ?? [String(pages)]).map((label) => label.length)))}
        value={text}
        aria-label={labels ? t('Page, by its label or number, 1 to {0}', pages) : t('Page, 1 to {0}', pages)}
        aria-invalid={target === undefined}
        onInput={(event) => setText(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => setText(name)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setText(name);
        }}
      />
      <span>{labels ? t('({0} of {1})', page, pages) : t('of {0}', pages)}</span>
    </label>
  );
}
