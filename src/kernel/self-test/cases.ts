/** What a kernel must do, as cells and what each of them must come to. The self-test runs them in this order. */
import type { ProbeName } from '../probes.ts';

export type Expectation =
  /** The value of the cell's last expression, as text. */
  | { readonly kind: 'shows'; readonly text: string }
  /** Everything the cell prints and shows, in order. */
  | { readonly kind: 'prints'; readonly text: string }
  /** Where in the file, whose first line is the case's first cell; the cells stand one below the other. */
  | { readonly kind: 'fails'; readonly name: string; readonly line: number; readonly column: number }
  /** The cell never ends by itself: it is stopped while it runs. */
  | { readonly kind: 'stops' };

export interface Step {
  readonly source: string;
  /** Absent: the cell must succeed. */
  readonly expect?: Expectation;
}

export interface SelfTestCase {
  /** A stable name for bug reports, the same in every language. */
  readonly name: string;
  /** Without it, the case cannot be tried. */
  readonly needs?: ProbeName;
  readonly steps: readonly Step[];
}

const cell = (source: string): Step => ({ source });
const shows = (source: string, text: string): Step => ({ source, expect: { kind: 'shows', text } });
const prints = (source: string, text: string): Step => ({ source, expect: { kind: 'prints', text } });
const fails = (source: string, name: string, line: number, column: number): Step => ({
  source,
  expect: { kind: 'fails', name, line, column },
});

const language: readonly SelfTestCase[] = [
  {
    name: 'redeclaration of any kind by any kind',
    steps: [
      shows('let a = 1; a', '1'),
      shows('const a: number = 2; a', '2'),
      shows('class a { static n = 3 }\na.n', '3'),
      shows('function a() { return 4 }\na()', '4'),
      shows('var a = 5; a', '5'),
      shows('const a = 6; a', '6'),
    ],
  },
  {
    name: 'top-level await',
    steps: [cell('const awaited = await Promise.resolve(6);'), shows('(await Promise.resolve(7)) * awaited', '42')],
  },
  {
    name: 'a throw in the middle keeps earlier bindings',
    steps: [fails('let kept = 7;\nthrow new Error("middle");', 'Error', 2, 7), shows('kept', '7')],
  },
  {
    name: 'imports: builtin, namespace, type-only, library, require',
    steps: [
      shows(
        [
          "import { basename } from 'node:path';",
          "import * as os from 'node:os';",
          "import type { Stats } from 'node:fs';",
          "import { table } from 'mlops-lab/lab';",
          "const zlib = require('node:zlib');",
          '[basename("/x/y.ts"), typeof os.cpus, typeof table, typeof zlib.crc32].join()',
        ].join('\n'),
        "'y.ts,function,function,function'",
      ),
    ],
  },
  {
    name: 'import of a local TypeScript module',
    steps: [
      cell("(await import('node:fs')).writeFileSync('helper.ts', 'export const answer: number = 42;\\n');"),
      shows("import { answer } from './helper.ts';\nanswer", '42'),
    ],
  },
  {
    name: 'enums and decorators, through the TypeScript compiler',
    steps: [
      shows(
        [
          'enum Colour { Red, Green }',
          'function twice(method: () => number, _: ClassMethodDecoratorContext) {',
          '  return function (this: unknown) { return 2 * method.call(this) };',
          '}',
          'class Counter { @twice count() { return 21 } }',
          '[Colour[1], new Counter().count()].join()',
        ].join('\n'),
        "'Green,42'",
      ),
    ],
  },
];

const errors: readonly SelfTestCase[] = [
  {
    name: 'an error has the line and column of the file',
    steps: [fails('type A = { b: string };\n\n  throw new RangeError("bad" as string);', 'RangeError', 3, 9)],
  },
  {
    name: 'so has one in a compiled cell',
    steps: [fails('enum Level { Low }\nconst low: Level = Level.Low;\nnull!.x;', 'TypeError', 3, 7)],
  },
  { name: 'so has one of syntax', steps: [fails('const fine = 1;\nconst = 2;', 'SyntaxError', 2, 7)] },
  {
    name: 'so has one after an await, in a function of an earlier cell',
    steps: [
      cell('function check(n: number) {\n  if (n > 1) throw new TypeError("too many");\n}'),
      fails('await null;\ncheck(2);', 'TypeError', 2, 20),
    ],
  },
  {
    name: 'an unhandled rejection ends no kernel',
    steps: [
      cell("void Promise.reject(new Error('lost'));\nawait new Promise((r) => setTimeout(r, 5));"),
      shows('1', '1'),
    ],
  },
];

