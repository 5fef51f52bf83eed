import { border, linedButtons } from '../../../platform/browser/buttonStyles.ts';

export const styles = `
${linedButtons('.mlops-lab-model')}
.mlops-lab-model { display: flex; flex-direction: column; gap: 10px; font-size: var(--vscode-font-size, 13px); font-variant-numeric: tabular-nums; }
.mlops-lab-model p { margin: 0; }
.mlops-lab-model p > span, .mlops-lab-model dt { color: var(--vscode-descriptionForeground); }
.mlops-lab-model dl { display: flex; flex-wrap: wrap; gap: 8px 24px; margin: 0; }
.mlops-lab-model dt { font-size: 11px; }
.mlops-lab-model dd { margin: 0; }
.mlops-lab-model .parts { display: flex; flex-wrap: wrap; gap: 16px 32px; align-items: flex-start; }
.mlops-lab-model .layers { flex: 0 1 auto; min-width: 0; max-width: 100%; }
.mlops-lab-model .diagram { display: flex; flex-direction: column; gap: 6px; align-items: flex-start; flex: 0 1 auto; min-width: 0; max-width: 100%; position: relative; padding-inline-end: 28px; }
.mlops-lab-model .diagram .save { position: absolute; inset-block-start: 0; inset-inline-end: 0; padding: 3px; border-color: transparent; opacity: 0; }
.mlops-lab-model:is(:hover, :focus-within) .save { opacity: 1; }
@media (hover: none) { .mlops-lab-model .save { opacity: 1; } }
.mlops-lab-model section { overflow: auto; max-height: 560px; max-width: 100%; }
.mlops-lab-model table { border-collapse: separate; border-spacing: 0; font-size: inherit; }
.mlops-lab-model :is(th, td) { padding: 3px 8px; text-align: start; white-space: nowrap; border-bottom: 1px solid ${border}; }
.mlops-lab-model thead th {
  position: sticky; top: 0; font-weight: 600; z-index: 1;
  background: var(--vscode-notebook-outputContainerBackgroundColor, var(--vscode-editor-background));
}
.mlops-lab-model tbody th { font-weight: 400; }
.mlops-lab-model .number { text-align: end; }
.mlops-lab-model svg { display: block; font-family: var(--vscode-font-family, sans-serif); }
.mlops-lab-model svg text { fill: var(--vscode-foreground); font-size: 12px; }
.mlops-lab-model svg .type { font-weight: 600; }
.mlops-lab-model svg .detail { font-size: 11px; fill: var(--vscode-descriptionForeground); }
.mlops-lab-model .box rect { fill: color-mix(in srgb, var(--vscode-charts-blue, #3794ff) 12%, transparent); stroke: var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-charts-blue, #3794ff) 55%, transparent)); }
.mlops-lab-model .box.input rect { fill: transparent; stroke-dasharray: 4 3; }
.mlops-lab-model .cluster rect { fill: color-mix(in srgb, var(--vscode-foreground) 5%, transparent); stroke: ${border}; }
.mlops-lab-model .cluster text { font-size: 11px; fill: var(--vscode-descriptionForeground); }
.mlops-lab-model .edge path { fill: none; stroke: var(--vscode-descriptionForeground); stroke-width: 1.2; }
.mlops-lab-model .edge .tip { fill: var(--vscode-descriptionForeground); }
:is(.vscode-high-contrast, .vscode-high-contrast-light) .mlops-lab-model .box rect { fill: none; }
`;
