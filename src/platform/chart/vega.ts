/**
 * The parts of Vega that charts use, in one module that is imported for the first chart: a page without a chart never
 * evaluates it, and the bundler drops what is not listed here.
 */
export { parse, View } from 'vega';
export { expressionInterpreter } from 'vega-interpreter';
export { compile } from 'vega-lite';
