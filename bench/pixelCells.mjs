/**
 * The same data in a cell of ours and of JupyterLab, by kind of output; what neither has to compute any more, so that
 * what is timed is the way from a value to its picture. `drawn` selects what stands in the page when it can be seen,
 * and by nothing but a cell of this kind.
 */
const ours = (selector) => `.output_container ${selector}`;
const theirs = (selector, type) =>
  `.jp-OutputArea-output${type === undefined ? '' : `[data-mime-type="${type}"]`} ${selector}`;

/**
 * What the cells below work on, and a first output, with which VS Code makes the page of outputs. Altair's own output
 * loads Vega from the network: here its chart goes to the Vega that JupyterLab has, which knows the format up to 5.
 */
export const setup = {
  lab: `
import { readFileSync } from 'node:fs';
import * as library from 'mlops-lab/lab';
import * as plots from 'mlops-lab/plot';
import * as tf from '@tensorflow/tfjs-node';
const rows = Array.from({ length: 1000 }, (_, i) => ({ row: i, a: Math.sin(i), b: Math.cos(i), c: i % 7, name: 'row ' + i }));
const y = Array.from({ length: 1000 }, (_, i) => Math.sin(i / 50));
const words = Array.from({ length: 100 }, (_, i) => 'line ' + i).join('\\n');
const picture = readFileSync('picture.png');
const tensor = tf.tensor(Array.from({ length: 4 * 64 * 64 }, (_, i) => Math.sin(i)), [4, 64, 64]);
console.log('ready');`,
  jupyter: `
import math, altair, numpy, pandas
from IPython.display import HTML, Image, display
pandas.options.display.max_rows = 1000
rows = pandas.DataFrame({'row': range(1000), 'a': [math.sin(i) for i in range(1000)], 'b': [math.cos(i) for i in range(1000)], 'c': [i % 7 for i in range(1000)], 'name': ['row %d' % i for i in range(1000)]})
line = pandas.DataFrame({'x': range(1, 1001), 'y': [math.sin(i / 50) for i in range(1000)]})
words = '\\n'.join('line %d' % i for i in range(100))
picture = open('picture.png', 'rb').read()
tensor = numpy.sin(numpy.arange(4 * 64 * 64, dtype='float32')).reshape(4, 64, 64)
def draw(chart):
    spec = {**chart.to_dict(), '$schema': 'https://vega.github.io/schema/vega-lite/v5.json'}
    display({'application/vnd.vegalite.v5+json': spec, 'text/plain': 'chart'}, raw=True)
print('ready')`,
};

/** A kind whose makers are not all in the library is left out, and named. */
export const kinds = [
  {
    name: 'text, 100 lines',
    lab: 'console.log(words)',
    jupyter: 'print(words)',
    drawn: { lab: ours('.output-stream'), jupyter: theirs('pre', 'application/vnd.jupyter.stdout') },
  },
  {
    name: 'table, 1,000 rows',
    lab: 'library.table(rows)',
    jupyter: 'rows',
    drawn: { lab: ours('[role="gridcell"]'), jupyter: theirs('table', 'text/html') },
  },
  {
    name: 'image, PNG of 128 × 128',
    needs: ['image'],
    lab: 'library.image(picture)',
    jupyter: 'Image(picture)',
    drawn: { lab: ours('img'), jupyter: theirs('img', 'image/png') },
  },
  {
    name: 'HTML',
    needs: ['html'],
    lab: 'library.html(\'<p class="bench">some <b>words</b></p>\')',
    jupyter: 'HTML(\'<p class="bench">some <b>words</b></p>\')',
    drawn: { lab: ours('.mlops-lab-frame'), jupyter: theirs('p.bench', 'text/html') },
  },
  {
    name: 'chart, a line of 1,000 points',
    lab: "plots.line({ title: 'Line', xLabel: 'x', yLabel: 'y', y })",
    jupyter: "draw(altair.Chart(line, title='Line', width=1200, height=400).mark_line().encode(x='x', y='y'))",
    drawn: { lab: ours(':is(svg.marks, canvas)'), jupyter: theirs(':is(svg.marks, canvas)') },
  },
  {
    name: 'tensor of 4 × 64 × 64',
    lab: 'tensor',
    jupyter: 'tensor',
    drawn: { lab: ours('.mlops-lab-tensor td'), jupyter: theirs('pre', 'text/plain') },
  },
];

/** The key that runs a cell goes on to the next: so that there is one after the last. */
export const last = { lab: '// The end.', jupyter: '# The end.' };
