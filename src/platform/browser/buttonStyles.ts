/** A line that is seen in every theme. */
export const border = 'var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 18%, transparent))';

/** The looks of a quiet button, of an icon or of words: without a ground of its own, as VS Code's. @param button its selector */
export const quietButton = (button: string) => `
${button} {
  display: inline-flex; align-items: center; gap: 6px; padding: 2px; font: inherit; border-radius: 4px; cursor: pointer;
  color: var(--vscode-icon-foreground, inherit); background: none; border: 1px solid transparent;
}
${button}:is(:hover, [aria-expanded="true"]) {
  background: var(--vscode-toolbar-hoverBackground, color-mix(in srgb, var(--vscode-foreground) 12%, transparent));
  outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent); outline-offset: -1px;
}
${button}[aria-pressed="true"] {
  color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
  background: var(--vscode-inputOption-activeBackground, color-mix(in srgb, var(--vscode-focusBorder) 25%, transparent));
  border-color: var(--vscode-inputOption-activeBorder, var(--vscode-focusBorder));
}
${button}:is(:disabled, [aria-disabled="true"]) { opacity: 0.4; cursor: default; background: none; outline: none; }
${button}:focus-visible { outline: 1px solid var(--vscode-focusBorder, #0078d4); outline-offset: 1px; }
${button} svg { fill: none; stroke: currentColor; stroke-width: 1.2; stroke-linecap: round; stroke-linejoin: round; }
`;

/** The same with a line around it, for those below an element. @param root the element's selector */
export const linedButtons = (root: string) => `
${quietButton(`${root} button`)}
${root} button { padding: 1px 8px; line-height: 18px; color: inherit; border-color: ${border}; }
${root} :focus-visible { outline: 1px solid var(--vscode-focusBorder, #0078d4); outline-offset: 1px; }
`;