const outputs: readonly SelfTestCase[] = [
  {
    name: 'console output and values keep their order',
    steps: [
      prints(
        "console.log('one'); process.stdout.write('two\\n'); console.error('three'); console.info('%d', 4); 'five'",
        "one\ntwo\nthree\n4\n'five'\n",
      ),
    ],
  },
  {
    name: 'timers',
    steps: [
      shows(
        [
          'const fired: string[] = [];',
          "setTimeout(() => fired.push('timeout'), 5);",
          "setImmediate(() => fired.push('immediate'));",
          "queueMicrotask(() => fired.push('microtask'));",
          'await new Promise((resolve) => setTimeout(resolve, 30));',
          'fired.join()',
        ].join('\n'),
        "'microtask,immediate,timeout'",
      ),
    ],
  },
];

const tensors: readonly SelfTestCase[] = [
  {
    name: 'a tensor operation',
    steps: [
      shows(
        "import * as tf from '@tensorflow/tfjs-node';\ntf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).arraySync()",
        '[ [ 19, 22 ], [ 43, 50 ] ]',
      ),
    ],
  },
  {
    name: 'training a dense network',
    steps: [
      cell(
        [
          "import * as tf from '@tensorflow/tfjs-node';",
          "const line = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'zeros' })] });",
          "line.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });",
          'const x = tf.tensor2d([0, 1, 2, 3], [4, 1]);',
          'const y = x.mul(2).add(1);',
          'const { history } = await line.fit(x, y, { epochs: 60, shuffle: false, verbose: 0 });',
        ].join('\n'),
      ),
      shows('history.loss.at(-1) < 0.01 && history.loss.at(-1) < history.loss[0]', 'true'),
    ],
  },
  {
    // The gradient for the filter sums the image's patches; that for the image counts the patches a pixel is in.
    name: 'gradients of a convolution',
    steps: [
      cell(
        [
          "import * as tf from '@tensorflow/tfjs-node';",
          'const image = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);',
          'const filter = tf.ones([2, 2, 1, 1]);',
          "const sum = (i, f) => tf.sum(tf.conv2d(i, f, 1, 'valid'));",
          'const [dImage, dFilter] = tf.grads(sum)([image, filter]);',
        ].join('\n'),
      ),
      shows("dFilter.dataSync().join(' ')", "'12 16 24 28'"),
      shows("dImage.dataSync().join(' ')", "'1 2 1 2 4 2 1 2 1'"),
    ],
  },
];

const runs: readonly SelfTestCase[] = [
  {
    name: 'a run is recorded in mlflow.db',
    needs: 'sqlite',
    steps: [
      cell(
        [
          "import { endRun, logMetric, logParam, startRun } from 'mlops-lab/tracking';",
          "await startRun({ experiment: 'Self-Test' });",
          "logParam('units', 4);",
          "for (const step of [0, 1, 2]) logMetric('loss', 1 / (step + 1), step);",
          'await endRun();',
        ].join('\n'),
      ),
      shows(
        [
          "import { DatabaseSync } from 'node:sqlite';",
          "const db = new DatabaseSync('mlflow.db', { readOnly: true });",
          "const row = db.prepare('SELECT count(*) AS points, min(value) AS least FROM metrics').get();",
          'db.close();',
          '[row.points, row.least.toFixed(3)].join()',
        ].join('\n'),
        "'3,0.333'",
      ),
    ],
  },
];

const stop: readonly SelfTestCase[] = [
  {
    // Last, since it may cost the kernel.
    name: 'an endless loop is stopped, and the next cell runs',
    steps: [{ source: 'for (;;);', expect: { kind: 'stops' } }, shows('1 + 1', '2')],
  },
];

export const selfTestCases: readonly SelfTestCase[] = [
  ...language,
  ...errors,
  ...outputs,
  ...tensors,
  ...runs,
  ...stop,
];
