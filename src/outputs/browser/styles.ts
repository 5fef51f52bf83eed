/** The renderer's stylesheet as text: VS Code loads a notebook renderer's script alone. */
export const styles = `
mlops-lab-output { display: block; }
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
