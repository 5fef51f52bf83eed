import type { ChartTheme } from '../chart/theme.ts';

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
    background: variable('--vscode-editor-background', dark ? '#1f1f1f' : '#ffffff'),
    font: variable('--vscode-font-family', 'sans-serif'),
    fontSize: Number.parseFloat(variable('--vscode-font-size', '13px')) || 13,
  };
}
