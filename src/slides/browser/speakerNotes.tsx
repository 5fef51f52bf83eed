import { useId } from 'preact/hooks';
import { t } from '../../platform/l10n.ts';
import type { ViewerAction } from '../state.ts';
import { Rendered } from './notes/rendered.tsx';

interface SpokenTextProps {
  /** Absent where the page has no note. */
  readonly markdown: string | undefined;
  readonly open: (href: string) => void;
}

/** What the lecturer says on a page. */
export function SpokenText({ markdown, open }: SpokenTextProps) {
  return markdown === undefined ? <p>{t('This page has no notes.')}</p> : <Rendered {...{ markdown, open }} />;
}

export interface NotesBelowProps {
  /** Markdown by page number. */
  readonly speakerNotes: Readonly<Record<string, string>>;
  /** On screen; one-based. */
  readonly page: number;
  readonly folded: boolean;
  readonly dispatch: (action: ViewerAction) => void;
  readonly open: (href: string) => void;
}

/** The lecture under the slide: who reads a deck alone hears nobody. */
export function NotesBelow({ speakerNotes, page, folded, dispatch, open }: NotesBelowProps) {
  const id = useId();
  return (
    <aside class="mlops-lab-notes-below" aria-label={t('Speaker Notes')}>
      <button
        type="button"
        class="mlops-lab-notes-title"
        aria-expanded={!folded}
        aria-controls={folded ? undefined : id}
        title={t('Show or Hide the Speaker Notes ({0})', 's')}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => dispatch({ type: 'speakerNotes' })}
      >
        <span class={`codicon codicon-chevron-${folded ? 'right' : 'down'}`} />
        {t('Speaker Notes')}
      </button>
      {!folded && (
        <section
          key={page}
          class="mlops-lab-notes-body"
          aria-label={t('Notes on Page {0}', page)}
          {...{ id }}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
        >
          <SpokenText markdown={speakerNotes[page]} open={open} />
        </section>
      )}
    </aside>
  );
}
