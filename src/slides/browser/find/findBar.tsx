import { useEffect, useId, useReducer, useRef, useState } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import { type FindOptions, findInDeck, longestQuery, type PageMatches } from '../../find.ts';
import {
  type CurrentMatch,
  countOf,
  type FindAction,
  type FindState,
  initialFind,
  isComplete,
  type MatchesByPage,
  matchAt,
  ordinalOf,
  reduceFind,
} from '../../findState.ts';
import type { TextRange } from '../../searchText.ts';
import type { Deck } from '../document/deck.ts';
import { IconButton } from '../toolbar/iconButton.tsx';

export interface FindBarProps {
  readonly deck: Deck;
  /** On screen; one-based. */
  readonly page: number;
  /** Words to begin with. */
  readonly initial?: string;
  /** Shows the page of a match; its mark comes into view by itself. */
  readonly goTo: (page: number, match: TextRange) => void;
  /** What to mark; nothing once the bar is closed. */
  readonly onMatches: (matches: MatchesByPage | undefined, current: CurrentMatch | undefined) => void;
  readonly close: () => void;
}

/** Results are shown, and the page gets to draw, this often while a long deck is searched. */
const batchMilliseconds = 30;

export function FindBar({ deck, page, initial = '', goTo, onMatches, close }: FindBarProps) {
  const [query, setQuery] = useState(initial);
  const [options, setOptions] = useState<FindOptions>({ matchCase: false, wholeWord: false });
  const [state, dispatch] = useReducer(reduceFind, undefined, () => initialFind(deck.pages, initial, options, page));
  const field = useRef<HTMLInputElement>(null);
  const note = useId();

  useEffect(() => setQuery(initial), [initial]);
  useEffect(() => field.current?.select(), []);
  useSearch(deck, query, options, page, dispatch);

  const current = state.current && matchAt(state, state.current) ? state.current : undefined;
  useEffect(() => {
    if (!current) return;
    const match = matchAt(state, current);
    if (match) goTo(current.page, match);
  }, [current?.page, current?.index, state.query, state.options]);
  useEffect(() => onMatches(state.found.size ? state.found : undefined, current), [state.found, current]);
  useEffect(() => () => onMatches(undefined, undefined), []);

  const step = (by: 1 | -1) => dispatch({ type: 'step', by });
  useFindKeys(field, step);
  const toggle = (option: keyof FindOptions) => setOptions({ ...options, [option]: !options[option] });
  const keydown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && event.target === field.current) step(event.shiftKey ? -1 : 1);
    else if (event.altKey && event.code === 'KeyC') toggle('matchCase');
    else if (event.altKey && event.code === 'KeyW') toggle('wholeWord');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const nothing = query.trim() !== '' && isComplete(state) && countOf(state) === 0;
  const sentence = sentenceOf(state);

  return (
    <search class="mlops-lab-find" aria-label={t('Find in Slides')} onKeyDown={keydown}>
      <div class="mlops-lab-find-row">
        <div class="mlops-lab-find-field">
          <input
            ref={field}
            type="text"
            value={query}
            maxLength={longestQuery}
            placeholder={t('Find')}
            aria-label={t('Find')}
            aria-describedby={note}
            aria-invalid={nothing}
            spellcheck={false}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
          <IconButton
            icon="case-sensitive"
            label={t('Match Case')}
            keys="Alt+C"
            pressed={options.matchCase}
            press={() => toggle('matchCase')}
          />
          <IconButton
            icon="whole-word"
            label={t('Match Whole Word')}
            keys="Alt+W"
            pressed={options.wholeWord}
            press={() => toggle('wholeWord')}
          />
        </div>
        <output class="mlops-lab-find-count" aria-live="polite">
          {countText(state, query)}
          {current && <span class="mlops-lab-for-screen-readers">{t(', page {0}', current.page)}</span>}
        </output>
        <IconButton icon="arrow-up" label={t('Previous Match')} keys="Shift+F3" off={!current} press={() => step(-1)} />
        <IconButton icon="arrow-down" label={t('Next Match')} keys="F3" off={!current} press={() => step(1)} />
        <IconButton icon="close" label={t('Close')} keys="Escape" press={close} />
      </div>
      <p id={note} class="mlops-lab-find-note" aria-live="polite">
        {sentence}
      </p>
    </search>
  );
}

function countText(state: FindState, query: string): string {
  if (query.trim() === '') return '';
  const count = countOf(state);
  // While pages before this one are still searched, its number among all is not known for long.
  if (!isComplete(state)) return count ? t('{0} of {1}…', ordinalOf(state), count) : t('Searching…');
  return count ? t('{0} of {1}', ordinalOf(state), count) : t('No results');
}

/** What a count does not tell. */
function sentenceOf(state: FindState): string {
  if (state.wrapped === 'end') return t('That was the last one: here is the first again.');
  if (state.wrapped === 'start') return t('That was the first one: here is the last.');
  if (!isComplete(state) || state.query.trim() === '') return '';
  if (state.unreadable.length) return t('The text of page {0} cannot be read.', state.unreadable.join(', '));
  return state.hasText ? '' : t('These pages are pictures: they hold no text that could be found.');
}

/** Searches anew whenever the words, the options or the file change. */
function useSearch(
  deck: Deck,
  query: string,
  options: FindOptions,
  page: number,
  dispatch: (action: FindAction) => void,
): void {
  useEffect(() => {
    let wanted = true;
    dispatch({ type: 'search', query, options, page, pages: deck.pages });
    const search = async () => {
      let batch: PageMatches[] = [];
      let since = performance.now();
      const flush = async () => {
        if (wanted && batch.length) dispatch({ type: 'found', results: batch });
        batch = [];
        await new Promise((drawn) => setTimeout(drawn));
        since = performance.now();
      };
      for await (const result of findInDeck(deck, query, options, page)) {
        if (!wanted) return;
        batch.push(result);
        if (performance.now() - since >= batchMilliseconds) await flush();
      }
      await flush();
    };
    void search();
    return () => {
      wanted = false;
    };
  }, [deck, query, options]);
}

/** Keys that work wherever the focus is while the bar is open. */
function useFindKeys(field: { readonly current: HTMLInputElement | null }, step: (by: 1 | -1) => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'F3') step(event.shiftKey ? -1 : 1);
      else if ((event.ctrlKey || event.metaKey) && event.key === 'f') field.current?.select();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', pressed, { capture: true });
    return () => window.removeEventListener('keydown', pressed, { capture: true });
  }, []);
}
