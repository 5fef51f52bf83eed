import { quietButton } from './buttonStyles.ts';

/** The looks of a chart's frame: toolbar, menus, tooltip and table. The drawing itself has its theme from Vega. */
export const chartStyles = `
.mlops-lab-chart { position: relative; container-type: inline-size; font-size: var(--vscode-font-size, 13px); color: var(--vscode-foreground); }
.mlops-lab-chart .drawing :is(svg, canvas) { display: block; max-width: 100%; height: auto !important; }
.mlops-lab-chart .toolbar {
  position: absolute; z-index: 2; inset-block-start: 0; inset-inline-end: 0; display: flex; gap: 2px; padding: 2px;
  border-radius: 5px; opacity: 0; transition: opacity 100ms;
  background: var(--vscode-editorWidget-background, var(--vscode-editor-background));
  border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorWidget-border, transparent));
}
.mlops-lab-chart:is(:hover, :focus-within) .toolbar, .mlops-lab-chart .toolbar.open { opacity: 1; }
@media (hover: none) { .mlops-lab-chart .toolbar { position: static; width: fit-content; margin-inline-start: auto; opacity: 1; } }
@media (prefers-reduced-motion: reduce) { .mlops-lab-chart .toolbar { transition: none; } }
${quietButton('.mlops-lab-chart button')}
.mlops-lab-chart button svg { width: 16px; height: 16px; }
.mlops-lab-chart .data:focus-visible { outline: 1px solid var(--vscode-focusBorder, #0078d4); outline-offset: -1px; }
.mlops-lab-chart [role="menu"] {
  position: absolute; inset-block-start: 100%; inset-inline-end: 0; min-width: 140px; margin: 2px 0 0; padding: 4px;
  display: flex; flex-direction: column; border-radius: 5px; white-space: nowrap;
  color: var(--vscode-menu-foreground, var(--vscode-foreground));
  background: var(--vscode-menu-background, var(--vscode-editor-background));
  border: 1px solid var(--vscode-contrastBorder, var(--vscode-menu-border, rgba(128, 128, 128, 0.35)));
  box-shadow: 0 2px 8px var(--vscode-widget-shadow, rgba(0, 0, 0, 0.16));
}
.mlops-lab-chart [role="menuitem"] { padding: 4px 10px; color: inherit; }
.mlops-lab-chart [role="menuitem"]:is(:hover, :focus) {
  color: var(--vscode-menu-selectionForeground, inherit);
  background: var(--vscode-menu-selectionBackground, var(--vscode-toolbar-hoverBackground, rgba(128, 128, 128, 0.2)));
}
.mlops-lab-chart .status { margin: 4px 0 0; padding: 0; border: 0; color: var(--vscode-descriptionForeground); }
.mlops-lab-chart .status:empty { margin: 0; }
.mlops-lab-chart .data { max-height: 320px; margin-top: 8px; overflow: auto; width: fit-content; max-width: 100%; }
.mlops-lab-chart .data table { border-collapse: separate; border-spacing: 0; font-size: inherit; }
.mlops-lab-chart .data caption { padding: 0 0 4px; text-align: start; color: var(--vscode-descriptionForeground); }
.mlops-lab-chart .data th {
  position: sticky; top: 0; text-align: start; font-weight: 600;
  background: var(--vscode-editor-background);
  border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-foreground));
}
.mlops-lab-chart .data :is(th, td) { padding: 2px 12px 2px 0; }
.mlops-lab-chart .data td { border-bottom: 1px solid var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 12%, transparent)); }
.mlops-lab-chart .data .number { text-align: end; font-variant-numeric: tabular-nums; }
.mlops-lab-chart-tooltip {
  position: fixed; z-index: 10; max-width: 340px; padding: 4px 8px; border-radius: 3px; pointer-events: none;
  font: var(--vscode-font-size, 13px) / 1.4 var(--vscode-font-family, sans-serif); overflow-wrap: anywhere;
  color: var(--vscode-editorHoverWidget-foreground, var(--vscode-foreground));
  background: var(--vscode-editorHoverWidget-background, var(--vscode-editor-background));
  border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorHoverWidget-border, rgba(128, 128, 128, 0.35)));
  box-shadow: 0 2px 8px var(--vscode-widget-shadow, rgba(0, 0, 0, 0.16));
}
.mlops-lab-chart-tooltip dl { display: grid; grid-template-columns: max-content auto; gap: 0 10px; margin: 0; }
.mlops-lab-chart-tooltip dt { color: var(--vscode-descriptionForeground); }
.mlops-lab-chart-tooltip dd { margin: 0; font-variant-numeric: tabular-nums; }
`;
