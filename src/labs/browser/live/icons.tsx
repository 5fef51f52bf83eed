/** Drawn in the text's colour, 16 pixels wide; the words beside them say what they mean. */
const paths = {
  running: 'M8 1.5a6.5 6.5 0 1 0 6.5 6.5',
  finished: 'M14.5 8a6.5 6.5 0 1 1-13 0a6.5 6.5 0 1 1 13 0M5 8.3 7.2 10.5 11 6',
  stopped: 'M14.5 8a6.5 6.5 0 1 1-13 0a6.5 6.5 0 1 1 13 0M5.8 5.8h4.4v4.4H5.8z',
  failed: 'M14.5 8a6.5 6.5 0 1 1-13 0a6.5 6.5 0 1 1 13 0M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8',
  warning: 'M8 2 14.5 13.5H1.5zM8 6v3.5M8 11.4v.2',
  hint: 'M6 11.5c0-1.5-2-2.300-2-5a4 4 0 0 1 8 0c0 2.700-2 3.500-2 5zM6.200 14h3.600',
  log: 'M2 2v12h12M4 12C5 5 8 4 14 3.500',
  smooth: 'M1.500 10c2-7 4-7 6 0s4 7 7-2',
  table: 'M2 3h12v10H2zM2 6.500h12M2 9.800h12M6.500 3v10',
  picture: 'M2 3h12v10H2zM2.500 11l3.500-4 3 3 2-2 2.500 3',
  save: 'M8 2v8M4.800 7 8 10.200 11.200 7M2.500 11v2.500h11V11',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
