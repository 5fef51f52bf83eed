/** The exported page's stylesheet. It defines the colours that VS Code gives to drawn outputs, for day, night and paper. */

const fonts = `
--vscode-font-family: system-ui, -apple-system, "Segoe UI", "Ubuntu", sans-serif; --vscode-font-size: 13px;
--vscode-editor-font-family: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace;
--vscode-editor-font-size: 13px;`;

const light = `color-scheme: light; ${fonts}
--vscode-foreground: #2b2f36; --vscode-descriptionForeground: #5c6370; --vscode-errorForeground: #b3261e;
--vscode-editor-background: #ffffff; --vscode-notebook-cellEditorBackground: #f6f7f9; --vscode-focusBorder: #0062c4;
--vscode-editorWidget-background: #f6f7f9; --vscode-editorWidget-border: #d7dbe2; --vscode-editorGroup-border: #e3e6eb;
--vscode-input-background: #ffffff; --vscode-input-foreground: #2b2f36; --vscode-input-border: #c6ccd6;
--vscode-button-secondaryBackground: #e8ebf0; --vscode-button-secondaryForeground: #2b2f36;
--vscode-toolbar-hoverBackground: #b8b8b84f; --vscode-list-hoverBackground: #f2f4f7; --vscode-icon-foreground: #2b2f36;
--vscode-textLink-foreground: #0062c4; --vscode-textCodeBlock-background: #f0f2f5; --vscode-widget-shadow: #0002;
--vscode-testing-iconPassed: #2b7d29; --vscode-testing-iconFailed: #c62f2f; --vscode-editorWarning-foreground: #9a6700;
--code-keyword: #8426a8; --code-string: #0b7a3b; --code-number: #9c4a00; --code-comment: #66707f; --code-function: #0a58ad;
--code-type: #00697a; --code-regexp: #a8325e;
--vscode-terminal-ansiBlack: #2b2f36; --vscode-terminal-ansiRed: #b3261e; --vscode-terminal-ansiGreen: #237a2b;
--vscode-terminal-ansiYellow: #8a6100; --vscode-terminal-ansiBlue: #0a58ad; --vscode-terminal-ansiMagenta: #8426a8;
--vscode-terminal-ansiCyan: #00697a; --vscode-terminal-ansiWhite: #6b7280; --vscode-terminal-ansiBrightBlack: #5c6370;
--vscode-terminal-ansiBrightRed: #c62f2f; --vscode-terminal-ansiBrightGreen: #2b7d29;
--vscode-terminal-ansiBrightYellow: #9a6700; --vscode-terminal-ansiBrightBlue: #0062c4;
--vscode-terminal-ansiBrightMagenta: #9c36bd; --vscode-terminal-ansiBrightCyan: #007285;
--vscode-terminal-ansiBrightWhite: #5c6370;`;

