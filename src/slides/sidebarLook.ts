/** How the sidebar was left. */
export interface SidebarLook {
  /** The id of the tab on show. */
  readonly tab: string;
  /** In CSS pixels. */
  readonly width: number;
}

export const sidebarWidth = { least: 140, usual: 208, most: 480 } as const;

/** From what was remembered; anything odd is left out. */
export function parseSidebarLook(remembered: unknown): SidebarLook {
  const saved = (typeof remembered === 'object' && remembered !== null ? remembered : {}) as Record<string, unknown>;
  const { tab, width } = saved;
  return {
    tab: typeof tab === 'string' ? tab : 'pages',
    width: typeof width === 'number' ? clampSidebar(width) : sidebarWidth.usual,
  };
}

/** Not narrower or wider than is of use. */
export function clampSidebar(width: number): number {
  return Number.isFinite(width)
    ? Math.round(Math.min(sidebarWidth.most, Math.max(sidebarWidth.least, width)))
    : sidebarWidth.usual;
}
