/** The renderer's stylesheet as text: VS Code loads a notebook renderer's script alone. */
export const styles = `
.mlops-lab-table section { max-height: 420px; overflow: auto; width: fit-content; max-width: 100%; }
.mlops-lab-table table { border-collapse: separate; border-spacing: 0; font-size: var(--vscode-font-size, 13px); }
.mlops-lab-table caption {
  text-align: start; padding: 0 0 6px; color: var(--vscode-descriptionForeground); white-space: nowrap;
}
.mlops-lab-table caption strong { color: var(--vscode-foreground); margin-inline-end: 6px; }
.mlops-lab-table th {
  position: sticky; top: 0; text-align: start; font-weight: 600; white-space: nowrap;
  background: var(--vscode-notebook-cellEditorBackground, var(--vscode-editor-background));
  border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-foreground));
}
.mlops-lab-table :is(th, td) { padding: 3px 12px; }
.mlops-lab-table td {
  text-align: start; overflow-wrap: anywhere; max-width: 48ch;
  border-bottom: 1px solid var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 12%, transparent));
}
.mlops-lab-table .number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.mlops-lab-table .missing { font-style: italic; color: var(--vscode-descriptionForeground); }
.mlops-lab-table tbody tr:hover { background: var(--vscode-list-hoverBackground); }
.mlops-lab-table p { margin: 6px 0 0; color: var(--vscode-descriptionForeground); }
.mlops-lab-table button {
  padding: 2px 8px; font: inherit; cursor: pointer; border-radius: 2px;
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground);
  border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
}
.mlops-lab-table :focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }

.mlops-lab-check { padding: 2px 0 2px 10px; border-inline-start: 3px solid; }
.mlops-lab-check.passed { border-color: var(--vscode-testing-iconPassed, #388a34); }
.mlops-lab-check.failed { border-color: var(--vscode-testing-iconFailed, #f14c4c); }
.mlops-lab-check p { margin: 0; }
.mlops-lab-check svg { vertical-align: text-bottom; fill: none; stroke: currentColor; stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round; }
.mlops-lab-check.passed svg { color: var(--vscode-testing-iconPassed, #388a34); }
.mlops-lab-check.failed svg { color: var(--vscode-testing-iconFailed, #f14c4c); }
.mlops-lab-check p > strong { margin-inline-end: 6px; }
.mlops-lab-check dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 16px; margin: 6px 0 2px 21px; }
.mlops-lab-check dt { color: var(--vscode-descriptionForeground); }
.mlops-lab-check dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.mlops-lab-check code { font-family: var(--vscode-editor-font-family, monospace); color: inherit; background: none; padding: 0; }

.mlops-lab-problem { margin: 0; padding: 2px 0 2px 10px; border-inline-start: 3px solid var(--vscode-errorForeground, #f14c4c); }
`;
