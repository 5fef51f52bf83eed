import { quietButton } from '../../../platform/browser/buttonStyles.ts';

/** The looks of the standard forms outside shadow roots. */
export const styles = `
.mlops-lab-frame { contain: content; --mlops-lab-tint: color-mix(in srgb, var(--vscode-foreground, #3b3b3b) 7%, transparent); --mlops-lab-rule: var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground, #3b3b3b) 18%, transparent)); padding: 2px; margin: -2px; }
.mlops-lab-note { margin: 6px 0 0; font-size: 0.92em; color: var(--vscode-descriptionForeground, inherit); }
.mlops-lab-picture { margin: 0; }
.mlops-lab-picture img { display: block; max-width: 100%; height: auto; background: #fff; }
.mlops-lab-picture.mlops-lab-themed img { background: none; }

.mlops-lab-text { margin: 0; font-family: var(--vscode-editor-font-family, monospace); font-size: var(--vscode-editor-font-size, var(--vscode-font-size, 13px)); line-height: 1.4; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 8; unicode-bidi: plaintext; }
.mlops-lab-text.mlops-lab-stderr { border-inline-start: 3px solid var(--vscode-editorWarning-foreground, #bf8803); padding-inline-start: 10px; }
.mlops-lab-more, .mlops-lab-tree button, .mlops-lab-error .cause { margin-top: 4px; color: var(--vscode-foreground, inherit); }
.mlops-lab-error a { font: inherit; }
.mlops-lab-more {
  margin-top: 6px; padding: 2px 8px; cursor: pointer; border-radius: 2px;
  color: var(--vscode-button-secondaryForeground, inherit); background: var(--vscode-button-secondaryBackground, transparent);
  border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
}
.mlops-lab-more:focus-visible, .mlops-lab-tree :focus-visible, .mlops-lab-error :focus-visible { outline: 1px solid var(--vscode-focusBorder, #005fb8); outline-offset: 1px; }

.mlops-lab-tree { font-family: var(--vscode-editor-font-family, monospace); font-size: var(--vscode-editor-font-size, var(--vscode-font-size, 13px)); line-height: 20px; }
.mlops-lab-tree [role="treeitem"] { display: flex; align-items: baseline; min-height: 20px; padding-inline: calc(var(--level) * 16px) 4px; border-radius: 3px; cursor: default; }
.mlops-lab-tree [role="treeitem"][aria-expanded] { cursor: pointer; }
.mlops-lab-tree [role="treeitem"]:hover { background: var(--vscode-list-hoverBackground, transparent); }
.mlops-lab-tree [role="treeitem"]:focus-visible { outline-offset: -1px; }
.mlops-lab-tree .twistie { flex: none; width: 16px; height: 16px; align-self: flex-start; margin-top: 2px; fill: none; stroke: currentColor; stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round; }
.mlops-lab-tree [aria-expanded="true"] > .twistie { transform: rotate(90deg); }
@media (prefers-reduced-motion: no-preference) { .mlops-lab-tree .twistie { transition: transform 80ms; } }
.mlops-lab-tree .key { flex: none; margin-inline-end: 0.6ch; color: var(--vscode-debugTokenExpression-name, #9b46b0); }
.mlops-lab-tree .value { overflow-wrap: anywhere; white-space: pre-wrap; font-variant-numeric: tabular-nums; }
.mlops-lab-tree .preview { color: var(--vscode-descriptionForeground, inherit); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; min-width: 0; }
.mlops-lab-tree .string { color: var(--vscode-debugTokenExpression-string, #a31515); }
.mlops-lab-tree .number { color: var(--vscode-debugTokenExpression-number, #098658); }
.mlops-lab-tree :is(.boolean, .null) { color: var(--vscode-debugTokenExpression-boolean, #0000ff); }
.mlops-lab-tree .actions { flex: none; align-self: flex-start; margin-inline-start: auto; padding-inline-start: 8px; opacity: 0; display: flex; gap: 2px; }
.mlops-lab-tree [role="treeitem"]:is(:hover, :focus-within) > .actions { opacity: 1; }
@media (hover: none) { .mlops-lab-tree .actions { opacity: 1; } }
${quietButton('.mlops-lab-tree button')}
.mlops-lab-tree button { justify-content: center; width: 20px; height: 20px; padding: 0; margin: 0; }
.mlops-lab-tree button svg { width: 14px; height: 14px; }
.mlops-lab-tree .mlops-lab-done { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.mlops-lab-tree .string button { display: inline; width: auto; height: auto; padding: 0 4px; color: var(--vscode-textLink-foreground, #005fb8); }

.mlops-lab-error { padding: 2px 0 2px 10px; border-inline-start: 3px solid var(--vscode-errorForeground, #f14c4c); }
.mlops-lab-error p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.mlops-lab-error ol { margin: 6px 0 0; padding: 0; list-style: none; font-family: var(--vscode-editor-font-family, monospace); font-size: 0.95em; line-height: 1.5; color: var(--vscode-descriptionForeground, inherit); overflow-wrap: anywhere; }
.mlops-lab-error .cause { margin-top: 4px; color: var(--vscode-foreground, inherit); }
.mlops-lab-error a { color: var(--vscode-textLink-foreground, #005fb8); }
`;
