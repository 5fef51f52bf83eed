import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
}

/** A button that opens a menu, with the keys of the ARIA menu button pattern. */
export function MenuButton({
  label,
  items,
  onOpen,
  children,
}: {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly onOpen: (open: boolean) => void;
  readonly children: ComponentChildren;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  const change = (next: boolean) => {
    setOpen(next);
    onOpen(next);
  };
  const close = () => {
    change(false);
    button.current?.focus();
  };
  // Before the next key: one pressed at once already goes to the menu.
  useLayoutEffect(() => {
    if (open) menu.current?.querySelector('button')?.focus();
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    const entries = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) entries.at(to % entries.length)?.focus();
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') change(false);
    else return;
    // Neither the toolbar nor the notebook takes these.
    event.stopPropagation();
    if (event.key !== 'Tab') event.preventDefault();
  };
  const onFocusOut = (event: FocusEvent) => {
    if (!(event.relatedTarget instanceof Node && menu.current?.contains(event.relatedTarget))) change(false);
  };
  return (
    <>
      <button
        type="button"
        ref={button}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => change(!open)}
        // The menu would lose the focus first, close, and be opened again by the click.
        onPointerDown={(event) => open && event.preventDefault()}
      >
        {children}
      </button>
      {open && (
        <div role="menu" aria-label={label} ref={menu} onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
          {items.map(({ label, run }) => (
            <button
              key={label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                run();
              }}
            >
              {label}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
