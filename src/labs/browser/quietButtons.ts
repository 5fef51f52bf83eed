/** A line that is seen in every theme. */
export const border = 'var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 18%, transparent))';

/** Small quiet buttons below an element. @param root its selector */
export const buttonStyles = (root: string) => `
${root} button {
  display: inline-flex; align-items: center; font: inherit; line-height: 18px; padding: 1px 8px; border-radius: 3px;
  cursor: pointer; color: inherit; background: none; border: 1px solid ${border};
}
${root} button:hover { background: var(--vscode-toolbar-hoverBackground, rgba(128, 128, 128, 0.2)); }
${root} button[aria-disabled="true"] { opacity: 0.4; cursor: default; background: none; }
${root} button[aria-pressed="true"] {
  background: var(--vscode-inputOption-activeBackground, color-mix(in srgb, var(--vscode-focusBorder) 25%, transparent));
  border-color: var(--vscode-inputOption-activeBorder, var(--vscode-focusBorder));
}
${root} :focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
${root} button svg { fill: none; stroke: currentColor; stroke-width: 1.3; stroke-linecap: round; stroke-linejoin: round; }
`;
