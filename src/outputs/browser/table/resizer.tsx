interface ResizerProps {
  /** Its class, by which the page places and draws it. */
  readonly edge: string;
  /** Of the column now, in pixels. */
  readonly width: number;
  /** Without a width the column gets the one that fits it. */
  onResize(width?: number): void;
}

/** The edge by which a column is made wider; by keyboard, the grid does it. */
export function Resizer({ edge: name, width, onResize }: ResizerProps) {
  const begin = (down: PointerEvent & { currentTarget: HTMLElement }) => {
    down.preventDefault();
    const edge = down.currentTarget;
    edge.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent) => onResize(width + event.clientX - down.clientX);
    edge.addEventListener('pointermove', move);
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), { once: true });
  };
  return (
    <div
      class={name}
      aria-hidden="true"
      onPointerDown={begin}
      onClick={(event) => event.stopPropagation()}
      onDblClick={() => onResize()}
    />
  );
}
