import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import type { RunColumns } from '../../compare/columns.ts';
import { type Completion, complete } from '../../compare/filter/complete.ts';

export interface FilterBoxProps {
  readonly value: string;
  /** What is wrong with it, as a sentence. */
  readonly problem: string | undefined;
  readonly runs: RunColumns;
  onChange(filter: string): void;
}

/** A field for a filter, with proposals for what can stand next: the ARIA combobox with a list. */
export function FilterBox({ value, problem, runs, onChange }: FilterBoxProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [completion, setCompletion] = useState<Completion>();
  const [chosen, setChosen] = useState(-1);
  const caret = useRef<number | undefined>(undefined);
  const proposals = completion?.proposals ?? [];

  // The text that was taken stands there by now.
  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  }, [value]);

  const propose = (field: HTMLInputElement) => {
    setCompletion(complete(field.value, field.selectionStart ?? field.value.length, runs));
    setChosen(-1);
  };
  const close = () => setCompletion(undefined);
  const take = (text: string) => {
    const field = input.current!;
    const from = completion!.from;
    const rest = value.slice(field.selectionStart ?? value.length);
    caret.current = from + text.length + 1;
    onChange(`${value.slice(0, from)}${text} ${rest.trimStart()}`);
    close();
    field.focus();
  };
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && !completion) propose(event.currentTarget);
    else if (step !== undefined && proposals.length > 0) {
      // From the field's own text down to the first, up to the last.
      setChosen(((chosen + 1 + step + proposals.length + 1) % (proposals.length + 1)) - 1);
    } else if (event.key === 'Enter' && chosen >= 0) take(proposals[chosen]!.text);
    else if (event.key === ' ' && event.ctrlKey) propose(event.currentTarget);
    else if (event.key === 'Escape' && completion) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="filter">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={t('Filter of runs')}
        aria-autocomplete="list"
        aria-expanded={proposals.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        placeholder={t('Filter, such as metrics.loss < 0.1 and params.lr = "0.01"')}
        spellcheck={false}
        autocomplete="off"
        value={value}
        onInput={(event) => {
          onChange(event.currentTarget.value);
          propose(event.currentTarget);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {proposals.length > 0 && (
        <div class="proposals" role="listbox" id={`${id}-list`} aria-label={t('Proposals')}>
          {proposals.map(({ text, detail }, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus, and names the chosen one
            <div
              key={text}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              ref={index === chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(text)}
            >
              <span>{text}</span> <span class="quiet">{detail}</span>
            </div>
          ))}
        </div>
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} class="filter-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
