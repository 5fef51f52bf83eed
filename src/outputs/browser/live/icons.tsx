/** Drawn in the text's colour, 16 pixels wide; the words beside them say what they mean. */
const paths = {
  running: 'M8 1.5a6.5 6.5 0 1 0 6.5 6.5',
  finished: 'M14.5 8a6.5 6.5 0 1 1-13 0a6.5 6.5 0 1 1 13 0M5 8.3 7.2 10.5 11 6',
  stopped: 'M14.5 8a6.5 6.5 0 1 1-13 0a6.5 6.5 0 1 1 13 0M5.8 5.8h4.4v4.4H5.8z',
  failed: 'M14.5 8a6.5 6.5 0 1 1-13 0a6.5 6.5 0 1 1 13 0M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8',
  warning: 'M8 2 14.5 13.5H1.5zM8 6v3.5M8 11.4v.2',
  hint: 'M6 11.5c0-1.5-2-2.3-2-5a4 4 0 0 1 8 0c0 2.7-2 3.5-2 5zM6.2 14h3.6',
  log: 'M2 2v12h12M4 12C5 5 8 4 14 3.5',
  smooth: 'M1.5 10c2-7 4-7 6 0s4 7 7-2',
  table: 'M2 3h12v10H2zM2 6.5h12M2 9.8h12M6.5 3v10',
  picture: 'M2 3h12v10H2zM2.5 11l3.5-4 3 3 2-2 2.5 3',
  vector: 'M2 2.5h3v3H2zM11 10.5h3v3h-3zM5 4c6 0 0 8 6 8M5 4h9M2 12h9',
  save: 'M8 2v8M4.8 7 8 10.2 11.2 7M2.5 11v2.5h11V11',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
