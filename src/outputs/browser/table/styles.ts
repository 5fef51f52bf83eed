import { quietButton } from '../../../platform/browser/buttonStyles.ts';

/** The stylesheet of tables. Lines and shades are mixed of the theme's own colours, so that any theme fits. */
export const styles = `
.mlops-lab-table {
  --line: var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 14%, transparent));
  --quiet: var(--vscode-descriptionForeground, inherit);
  --background: var(--vscode-notebook-outputContainerBackgroundColor, var(--vscode-editor-background));
  --accent: var(--vscode-charts-blue, #3794ff);
  color: var(--vscode-foreground);
  font-size: var(--notebook-cell-output-font-size, var(--vscode-font-size, 13px));
}
.mlops-lab-table p { margin: 4px 0 0; color: var(--quiet); }
.mlops-lab-table .mlops-lab-table-title { display: flex; align-items: center; gap: 8px; min-height: 26px; width: fit-content; max-width: 100%; }
.mlops-lab-table .mlops-lab-table-title p { margin: 0; }
.mlops-lab-table .mlops-lab-table-title strong { color: var(--vscode-foreground); margin-inline-end: 6px; }
.mlops-lab-table .number { text-align: end; font-variant-numeric: tabular-nums; }
.mlops-lab-table .missing { font-style: italic; color: var(--quiet); }

.mlops-lab-table .mlops-lab-table-toolbar { display: flex; opacity: 0; }
.mlops-lab-table:is(:hover, :focus-within) .mlops-lab-table-toolbar { opacity: 1; }
@media (hover: none) { .mlops-lab-table .mlops-lab-table-toolbar { opacity: 1; } }
${quietButton('.mlops-lab-table .mlops-lab-table-tool')}
.mlops-lab-table button:not(.mlops-lab-table-tool, .mlops-lab-table-sort) {
  padding: 1px 8px; font: inherit; cursor: pointer; border-radius: 2px;
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground);
  border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
}
.mlops-lab-table .mlops-lab-table-sort {
  display: inline-flex; align-items: center; gap: 4px; padding: 0; border: 0; font: inherit; color: inherit; background: none; cursor: pointer;
}
.mlops-lab-table .number .mlops-lab-table-sort { flex-direction: row-reverse; }
.mlops-lab-table .mlops-lab-table-sort:hover { text-decoration: underline; }
.mlops-lab-table .mlops-lab-table-sort svg { fill: currentColor; }
.mlops-lab-table :focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }

.mlops-lab-table .mlops-lab-table-search { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; margin: 2px 0 6px; }
.mlops-lab-table .mlops-lab-table-search input {
  width: 26ch; max-width: 100%; box-sizing: border-box; padding: 2px 6px; font: inherit; text-align: start; border-radius: 3px;
  color: var(--vscode-input-foreground); background: var(--vscode-input-background);
  border: 1px solid var(--vscode-input-border, var(--line));
}
.mlops-lab-table .mlops-lab-table-search input::placeholder { color: var(--vscode-input-placeholderForeground, var(--quiet)); opacity: 1; }
.mlops-lab-table .mlops-lab-table-search [role="status"] { margin-inline-start: 4px; color: var(--quiet); font-variant-numeric: tabular-nums; }

.mlops-lab-table table { border-collapse: separate; border-spacing: 0; font-size: inherit; }
.mlops-lab-table.small { width: fit-content; max-width: 100%; overflow-x: auto; }
.mlops-lab-table th {
  text-align: start; font-weight: 600; white-space: nowrap;
  border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-foreground));
}
.mlops-lab-table :is(th, td) { padding: 3px 12px; }
.mlops-lab-table td { text-align: start; overflow-wrap: break-word; max-width: 48ch; border-bottom: 1px solid var(--line); }
.mlops-lab-table :is(th, td).number { text-align: end; white-space: nowrap; }
.mlops-lab-table tbody tr:hover { background: var(--vscode-list-hoverBackground); }

.mlops-lab-table .mlops-lab-table-grid {
  position: relative; overflow: auto; width: fit-content; max-width: 100%; user-select: none; overflow-anchor: none;
  border: 1px solid var(--line); border-radius: 4px; background: var(--background);
}
.mlops-lab-table .mlops-lab-table-heads {
  position: sticky; top: 0; z-index: 2; height: var(--header-height); box-sizing: border-box;
  background: var(--background); border-bottom: 1px solid var(--line);
}
.mlops-lab-table .mlops-lab-table-heads > div { height: 100%; }
.mlops-lab-table .mlops-lab-table-head {
  position: absolute; top: 0; height: 100%; box-sizing: border-box; padding: 4px 10px 6px; cursor: pointer;
  display: flex; flex-direction: column; justify-content: space-between; overflow: hidden; white-space: nowrap;
}
.mlops-lab-table .mlops-lab-table-head:hover { background: var(--vscode-list-hoverBackground); }
.mlops-lab-table .mlops-lab-table-name { display: flex; align-items: center; gap: 4px; font-weight: 600; }
.mlops-lab-table .mlops-lab-table-name span { overflow: hidden; text-overflow: ellipsis; }
.mlops-lab-table .mlops-lab-table-name svg { flex: none; fill: currentColor; }
.mlops-lab-table .mlops-lab-table-head.number .mlops-lab-table-name { flex-direction: row-reverse; justify-content: flex-start; }
.mlops-lab-table .mlops-lab-table-type { font-size: 0.85em; line-height: 1.3; height: 1.3em; color: var(--quiet); overflow: hidden; text-overflow: ellipsis; }
.mlops-lab-table .mlops-lab-table-type svg { fill: none; stroke: currentColor; stroke-width: 1.1; stroke-linejoin: round; vertical-align: -1px; }
.mlops-lab-table .mlops-lab-table-missing-share { position: absolute; inset: auto 10px 0; height: 4px; display: flex; }
.mlops-lab-table .mlops-lab-table-missing-share i { flex: 0 1 0; background: var(--line); }
.mlops-lab-table .mlops-lab-table-missing-share .lacks {
  min-width: 3px; background: repeating-linear-gradient(90deg, var(--vscode-foreground) 0 2px, transparent 2px 3px);
}
.mlops-lab-table .mlops-lab-table-lacks { color: var(--vscode-foreground); font-style: italic; }
.mlops-lab-table .mlops-lab-table-shape { height: 18px; display: flex; align-items: flex-end; font-size: 0.85em; color: var(--quiet); }
.mlops-lab-table .mlops-lab-table-shape > span { overflow: hidden; text-overflow: ellipsis; }
.mlops-lab-table .mlops-lab-table-shape svg { width: 100%; height: 18px; fill: var(--accent); }
.mlops-lab-table .mlops-lab-table-shares { display: flex; gap: 1px; width: 100%; height: 8px; margin-bottom: 2px; }
.mlops-lab-table .mlops-lab-table-shares i { flex: 0 1 0; background: var(--accent); }
.mlops-lab-table .mlops-lab-table-shares i.others { background: var(--line); }
.mlops-lab-table .mlops-lab-table-edge { position: absolute; inset: 0 0 0 auto; width: 7px; cursor: col-resize; touch-action: none; border-inline-end: 1px solid var(--line); }
.mlops-lab-table .mlops-lab-table-edge:hover { border-inline-end: 3px solid var(--vscode-focusBorder); }

.mlops-lab-table .mlops-lab-table-rows { position: relative; overflow: hidden; }
.mlops-lab-table .mlops-lab-table-row { position: absolute; inset: 0 0 auto; height: var(--row-height); line-height: var(--row-height); }
.mlops-lab-table .mlops-lab-table-row:hover { background: var(--vscode-list-hoverBackground); }
.mlops-lab-table .mlops-lab-table-cell {
  position: absolute; top: 0; height: 100%; box-sizing: border-box; padding: 0 10px; cursor: default;
  overflow: hidden; text-overflow: ellipsis; white-space: pre; border-bottom: 1px solid var(--line);
}
.mlops-lab-table .mlops-lab-table-gutter {
  position: sticky; left: 0; z-index: 1; height: 100%; box-sizing: border-box; padding: 0 10px 0 6px; text-align: end;
  font-variant-numeric: tabular-nums; color: var(--vscode-editorLineNumber-foreground, var(--quiet));
  background: var(--background); border-inline-end: 1px solid var(--line); border-bottom: 1px solid var(--line);
}
.mlops-lab-table .mlops-lab-table-heads .mlops-lab-table-gutter { z-index: 3; }
.mlops-lab-table .mlops-lab-table-heads .mlops-lab-table-gutter span, .mlops-lab-table .loading span {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
.mlops-lab-table .selected { background: var(--vscode-list-inactiveSelectionBackground, color-mix(in srgb, var(--accent) 18%, transparent)); }
.mlops-lab-table .mlops-lab-table-grid:focus .selected { background: color-mix(in srgb, var(--accent) 22%, transparent); }
.vscode-high-contrast .mlops-lab-table .selected, .vscode-high-contrast-light .mlops-lab-table .selected {
  outline: 1px dashed var(--vscode-contrastActiveBorder, var(--vscode-focusBorder)); outline-offset: -2px;
}
.mlops-lab-table .selected.missing { color: inherit; }
.mlops-lab-table .mlops-lab-table-grid:focus .active { outline: 2px solid var(--vscode-focusBorder); outline-offset: -2px; }
.mlops-lab-table .loading::before {
  content: ''; display: inline-block; width: 60%; height: 0.6em; border-radius: 3px; vertical-align: middle;
  background: var(--line); animation: mlops-lab-appear 0s 150ms both;
}
@keyframes mlops-lab-appear { from { opacity: 0; } to { opacity: 1; } }

.mlops-lab-table .mlops-lab-table-value { margin-top: 6px; padding: 4px 10px; border: 1px solid var(--line); border-radius: 4px; }
.mlops-lab-table .mlops-lab-table-value pre {
  margin: 4px 0; max-height: 240px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere;
  font-family: var(--vscode-editor-font-family, monospace);
}
.mlops-lab-table .mlops-lab-table-status:empty { margin: 0; }
.mlops-lab-table .mlops-lab-table-problem { padding-inline-start: 10px; border-inline-start: 3px solid var(--vscode-errorForeground, #f14c4c); }
.mlops-lab-table progress { vertical-align: middle; width: 140px; accent-color: var(--accent); }
`;
