/** How HTML and Markdown look: the editor's font and colours, quiet tables. Inside a shadow root. */
export const documentStyles = `
:host { all: initial; display: block; color: var(--vscode-foreground, #3b3b3b); font-family: var(--vscode-font-family, system-ui, sans-serif); font-size: var(--vscode-font-size, 13px); line-height: 1.5; overflow-wrap: anywhere; }
:host > :first-child, .mlops-lab-scroller > * { margin-top: 0; }
:host > :last-child, .mlops-lab-scroller > * { margin-bottom: 0; }
h1, h2, h3, h4, h5, h6 { font-weight: 600; line-height: 1.25; margin: 1.2em 0 0.5em; text-wrap: balance; }
h1 { font-size: 1.7em; } h2 { font-size: 1.4em; } h3 { font-size: 1.2em; } h4, h5, h6 { font-size: 1em; }
p, ul, ol, dl, blockquote, pre, details, figure, .mlops-lab-scroller { margin: 0.7em 0; }
p, li, blockquote, dd { max-width: 80ch; }
ul, ol { padding-inline-start: 1.8em; }
li + li { margin-top: 0.2em; }
a { color: var(--vscode-textLink-foreground, #005fb8); text-decoration: underline; text-underline-offset: 2px; }
a:hover { color: var(--vscode-textLink-activeForeground, var(--vscode-textLink-foreground, #005fb8)); }
:focus-visible { outline: 1px solid var(--vscode-focusBorder, #005fb8); outline-offset: 1px; border-radius: 2px; }
code, pre, kbd, samp, tt { font-family: var(--vscode-editor-font-family, monospace); font-size: 0.95em; }
:not(pre) > code, kbd { padding: 0.1em 0.35em; border-radius: 3px; background: var(--mlops-lab-tint); border: 1px solid var(--vscode-contrastBorder, transparent); }
pre { padding: 8px 12px; border-radius: 4px; line-height: 1.45; background: var(--mlops-lab-tint); border: 1px solid var(--vscode-contrastBorder, transparent); width: max-content; min-width: 100%; box-sizing: border-box; white-space: pre; overflow-wrap: normal; }
blockquote { margin-inline: 0; padding: 0.1em 0 0.1em 1em; border-inline-start: 3px solid var(--mlops-lab-rule); color: var(--vscode-descriptionForeground, inherit); }
hr { border: 0; border-top: 1px solid var(--mlops-lab-rule); margin: 1.2em 0; }
img { max-width: 100%; height: auto; background: #fff; vertical-align: middle; }
img.mlops-lab-themed { background: none; }
mark { color: inherit; background: var(--vscode-editor-findMatchHighlightBackground, #ea5c0055); }
summary { cursor: pointer; }
.mlops-lab-scroller { overflow-x: auto; max-width: 100%; }
table { border: 0; border-collapse: collapse; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
caption { text-align: start; padding-bottom: 0.4em; color: var(--vscode-descriptionForeground, inherit); }
th, td { padding: 4px 12px; text-align: start; vertical-align: top; border: 0; border-bottom: 1px solid var(--mlops-lab-rule); }
th { font-weight: 600; }
thead th { border-bottom-color: var(--vscode-foreground, #3b3b3b); white-space: nowrap; vertical-align: bottom; }
tbody tr:hover { background: var(--vscode-list-hoverBackground, transparent); }
.mlops-lab-math-error { color: var(--vscode-errorForeground, #c72e0f); font-family: var(--vscode-editor-font-family, monospace); }
`;
