/** The labs that every surface must run alike, and what each has to show of them. */
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What a surface showed of one code cell: how it ended, and its text in order; an error by name, message and place. */
export interface ShownCell {
  readonly status: 'succeeded' | 'failed' | 'skipped';
  /** Neighbouring pieces of one stream are one text. */
  readonly texts: readonly string[];
  readonly error?: string;
}

export interface ShownLab {
  readonly cells: readonly ShownCell[];
  readonly checks: readonly { readonly name: string; readonly passed: boolean }[];
}

/**
 * Copies the labs, the module they import and their npm package into a folder of their own.
 * @param fixtures absolute path of `test/fixtures`
 * @param workspace absolute
 * @returns absolute paths of the labs
 */
export async function copySemantics(fixtures: string, workspace: string): Promise<{ whole: string; failing: string }> {
  const folder = join(workspace, 'semantics');
  const files = {
    'semantics.lab.ts': 'semantics.lab.ts',
    'semantics.failing.lab.ts': 'semantics.failing.lab.ts',
    'semantics/helper.ts': 'helper.ts',
    'semantics/package': 'node_modules/semantics-package',
  };
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  for (const [from, to] of Object.entries(files)) {
    await cp(join(fixtures, from), join(folder, to), { recursive: true });
  }
  return { whole: join(folder, 'semantics.lab.ts'), failing: join(folder, 'semantics.failing.lab.ts') };
}

const checks = [
  'await stands at the top level',
  'state goes from cell to cell',
  'sixteen redeclarations, of each kind by each, are followed by an older closure',
  'a package is imported by default, by name, as a namespace and dynamically',
  'require takes the CommonJS side',
  'builtins are imported',
  'a local module is imported, its types too',
  'a local module is read again when it was changed',
  'the toolkit and both TensorFlow.js packages are one',
  'enums, namespaces, parameter properties and decorators',
  'using, await using and for-await',
  'stacks of a cell, a timer and a local module name line and column of the file',
  'a matrix product',
  'a convolution network trains',
  'its gradient is that of every backend',
];

const table = '┌─────────┬───┐\n│ (index) │ a │\n├─────────┼───┤\n│ 0       │ 1 │\n└─────────┴───┘\n';

/** Of the lab in which everything works. */
export const whole = {
  checks: checks.map((name) => ({ name, passed: true })),
  /** What its one cell that prints shows. */
  printed: ['log 1\ninfo { two: 2 }\n', 'warn\nerror\n', `${table}written\n`, 'shown', "'last value'"],
};

/** Of the lab whose second cell throws. Rejections and timers that throw are their cell's, with their places. */
export function failing(url: string): ShownLab {
  const lost = [
    `Unhandled rejection: TypeError: nobody awaits this\n    at ${url}:7:21\n`,
    `Uncaught: RangeError: from a timer\n    at Timeout.<anonymous> (${url}:8:26)\n`,
  ];
  return {
    checks: [],
    cells: [
      { status: 'succeeded', texts: [lost.join(''), "'went on'"] },
      { status: 'failed', texts: [], error: `RangeError: in the middle\n    at ${url}:14:7` },
      { status: 'skipped', texts: [] },
    ],
  };
}

/** A report of the command line or of the text view, as a surface. */
export function shownIn(report: {
  readonly cells: readonly {
    readonly kind: string;
    readonly status: string;
    readonly outputs: readonly { readonly mime: string; readonly data: unknown }[];
    readonly error?: { readonly stack: string };
  }[];
  readonly checks: ShownLab['checks'];
}): ShownLab {
  const cells = report.cells.filter(({ kind }) => kind === 'code');
  return {
    cells: cells.map(({ status, outputs, error }) => ({
      status: status as ShownCell['status'],
      texts: outputs.filter(({ mime }) => isText(mime)).map(({ data }) => String(data)),
      ...(error && { error: error.stack }),
    })),
    checks: report.checks.map(({ name, passed }) => ({ name, passed })),
  };
}

export function isText(mime: string): boolean {
  return mime === 'text/plain' || /^application\/vnd\.code\.notebook\.std(out|err)$/.test(mime);
}
