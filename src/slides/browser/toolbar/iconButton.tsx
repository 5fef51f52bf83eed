export interface IconButtonProps {
  /** A codicon's name. */
  readonly icon: string;
  readonly label: string;
  readonly keys?: string | undefined;
  /** Has no effect now; stays focusable, so that paging to the end does not lose the keyboard's place. */
  readonly off?: boolean;
  /** For a button that switches something on and off. */
  readonly pressed?: boolean;
  /** For a button that opens a menu. */
  readonly expanded?: boolean;
  readonly class?: string;
  readonly press: () => void;
}

export function IconButton({
  icon,
  label,
  keys,
  off = false,
  pressed,
  expanded,
  class: extra = '',
  press,
}: IconButtonProps) {
  return (
    <button
      type="button"
      class={`mlops-lab-icon codicon codicon-${icon} ${extra}`}
      aria-label={label}
      aria-disabled={off}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-haspopup={expanded === undefined ? undefined : 'menu'}
      title={keys ? `${label} (${keys})` : label}
      onClick={() => !off && press()}
    />
  );
}
