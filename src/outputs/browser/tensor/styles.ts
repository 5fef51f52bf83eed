import { border, linedButtons } from '../../../platform/browser/buttonStyles.ts';

export const styles = `
${linedButtons('.mlops-lab-tensor')}
.mlops-lab-tensor {
  display: flex; flex-direction: column; gap: 10px; max-width: 100%; font-variant-numeric: tabular-nums;
  font-size: var(--vscode-font-size, 13px);
}
.mlops-lab-tensor p { margin: 0; }
/* There from the beginning, so that a screen reader tells what comes into it; it takes the gap above it back. */
.mlops-lab-tensor [role="status"]:empty { margin-top: -6px; }
.mlops-lab-tensor header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; }
.mlops-lab-tensor .title { display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; }
.mlops-lab-tensor .title span, .mlops-lab-tensor dt, .mlops-lab-tensor .picture p,
.mlops-lab-tensor figcaption, .mlops-lab-tensor th, .mlops-lab-tensor .zero {
  color: var(--vscode-descriptionForeground);
}
.mlops-lab-tensor code { font-family: var(--vscode-editor-font-family, monospace); color: inherit; background: none; padding: 0; }
.mlops-lab-tensor .single { font-size: 1.25em; }
.mlops-lab-tensor .views { display: flex; gap: 6px; font-size: 12px; }

.mlops-lab-tensor .statistics { display: flex; flex-wrap: wrap; gap: 8px 32px; align-items: center; }
.mlops-lab-tensor dl { display: flex; flex-wrap: wrap; gap: 6px 24px; margin: 0; }
.mlops-lab-tensor dl > div { white-space: nowrap; }
.mlops-lab-tensor dt { font-size: 11px; }
.mlops-lab-tensor dd { margin: 0; }
.mlops-lab-tensor .warning { font-weight: 600; }
.mlops-lab-tensor .warning svg { vertical-align: -2px; fill: none; stroke: var(--vscode-editorWarning-foreground, #bf8803); stroke-width: 1.5; stroke-linejoin: round; }
.mlops-lab-tensor figure { margin: 0; flex: 1 1 200px; max-width: 320px; }
.mlops-lab-tensor figure svg { display: block; width: 100%; height: 56px; border-bottom: 1px solid ${border}; }
.mlops-lab-tensor rect { fill: var(--vscode-charts-blue, #3794ff); }
.mlops-lab-tensor rect:hover { fill: var(--vscode-foreground); }
.mlops-lab-tensor figcaption { display: flex; justify-content: space-between; font-size: 11px; padding-top: 2px; }

.mlops-lab-tensor .values, .mlops-lab-tensor .picture { display: flex; flex-direction: column; gap: 6px; min-width: 0; align-items: flex-start; }
.mlops-lab-tensor section { overflow: auto; max-width: 100%; max-height: 420px; }
.mlops-lab-tensor table { border-collapse: separate; border-spacing: 1px; font-size: 12px; font-family: var(--vscode-editor-font-family, monospace); }
.mlops-lab-tensor :is(th, td) { padding: 2px 7px; text-align: start; white-space: nowrap; font-weight: 400; border-radius: 2px; max-width: 32ch; overflow: hidden; text-overflow: ellipsis; }
.mlops-lab-tensor tbody th { position: sticky; inset-inline-start: 0; background: var(--vscode-notebook-outputContainerBackgroundColor, var(--vscode-editor-background)); }
.mlops-lab-tensor :is(th, .number) { text-align: end; }
.mlops-lab-tensor th { font-size: 11px; }
.mlops-lab-tensor .odd { font-weight: 700; text-decoration: underline dotted; }
.mlops-lab-tensor .axis, .mlops-lab-tensor .pager { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; font-size: 12px; }
.mlops-lab-tensor .pager { gap: 4px; }
.mlops-lab-tensor .pager button { padding: 1px 3px; border-color: transparent; }
.mlops-lab-tensor .axis > span:first-child { min-width: 42px; }
.mlops-lab-tensor input[type="range"] { width: 160px; accent-color: var(--vscode-focusBorder); margin: 0; }
.mlops-lab-tensor input[type="number"] {
  width: 64px; font: inherit; padding: 1px 4px; border-radius: 2px; color: var(--vscode-input-foreground, inherit);
  background: var(--vscode-input-background, transparent); border: 1px solid var(--vscode-input-border, ${border});
}
.mlops-lab-tensor img { max-width: 100%; height: auto; border: 1px solid ${border}; }
.mlops-lab-tensor img.pixelated { image-rendering: pixelated; }
:is(.vscode-high-contrast, .vscode-high-contrast-light) .mlops-lab-tensor td { background: none !important; }
:is(.vscode-high-contrast, .vscode-high-contrast-light) .mlops-lab-tensor .shading { display: none; }
`;
