/**
 * The same data in a cell of ours and of JupyterLab, by kind of output; what neither has to compute any more, so that
 * what is timed is the way from a value to its picture. `drawn` selects what stands in the page when it can be seen.
 */
const ours = (selector) => `.output_container ${selector}`;
const theirs = (selector) => `.jp-OutputArea-output ${selector}`;

/** What the cells below work on. */
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
const tensor = tf.tensor(Array.from({ length: 4 * 64 * 64 }, (_, i) => Math.sin(i)), [4, 64, 64]);`,
  jupyter: `
import math, altair, numpy, pandas
from IPython.display import HTML, Image
pandas.options.display.max_rows = 1000
rows = pandas.DataFrame({'row': range(1000), 'a': [math.sin(i) for i in range(1000)], 'b': [math.cos(i) for i in range(1000)], 'c': [i % 7 for i in range(1000)], 'name': ['row %d' % i for i in range(1000)]})
line = pandas.DataFrame({'x': range(1, 1001), 'y': [math.sin(i / 50) for i in range(1000)]})
words = '\\n'.join('line %d' % i for i in range(100))
picture = open('picture.png', 'rb').read()
tensor = numpy.sin(numpy.arange(4 * 64 * 64, dtype='float32')).reshape(4, 64, 64)`,
};

/** A kind whose makers are not all in the library is left out, and named. */
export const kinds = [
  {
    name: 'text, 100 lines',
    lab: 'console.log(words)',
    jupyter: 'print(words)',
    drawn: { lab: ours('.output'), jupyter: theirs('pre') },
  },
  {
    name: 'table, 1,000 rows',
    lab: 'library.table(rows)',
    jupyter: 'rows',
    drawn: { lab: ours(':is(table, [role="grid"])'), jupyter: theirs('table') },
  },
  {
    name: 'image, PNG of 256 × 256',
    needs: ['image'],
    lab: 'library.image(picture)',
    jupyter: 'Image(picture)',
    drawn: { lab: ours('img'), jupyter: theirs('img') },
  },
  {
    name: 'HTML',
    needs: ['html'],
    lab: 'library.html(\'<p class="bench">some <b>words</b></p>\')',
    jupyter: 'HTML(\'<p class="bench">some <b>words</b></p>\')',
    drawn: { lab: ours('p'), jupyter: theirs('p.bench') },
  },
  {
    name: 'chart, a line of 1,000 points',
    lab: "plots.line({ title: 'Line', xLabel: 'x', yLabel: 'y', y })",
    jupyter: "altair.Chart(line, title='Line').mark_line().encode(x='x', y='y')",
    drawn: { lab: ours(':is(svg.marks, canvas)'), jupyter: theirs(':is(svg.marks, canvas)') },
  },
  {
    name: 'tensor of 4 × 64 × 64',
    lab: 'tensor',
    jupyter: 'tensor',
    drawn: { lab: ours('.output'), jupyter: theirs('pre') },
  },
];
