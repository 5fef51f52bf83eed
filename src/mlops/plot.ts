/** `mlops-lab/plot`: charts below a cell, as Vega-Lite, with a summary in words for screen readers and terminals. */
export { type LineOptions, line } from './plot/line.ts';
export type { Plot } from './plot/plot.ts';
