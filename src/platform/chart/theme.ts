import type { Config } from 'vega-lite';

/** What a chart takes from the editor's colour theme. Colours are CSS colours. */
export interface ChartTheme {
  readonly dark: boolean;
  readonly highContrast: boolean;
  readonly foreground: string;
  readonly background: string;
  readonly font: string;
  /** Pixels. */
  readonly fontSize: number;
}

/**
 * Series colours that stay apart for the common kinds of colour blindness and have at least 3:1 against the editor:
 * Okabe and Ito, "Color Universal Design" (2008); what is too pale for a light background is replaced.
 */
export const palettes = {
  light: ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#332288', '#6E6E6E'],
  dark: ['#56B4E9', '#E69F00', '#009E73', '#CC79A7', '#F0E442', '#D55E00'],
} as const;

/** For pictures that stand on white, in a file. */
export const plainTheme: ChartTheme = {
  dark: false,
  highContrast: false,
  foreground: '#3b3b3b',
  background: '#ffffff',
  font: 'system-ui, "Segoe UI", Ubuntu, sans-serif',
  fontSize: 13,
};

/** The Vega-Lite configuration of a theme; what a chart's own `config` says wins over it. */
export function themeConfig(theme: ChartTheme): Config {
  const { foreground, font, fontSize, highContrast } = theme;
  const palette = theme.dark ? palettes.dark : palettes.light;
  const line = { domainColor: foreground, tickColor: foreground, gridColor: foreground };
  const labels = { labelColor: foreground, labelFontSize: fontSize - 1 };
  const titles = { titleColor: foreground, titleFontSize: fontSize, titleFontWeight: 'normal' } as const;
  return {
    background: 'transparent',
    padding: { left: 2, right: 4, top: 4, bottom: 4 },
    font,
    view: { stroke: 'transparent', discreteHeight: { step: 22 } },
    axis: {
      ...line,
      ...labels,
      ...titles,
      gridOpacity: highContrast ? 0.5 : 0.15,
      domainOpacity: 0.5,
      tickOpacity: 0.5,
      labelLimit: 220,
      // Beyond it an axis' title would lie on its labels.
      maxExtent: 300,
      labelOverlap: true,
    },
    axisX: { grid: false },
    axisDiscrete: { labelOverlap: false },
    axisQuantitative: { tickCount: 6 },
    legend: { ...labels, ...titles, symbolStrokeWidth: 2, titleLimit: 240 },
    header: { ...labels, ...titles, labelLimit: 220 },
    title: { color: foreground, fontSize: fontSize + 2, fontWeight: 600, anchor: 'start', offset: 12, limit: 0 },
    mark: { color: palette[0], tooltip: true },
    line: { strokeWidth: highContrast ? 3 : 2 },
    point: { filled: true },
    text: { color: foreground, font },
    rule: { color: foreground },
    style: markStyles(theme, palette[0]),
    range: {
      category: [...palette],
      ramp: { scheme: 'viridis' },
      heatmap: { scheme: 'viridis' },
      diverging: { scheme: 'blueorange' },
    },
  };
}

/** What the charts of `mlops-lab/plot` name their marks; a theme decides how each looks. */
function markStyles({ foreground, fontSize, highContrast }: ChartTheme, color: string): NonNullable<Config['style']> {
  return {
    reference: { color: foreground, strokeWidth: 1, strokeDash: [4, 4], strokeOpacity: highContrast ? 1 : 0.6 },
    note: { color: foreground, fontSize },
    patterned: { fillOpacity: highContrast ? 0.6 : 0.75, strokeWidth: 1.5 },
    touching: { binSpacing: 1, strokeWidth: 0 },
    whisker: { color: foreground, strokeWidth: highContrast ? 2 : 1 },
    box: { color, fillOpacity: highContrast ? 0.9 : 0.7 },
    median: { color: foreground, thickness: 3 },
    outlier: { filled: false, color: foreground, strokeWidth: 1, size: 22, opacity: 0.8 },
    points: { filled: true, size: 40, opacity: highContrast ? 1 : 0.8 },
    'dense-points': { filled: true, size: 14, opacity: highContrast ? 0.8 : 0.5 },
    cell: { strokeWidth: 0 },
    'cell-number': { fontSize: fontSize - 1 },
    lines: { strokeOpacity: 0.8 },
    'dense-lines': { strokeWidth: 1, strokeOpacity: highContrast ? 0.6 : 0.35 },
    'axis-rule': { color: foreground, strokeOpacity: 0.6 },
    'axis-end': { color: foreground, fontSize: fontSize - 2 },
  };
}
