import { quietButton } from '../../../platform/browser/buttonStyles.ts';

export const liveStyles = `
.mlops-lab-live {
  --live-training: var(--vscode-charts-blue, #0a6cc4); --live-validation: #b9650b;
  --live-line: var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 14%, transparent));
  color: var(--vscode-foreground); font-family: var(--vscode-font-family, system-ui); font-size: var(--vscode-font-size, 13px);
  font-variant-numeric: tabular-nums; max-width: 1000px; line-height: 1.4; position: relative;
}
/* VS Code's orange for charts is half transparent in its own themes. */
:is(.vscode-dark, .vscode-high-contrast:not(.vscode-high-contrast-light)) .mlops-lab-live {
  --live-training: var(--vscode-charts-blue, #59a4f9); --live-validation: #f0a04b;
}
.mlops-lab-live header { display: flex; align-items: center; gap: 6px; min-height: 26px; }
.mlops-lab-live header > span:not(.tools) { color: var(--vscode-descriptionForeground); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mlops-lab-live .icon { flex: none; fill: none; stroke: currentColor; stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round; }
.mlops-lab-live header > .finished { color: var(--vscode-testing-iconPassed, #388a34); }
.mlops-lab-live header > .failed { color: var(--vscode-testing-iconFailed, #f14c4c); }
.mlops-lab-live header > .running { color: var(--live-training); animation: mlops-lab-live-turn 1.2s linear infinite; }
@keyframes mlops-lab-live-turn { to { transform: rotate(1turn); } }
.mlops-lab-live .tools { margin-inline-start: auto; display: flex; align-items: center; gap: 2px; opacity: 0; flex: none; }
.mlops-lab-live:is(:hover, :focus-within) .tools { opacity: 1; }
@media (hover: none) { .mlops-lab-live .tools { opacity: 1; } }
.mlops-lab-live .problem { margin: 0 0 4px; color: var(--vscode-errorForeground); }
${quietButton('.mlops-lab-live button')}
.mlops-lab-live :focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
.mlops-lab-live .bar {
  height: 4px; margin: 4px 0 6px; border-radius: 2px; overflow: hidden; position: relative;
  background: color-mix(in srgb, var(--vscode-foreground) 14%, transparent); outline: 1px solid var(--vscode-contrastBorder, transparent);
}
.mlops-lab-live .bar > span { display: block; height: 100%; border-radius: 2px; background: var(--vscode-progressBar-background, var(--live-training)); transition: width .15s linear; }
.mlops-lab-live .bar.unknown > span { width: 25% !important; animation: mlops-lab-live-run 1.6s ease-in-out infinite alternate; }
@keyframes mlops-lab-live-run { to { transform: translateX(300%); } }
.mlops-lab-live:is(.stopped, .failed) .bar > span { background: var(--vscode-descriptionForeground); }
.mlops-lab-live dl { display: flex; flex-wrap: wrap; gap: 2px 20px; margin: 4px 0 8px; }
.mlops-lab-live dl > div { display: flex; gap: 6px; white-space: nowrap; }
.mlops-lab-live dt { color: var(--vscode-descriptionForeground); }
.mlops-lab-live dd { margin: 0; }
.mlops-lab-live p.hint {
  display: flex; gap: 8px; margin: 0 0 8px; padding: 6px 10px; border-radius: 4px; max-width: 80ch;
  border: 1px solid var(--vscode-contrastBorder, transparent); border-inline-start: 3px solid var(--vscode-charts-blue, #0a6cc4);
  background: color-mix(in srgb, var(--vscode-charts-blue, #0a6cc4) 9%, transparent);
}
.mlops-lab-live p.hint.severe { border-inline-start-color: var(--vscode-charts-yellow, #bf8803); background: color-mix(in srgb, var(--vscode-charts-yellow, #bf8803) 12%, transparent); }
.mlops-lab-live p.hint .icon { margin-top: 1px; }
.mlops-lab-live .panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); gap: 8px 24px; }
.mlops-lab-live figure { margin: 0; min-width: 0; }
.mlops-lab-live figcaption { display: flex; flex-wrap: wrap; gap: 0 14px; align-items: baseline; justify-content: start; color: var(--vscode-descriptionForeground); min-height: 1.4em; }
.mlops-lab-live figcaption strong { color: var(--vscode-foreground); }
.mlops-lab-live figcaption b { color: var(--vscode-foreground); font-weight: 600; }
.mlops-lab-live figcaption svg { vertical-align: middle; }
.mlops-lab-live :is(.chart, figcaption svg) path { fill: none; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.mlops-lab-live .chart { display: block; touch-action: pan-y; }
.mlops-lab-live .chart path.training, .mlops-lab-live .training path { stroke: var(--live-training); }
.mlops-lab-live .chart path.validation, .mlops-lab-live .validation path { stroke: var(--live-validation); stroke-dasharray: 5 4; }
.mlops-lab-live .chart path.batch, .mlops-lab-live .batch path { stroke: var(--live-training); stroke-width: 1; opacity: .35; }
.mlops-lab-live .chart path.faint { opacity: .3; stroke-width: 1; }
.mlops-lab-live .chart path.batch.faint { opacity: .15; }
.mlops-lab-live .chart .axes path { stroke: color-mix(in srgb, var(--vscode-foreground) 22%, transparent); stroke-width: 1; }
.mlops-lab-live .chart text { fill: var(--vscode-descriptionForeground, currentColor); font-size: 11px; font-family: var(--vscode-font-family, system-ui); }
.mlops-lab-live .chart path.pointed { stroke: var(--vscode-foreground); stroke-width: 1; opacity: .6; }
.mlops-lab-live .best path { stroke: var(--vscode-foreground); stroke-width: 1; stroke-dasharray: 1 3; }
.mlops-lab-live .best circle { fill: var(--vscode-editor-background); stroke: var(--vscode-foreground); stroke-width: 1.6; }
.mlops-lab-live .chart .best text {
  fill: var(--vscode-foreground); stroke: var(--vscode-editor-background); stroke-width: 3px; paint-order: stroke; stroke-linejoin: round;
}
.mlops-lab-live .data { max-height: 260px; overflow: auto; width: fit-content; max-width: 100%; margin-top: 8px; }
.mlops-lab-live table { border-collapse: separate; border-spacing: 0; width: auto; }
.mlops-lab-live :is(th, td) { padding: 2px 12px; text-align: end; font-weight: normal; border-bottom: 1px solid var(--live-line); }
.mlops-lab-live thead th { position: sticky; top: 0; font-weight: 600; background: var(--vscode-notebook-cellEditorBackground, var(--vscode-editor-background)); }
.mlops-lab-live :is(.summary, .note) { margin: 6px 0 0; }
.mlops-lab-live .note { color: var(--vscode-descriptionForeground); }
.mlops-lab-live-announcement { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-reduced-motion: reduce) {
  .mlops-lab-live :is(.running, .bar > span) { animation: none !important; transition: none; }
}
`;
