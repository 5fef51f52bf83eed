import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import { type NotePart, partsOf } from '../../notes/highlights.ts';
import { type Draft, noteOf } from '../../notes/notesState.ts';
import type { Reference } from '../../notes/references.ts';
import type { Destination } from '../document/deck.ts';
import { IconButton } from '../toolbar/iconButton.tsx';
import { byPage, referenceName } from './pageNotes.ts';
import { Rendered } from './rendered.tsx';
import { notedPages } from './useNoteOverlays.ts';
import { type Notes, type NotesActions, pageName } from './useNotes.ts';

export interface NotesTabProps {
  readonly notes: Notes;
  /** On screen; one-based. */
  readonly page: number;
  readonly labels?: readonly string[] | undefined;
  readonly goTo: (destination: Destination) => void;
  /** Gives the focus back to the pages. */
  readonly back: () => void;
}

/** The notes of the deck, page by page; that on the page in view can be written at once. */
export function NotesTab({ notes, page, labels, goTo, back }: NotesTabProps) {
  const { state, references, readOnly, needsFolder, actions } = notes;
  const refer = byPage(references);
  const pages = [...new Set([...notedPages(state), ...refer.keys(), page])].sort((a, b) => a - b);
  return (
    <div class="mlops-lab-notes">
      {readOnly !== undefined && (
        <div class="mlops-lab-notes-problem">
          <p>{readOnly}</p>
          {needsFolder && (
            <button type="button" class="mlops-lab-button" onClick={actions.chooseFolder}>
              {t('Choose a Folder…')}
            </button>
          )}
        </div>
      )}
      {pages.map((each) => (
        <PageNote
          key={each}
          page={each}
          name={pageName(each, labels)}
          isCurrent={each === page}
          note={noteOf(state, each)}
          draft={state.drafts.get(each)}
          references={refer.get(each) ?? []}
          wish={notes.wish?.page === each ? notes.wish.count : 0}
          readOnly={readOnly !== undefined}
          {...{ actions, goTo, back }}
        />
      ))}
    </div>
  );
}

interface PageNoteProps {
  readonly page: number;
  readonly name: string;
  readonly isCurrent: boolean;
  readonly note: string;
  readonly draft: Draft | undefined;
  readonly references: readonly Reference[];
  /** Grows with every wish to write this note. */
  readonly wish: number;
  readonly readOnly: boolean;
  readonly actions: NotesActions;
  readonly goTo: (destination: Destination) => void;
  readonly back: () => void;
}

/** Wishes that have been granted: a tab that is shown again must not take the focus. */
let granted = 0;

function PageNote({
  page,
  name,
  isCurrent,
  note,
  draft,
  references,
  wish,
  readOnly,
  actions,
  goTo,
  back,
}: PageNoteProps) {
  const [writing, setWriting] = useState(false);
  const section = useRef<HTMLElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const canWrite = !readOnly && (writing || (isCurrent && note === ''));
  useEffect(() => {
    if (isCurrent) section.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  useEffect(() => {
    if (wish <= granted || readOnly) return;
    granted = wish;
    setWriting(true);
  }, [wish, readOnly]);
  useEffect(() => {
    if (!writing) return;
    const { current } = field;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  }, [writing, wish]);
  return (
    <section ref={section} class="mlops-lab-note" aria-label={name} aria-current={isCurrent ? 'page' : undefined}>
      <div class="mlops-lab-note-head">
        <button type="button" class="mlops-lab-note-page" onClick={() => goTo({ page })}>
          {name}
        </button>
        {!canWrite && !readOnly && note !== '' && (
          <IconButton icon="edit" label={t('Edit the Note on {0}', name)} press={() => setWriting(true)} />
        )}
      </div>
      {canWrite ? (
        <textarea
          ref={field}
          aria-label={t('Note on {0}', name)}
          placeholder={t('Write a note on this page…')}
          value={note}
          rows={3}
          onFocus={() => setWriting(true)}
          onInput={({ currentTarget }) => actions.type(page, currentTarget.value)}
          onBlur={() => {
            setWriting(false);
            actions.leave(page);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            back();
          }}
        />
      ) : (
        partsOf(note).map((part, index) => (
          <Part key={index} {...{ part, readOnly }} open={actions.openLink} remove={removal(part, page, actions)} />
        ))
      )}
      <State draft={draft} again={() => actions.type(page, note)} />
      {references.length > 0 && (
        <p class="mlops-lab-note-references">
          {t('Used in:')}{' '}
          {references.map((each) => (
            <button key={each.href} type="button" onClick={() => actions.openReference(each)}>
              {referenceName(each)}
            </button>
          ))}
        </p>
      )}
    </section>
  );
}

/** Whether the file has what was written. */
function State({ draft, again }: { readonly draft: Draft | undefined; readonly again: () => void }) {
  if (!draft) return null;
  if (draft.failure !== undefined)
    return (
      <div class="mlops-lab-note-failure" role="alert">
        <p>{draft.failure}</p>
        <button type="button" class="mlops-lab-button secondary" onClick={again}>
          {t('Try Again')}
        </button>
      </div>
    );
  return <p class="mlops-lab-note-state">{draft.isSaved ? t('Saved') : t('Saving…')}</p>;
}

function removal(part: NotePart, page: number, actions: NotesActions): () => void {
  return () => part.kind === 'highlight' && actions.unhighlight(page, part.highlight);
}

interface PartProps {
  readonly part: NotePart;
  readonly readOnly: boolean;
  readonly open: (href: string) => void;
  readonly remove: () => void;
}

function Part({ part, readOnly, open, remove }: PartProps) {
  if (part.kind === 'text') return <Rendered markdown={part.text} open={open} />;
  return (
    <div class="mlops-lab-note-highlight">
      <blockquote>{part.highlight.text}</blockquote>
      {!readOnly && <IconButton icon="close" label={t('Remove the Highlight')} press={remove} />}
    </div>
  );
}
