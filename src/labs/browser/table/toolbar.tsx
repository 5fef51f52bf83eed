import type { ComponentChildren } from 'preact';

const icons = {
  copy: 'M5.5 4.5v-2h8v8h-2M2.5 5.5h8v8h-8z',
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
  onClick(): void;
}

export function Tool({ icon, label, disabled = false, onClick }: ToolProps) {
  return (
    <button
      type="button"
      class="mlops-lab-table-tool"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d={icons[icon]} />
      </svg>
    </button>
  );
}
