import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from './iconButton.tsx';

export interface MenuEntry {
  readonly label: string;
  readonly keys?: string;
  /** Absent for an entry that is done once. */
  readonly checked?: boolean;
  readonly run: () => void;
}

export interface MenuSection {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** One of its entries is checked at a time. */
  readonly choice?: boolean;
}

interface MenuProps {
  readonly label: string;
  readonly sections: readonly MenuSection[];
}

/** A button with a menu, with the keys of the ARIA menu button pattern. */
export function Menu({ label, sections }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  /** What had the focus when the menu was opened. */
  const before = useRef<HTMLElement>(null);
  const entries = () => [...(root.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
  const close = () => {
    setOpen(false);
    before.current?.focus();
  };
  // Before the next key: one pressed at once already goes to the menu.
  useLayoutEffect(() => {
    if (open) entries()[0]?.focus();
  }, [open]);

  const toggle = () => {
    before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setOpen(!open);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) all.at(to % all.length)?.focus();
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') return setOpen(false);
    else return;
    event.stopPropagation();
    event.preventDefault();
  };
  const onFocusOut = ({ relatedTarget }: FocusEvent) => {
    if (!(relatedTarget instanceof Node && root.current?.contains(relatedTarget))) setOpen(false);
  };
  return (
    <div class="mlops-lab-menu" ref={root} onFocusOut={onFocusOut}>
      <IconButton icon="ellipsis" label={label} expanded={open} press={toggle} />
      {open && (
        <div role="menu" aria-label={label} onKeyDown={onKeyDown}>
          {sections.map((section) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a menu
            <div key={section.label} role="group" aria-label={section.label}>
              {section.entries.map((entry) => (
                <button
                  key={entry.label}
                  type="button"
                  {...roleOf(entry, section)}
                  tabIndex={-1}
                  onClick={() => {
                    close();
                    entry.run();
                  }}
                >
                  <span class={entry.checked ? 'codicon codicon-check' : 'codicon'} aria-hidden="true" />
                  <span>{entry.label}</span>
                  {entry.keys && <kbd>{entry.keys}</kbd>}
                </button>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function roleOf({ checked }: MenuEntry, { choice }: MenuSection) {
  if (checked === undefined) return { role: 'menuitem' } as const;
  return { role: choice ? 'menuitemradio' : 'menuitemcheckbox', 'aria-checked': checked } as const;
}
