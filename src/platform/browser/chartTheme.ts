import type { Config } from 'vega-lite';

/** What a chart takes from the editor's colour theme. Colours are CSS colours. */
export interface ChartTheme {
  readonly dark: boolean;
  readonly highContrast: boolean;
  readonly foreground: string;
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

/** Reads the theme from the classes and variables that VS Code sets on a webview's page. */
export function readTheme(): ChartTheme {
  const { classList } = document.body;
  const style = getComputedStyle(document.body);
  const variable = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  const highContrastLight = classList.contains('vscode-high-contrast-light');
  const highContrast = highContrastLight || classList.contains('vscode-high-contrast');
  const dark = classList.contains('vscode-dark') || (highContrast && !highContrastLight);
  return {
    dark,
    highContrast,
    foreground: variable('--vscode-foreground', dark ? '#cccccc' : '#3b3b3b'),
    font: variable('--vscode-font-family', 'sans-serif'),
    fontSize: Number.parseFloat(variable('--vscode-font-size', '13px')) || 13,
  };
}

/** The Vega-Lite configuration of a theme; what a chart's own `config` says wins over it. */
export function themeConfig(theme: ChartTheme): Config {
  const { foreground, font, fontSize, highContrast } = theme;
  const palette = theme.dark ? palettes.dark : palettes.light;
  const line = { domainColor: foreground, tickColor: foreground, gridColor: foreground };
  const labels = { labelColor: foreground, labelFontSize: fontSize - 1 };
  const titles = { titleColor: foreground, titleFontSize: fontSize, titleFontWeight: 'normal' } as const;
  const faint = highContrast ? 0.5 : 0.15;
  return {
    background: 'transparent',
    padding: { left: 0, right: 4, top: 4, bottom: 4 },
    font,
    view: { stroke: 'transparent', continuousHeight: 240 },
    axis: {
      ...line,
      ...labels,
      ...titles,
      gridOpacity: faint,
      domainOpacity: 0.5,
      tickOpacity: 0.5,
      labelOverlap: true,
    },
    axisX: { grid: false },
    axisQuantitative: { tickCount: 6 },
    legend: { ...labels, ...titles },
    header: { ...labels, ...titles },
    title: { color: foreground, fontSize: fontSize + 2, fontWeight: 600, anchor: 'start', offset: 12 },
    mark: { color: palette[0], tooltip: true },
    line: { strokeWidth: highContrast ? 3 : 2 },
    text: { color: foreground },
    rule: { color: foreground },
    range: {
      category: [...palette],
      ramp: { scheme: 'viridis' },
      heatmap: { scheme: 'viridis' },
      diverging: { scheme: 'blueorange' },
    },
  };
}
