/** One of each standard output as labs make them, for looking at and for axe-core. */

import { mime } from '../../src/mlops/payloads/mime.ts';
import { codeTypes, type Form } from '../../src/outputs/forms.ts';

const esc = '\u001b[';

const markdown = `# Gradient descent

The parameters follow the **negative gradient** of the loss, with the learning rate $\\eta$ as step:

$$
\\theta_{t+1} = \\theta_t - \\eta \\, \\nabla_\\theta \\mathcal{L}(\\theta_t), \\qquad
\\mathcal{L}(\\theta) = \\frac{1}{n} \\sum_{i=1}^{n} \\left\\lVert f_\\theta(x_i) - y_i \\right\\rVert_2^2
$$

1. Begin with \`tf.randomNormal([8, 4])\`.
2. Stop when $\\lVert \\nabla \\rVert < \\varepsilon$; it costs \\$5 or $10, which is no formula.

> A rate that is too large **diverges**.

\`\`\`ts
const model = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [8] })] });
\`\`\`

| optimizer | rate | loss |
|---|---:|---:|
| sgd | 0.1 | 0.412 |
| adam | 0.001 | 0.087 |

More at <https://js.tensorflow.org>. ![remote](https://example.com/never.png)
`;

const html = `<style>.highlight { background: rgba(0, 114, 178, 0.25) }</style>
<table border="1" class="dataframe"><caption>What the passengers paid</caption><thead><tr><th></th><th>age</th><th>fare</th><th>survived</th></tr></thead>
<tbody><tr><th>0</th><td>22.0</td><td>7.25</td><td>no</td></tr><tr><th>1</th><td class="highlight">38.0</td><td>71.28</td><td>yes</td></tr></tbody></table>
<p>Drawn inside: <svg width="60" height="16" viewBox="0 0 60 16"><path d="M0 14 10 9 20 11 30 4 40 6 50 2 60 3" fill="none" stroke="currentColor" stroke-width="1.5"/></svg></p>
<details><summary>More</summary><p>Hidden at first.</p></details>`;

const text = [
  `${esc}1mEpoch 3/10${esc}0m  ${esc}32m━━━━━━━━━━━━━━${esc}90m━━━━━━${esc}0m 70%  ${esc}36mloss 0.4123${esc}0m`,
  `${esc}33mwarning${esc}0m ${esc}3mno gradient${esc}0m for ${esc}4mdense_1/bias${esc}0m  ${esc}7m reversed ${esc}0m ${esc}9mgone${esc}0m`,
  `loading 10%\rloading 100%`,
  [Array.from({ length: 36 }, (_, i) => `${esc}48;5;${16 + i * 6}m  `).join(''), `${esc}0m`].join(''),
].join('\n');

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 60" width="220"><title>Two layers</title>
<g fill="none" stroke="currentColor"><rect x="1" y="10" width="80" height="40" rx="6"/><rect x="139" y="10" width="80" height="40" rx="6"/><path d="M81 30h52m-6-5 6 5-6 5"/></g>
<g fill="currentColor" font-family="sans-serif" font-size="13" text-anchor="middle"><text x="41" y="34">dense 8</text><text x="179" y="34">dense 4</text></g></svg>`;

const paper = `<svg viewBox="0 0 220 60" width="220"><title>Drawn for paper</title><text x="10" y="35" font-size="14">black on nothing</text><circle cx="180" cy="30" r="20" fill="#d55e00"/></svg>`;

/** A PNG of 2 × 2 points. */
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==';

export const samples: readonly Form[] = [
  { mime: mime.markdown, data: markdown },
  { mime: mime.html, data: html },
  { mime: mime.text, data: text },
  { mime: codeTypes.stderr, data: 'This op has no gradient on this backend.' },
  { mime: mime.svg, data: svg },
  { mime: mime.svg, data: paper },
  { mime: mime.png, data: png, alt: 'Four points' },
  {
    mime: mime.json,
    data: {
      model: 'sequential',
      compiled: true,
      loss: 0.41234,
      history: null,
      layers: [
        { name: 'dense', units: 8 },
        { name: 'dense_1', units: 4 },
      ],
      weights: Array.from({ length: 4096 }, (_, index) => index / 4096),
    },
  },
  {
    mime: codeTypes.error,
    data: {
      name: 'TypeError',
      message: "Cannot read properties of undefined (reading 'shape')",
      stack: `TypeError: …\n    at shapeOf (file:///labs/C2_W1_Lab_1.lab.ts:12:21)\n    at file:///labs/C2_W1_Lab_1.lab.ts:15:1`,
    },
  },
];