const dark = `color-scheme: dark;
--vscode-foreground: #d5d8de; --vscode-descriptionForeground: #9aa1ad; --vscode-errorForeground: #ff8a80;
--vscode-editor-background: #1b1d22; --vscode-notebook-cellEditorBackground: #24272e; --vscode-focusBorder: #4aa3ff;
--vscode-editorWidget-background: #24272e; --vscode-editorWidget-border: #3a3f49; --vscode-editorGroup-border: #33373f;
--vscode-input-background: #2b2f37; --vscode-input-foreground: #d5d8de; --vscode-input-border: #4a505c;
--vscode-button-secondaryBackground: #363b45; --vscode-button-secondaryForeground: #e4e7ec;
--vscode-toolbar-hoverBackground: #5a5d5e4f; --vscode-list-hoverBackground: #2a2e36; --vscode-icon-foreground: #d5d8de;
--vscode-textLink-foreground: #69b1ff; --vscode-textCodeBlock-background: #2a2e36; --vscode-widget-shadow: #0008;
--vscode-testing-iconPassed: #7cc77a; --vscode-testing-iconFailed: #ff8078; --vscode-editorWarning-foreground: #d9a93a;
--code-keyword: #cf9bf0; --code-string: #8fd6a0; --code-number: #efb27c; --code-comment: #8b94a3; --code-function: #86bdfb;
--code-type: #74cfdc; --code-regexp: #f199b7;
--vscode-terminal-ansiBlack: #8b94a3; --vscode-terminal-ansiRed: #ff8a80; --vscode-terminal-ansiGreen: #7cc77a;
--vscode-terminal-ansiYellow: #d9a93a; --vscode-terminal-ansiBlue: #69b1ff; --vscode-terminal-ansiMagenta: #cf9bf0;
--vscode-terminal-ansiCyan: #74cfdc; --vscode-terminal-ansiWhite: #d5d8de; --vscode-terminal-ansiBrightBlack: #9aa1ad;
--vscode-terminal-ansiBrightRed: #ffa49c; --vscode-terminal-ansiBrightGreen: #98dc96;
--vscode-terminal-ansiBrightYellow: #efc76a; --vscode-terminal-ansiBrightBlue: #8ec5ff;
--vscode-terminal-ansiBrightMagenta: #dfbaf7; --vscode-terminal-ansiBrightCyan: #9ae0ea;
--vscode-terminal-ansiBrightWhite: #ffffff;`;

