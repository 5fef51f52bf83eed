import type { ComponentChildren } from 'preact';

const icons = {
  copy: 'M5.5 4.5v-2h8v8h-2M2.5 5.5h8v8h-8z',
  filter: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3l3.7 3.7',
  close: 'M4 4l8 8M12 4l-8 8',
  save: 'M8 2v8M4.8 7.2 8 10.4l3.2-3.2M2.5 13.5h11',
} as const;

/** Quiet buttons that come to view with the pointer or the focus. */
export function Toolbar({ children }: { readonly children: ComponentChildren }) {
  return <div class="mlops-lab-table-toolbar">{children}</div>;
}

export interface ToolProps {
  readonly icon: keyof typeof icons;
  readonly label: string;
  readonly disabled?: boolean;
  /** Of one that opens something: whether it is open. */
  readonly expanded?: boolean;
  onClick(): void;
}

export function Tool({ icon, label, disabled = false, expanded, onClick }: ToolProps) {
  return (
    <button
      type="button"
      class="mlops-lab-table-tool"
      aria-label={label}
      title={label}
      disabled={disabled}
      aria-expanded={expanded}
      onClick={onClick}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d={icons[icon]} />
      </svg>
    </button>
  );
}
