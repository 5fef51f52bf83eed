import { border, linedButtons } from '../../../platform/browser/buttonStyles.ts';

export const styles = `
${linedButtons('.mlops-lab-images')}
.mlops-lab-images { font-size: var(--vscode-font-size, 13px); font-variant-numeric: tabular-nums; }
.mlops-lab-images p { margin: 0 0 8px; }
.mlops-lab-images p > span, .mlops-lab-images .note, .mlops-lab-images small { color: var(--vscode-descriptionForeground); }
.mlops-lab-images ul {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(108px, max-content)); gap: 8px; list-style: none;
  margin: 0 0 8px; padding: 2px; max-height: 640px; overflow: auto;
}
.mlops-lab-images li { display: flex; }
.mlops-lab-images li button {
  flex-direction: column; justify-content: flex-start; gap: 4px; padding: 5px; width: 100%; max-width: 160px; min-width: 108px;
}
.mlops-lab-images li.right button { border-color: var(--vscode-testing-iconPassed, #388a34); }
.mlops-lab-images li.wrong button { border: 1px dashed var(--vscode-testing-iconFailed, #f14c4c); }
.mlops-lab-images img { max-width: 100%; height: auto; display: block; background: ${border}; }
.mlops-lab-images img.pixelated { image-rendering: pixelated; }
.mlops-lab-images .caption { display: flex; flex-wrap: wrap; justify-content: center; gap: 0 4px; align-items: center; overflow-wrap: anywhere; }
.mlops-lab-images small { flex-basis: 100%; font-size: 11px; text-align: center; }
.mlops-lab-images .verdict { fill: none; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; vertical-align: -2px; }
.mlops-lab-images .verdict path { stroke: currentColor; }
.mlops-lab-images figure { margin: 4px 0 0; }
.mlops-lab-images figcaption { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-top: 6px; }
`;