export const pageStyle = `
:root { ${light} }
@media screen and (prefers-color-scheme: dark) { :root:not([data-paper]) { ${dark} } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 16px; }
body {
  margin: 0; color: var(--vscode-foreground); background: var(--vscode-editor-background);
  font: 16px/1.6 var(--vscode-font-family); overflow-wrap: break-word;
}
a { color: var(--vscode-textLink-foreground); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--vscode-focusBorder); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -9999px; padding: 8px 12px; background: var(--vscode-editor-background); z-index: 1; }
.skip:focus { left: 8px; top: 8px; }
body > header, .page, body > footer { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
body > header { padding-top: 48px; padding-bottom: 24px; }
.id { margin: 0; font: 13px var(--vscode-editor-font-family); color: var(--vscode-descriptionForeground); }
h1 { margin: 4px 0 20px; font-size: clamp(28px, 5vw, 40px); line-height: 1.15; letter-spacing: -0.02em; text-wrap: balance; }
h2, h3, h4 { line-height: 1.3; margin: 1.8em 0 0.5em; letter-spacing: -0.01em; text-wrap: balance; }
h2 { font-size: 24px; } h3 { font-size: 19px; } h4 { font-size: 16px; }
.facts { display: flex; flex-wrap: wrap; gap: 8px 36px; margin: 0; padding: 14px 0; border-block: 1px solid var(--vscode-editorGroup-border); }
.facts dt { font-size: 12px; color: var(--vscode-descriptionForeground); }
.facts dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
.page { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 56px; }
nav { font-size: 14px; }
nav p { margin: 0 0 8px; font-size: 12px; color: var(--vscode-descriptionForeground); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li { margin: 4px 0; line-height: 1.35; }
nav .level-3 { padding-inline-start: 14px; }
nav a { color: var(--vscode-descriptionForeground); text-decoration: none; }
nav a:hover { color: var(--vscode-textLink-foreground); text-decoration: underline; }
main { min-width: 0; }
.text { max-width: 72ch; }
.text > :first-child { margin-top: 0.6em; }
section.text:has(> :is(h2, h3):first-child) { margin-top: 40px; }
pre, code { font-family: var(--vscode-editor-font-family); font-size: 13px; }
:not(pre) > code { padding: 1px 5px; border-radius: 4px; background: var(--vscode-textCodeBlock-background); }
pre { margin: 0; line-height: 1.5; tab-size: 2; }
.code, .text pre {
  padding: 14px 16px; overflow-x: auto; border-radius: 8px;
  background: var(--vscode-notebook-cellEditorBackground); border: 1px solid var(--vscode-editorGroup-border);
}
.cell { margin: 20px 0 28px; }
.cell .status { margin: 4px 4px 0; font-size: 12px; text-align: end; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
.cell .status.failed { color: var(--vscode-testing-iconFailed); font-weight: 600; }
.outputs { margin-top: 6px; padding-inline-start: 16px; border-inline-start: 2px solid var(--vscode-editorGroup-border); }
.output { margin: 10px 0; max-width: 100%; overflow-x: auto; font-size: 14px; }
.output > pre { white-space: pre-wrap; overflow-wrap: anywhere; max-height: 60vh; overflow-y: auto; }
.output[data-output] > pre, .output[data-output] > .still > pre { white-space: pre; overflow-x: auto; }
.stderr { padding-inline-start: 12px; border-inline-start: 3px solid var(--vscode-editorWarning-foreground); }
.output.error { padding-inline-start: 12px; border-inline-start: 3px solid var(--vscode-errorForeground); }
.output.error p { margin: 0 0 4px; white-space: pre-wrap; } .output.error strong { color: var(--vscode-errorForeground); }
.verdict { padding-inline-start: 12px; border-inline-start: 3px solid var(--vscode-testing-iconPassed); }
.verdict.failed { border-color: var(--vscode-testing-iconFailed); border-inline-start-style: double; }
.verdict p { margin: 0; } .verdict.passed strong, .verdict.passed span { color: var(--vscode-testing-iconPassed); }
.verdict.failed strong, .verdict.failed span { color: var(--vscode-testing-iconFailed); }
.verdict dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 6px 0 0 20px; }
.verdict dt { color: var(--vscode-descriptionForeground); } .verdict dd { margin: 0; white-space: pre-wrap; }
.absent { color: var(--vscode-descriptionForeground); font-style: italic; }
img { max-width: 100%; height: auto; } .output img { background: #fff; border-radius: 4px; }
.text table { border-collapse: collapse; display: block; max-width: 100%; overflow-x: auto; font-size: 15px; }
.text :is(th, td) { padding: 6px 14px; text-align: start; border-bottom: 1px solid var(--vscode-editorGroup-border); }
.text th { border-bottom-width: 2px; }
blockquote { margin: 1em 0; padding-inline-start: 16px; border-inline-start: 3px solid var(--vscode-editorGroup-border); color: var(--vscode-descriptionForeground); }
math[display="block"] { margin: 0.6em 0; overflow-x: auto; }
.token-comment { color: var(--code-comment); font-style: italic; } .token-keyword { color: var(--code-keyword); }
.token-string { color: var(--code-string); } .token-number { color: var(--code-number); }
.token-function { color: var(--code-function); } .token-type { color: var(--code-type); } .token-regexp { color: var(--code-regexp); }
body > footer { margin-top: 48px; padding-bottom: 32px; font-size: 13px; color: var(--vscode-descriptionForeground); }
@media (min-width: 1000px) {
  .page:has(nav) { grid-template-columns: minmax(0, 1fr) 230px; }
  nav { order: 1; position: sticky; top: 24px; align-self: start; max-height: calc(100vh - 48px); overflow-y: auto; margin-top: 16px; }
}
@media (max-width: 999px) { nav { padding-bottom: 16px; border-bottom: 1px solid var(--vscode-editorGroup-border); } }
@media (max-width: 600px) {
  body > header, .page, body > footer { padding-inline: 16px; } body > header { padding-top: 28px; }
  .outputs { padding-inline-start: 10px; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print {
  nav, .skip, .output button { display: none !important; }
  body { font-size: 11pt; } .page { display: block; } body > header { padding-top: 0; }
  body > header, .page, body > footer { max-width: none; padding-inline: 0; }
  h2, h3, .cell .status { break-after: avoid; } .output, .code { break-inside: avoid-page; }
  pre, .code { white-space: pre-wrap; overflow-wrap: anywhere; } .output > pre { max-height: none; }
  .output, .output :is(pre, section) { overflow: visible !important; max-height: none !important; }
}
`;
