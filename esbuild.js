// Builds everything that ships: one row of `bundles` a bundle. Prints sizes and fails when one is over its budget.
//   node esbuild.js [--production]
const { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { basename, join, relative } = require('node:path');
const esbuild = require('esbuild');
const yaml = require('yaml');

const production = process.argv.includes('--production');
const kB = 1000;

const node = { platform: 'node', target: 'node22', format: 'cjs' };
/** TensorFlow.js asks for Node's own modules by `require` and finds its WASM by `__dirname`: an ES module has neither. */
const nodeGlobals = {
  js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url), __dirname = import.meta.dirname;",
};
// The library is ES modules that share chunks: a lab that imports only plots loads no TensorFlow.js.
const library = {
  platform: 'node',
  target: 'node22',
  format: 'esm',
  splitting: true,
  outExtension: { '.js': '.mjs' },
  mainFields: ['module', 'main'],
  banner: nodeGlobals,
  // Only for a Node.js without `fetch`, of which there is none left; its `http` would cost each lab 20 ms.
  external: ['node-fetch'],
};
/** Pages and the notebook renderer share chunks, and load what is heavy (Vega, KaTeX) when it is first drawn. */
const browser = { platform: 'browser', target: 'chrome120', format: 'esm', splitting: true };

/** Vega in Node.js looks for the package `canvas`, which nothing here needs: pictures are SVG. */
const withoutCanvas = { alias: { 'vega-canvas': './node_modules/vega-canvas/build/vega-canvas.browser.js' } };

/** A package or module that is imported at run time, and has a row of its own, is loaded from there: activation does without it. */
const onDemand = {
  supported: { 'dynamic-import': false },
  plugins: [
    {
      name: 'on-demand',
      setup({ onResolve }) {
        onResolve({ filter: /./ }, ({ kind, path, resolveDir }) => {
          const file = path.startsWith('.') ? relative(__dirname, join(resolveDir, path)).replaceAll('\\', '/') : path;
          const row = kind === 'dynamic-import' && bundles.find((each) => each.in === file);
          return row ? { path: `./${row.name}.js`, external: true } : undefined;
        });
      },
    },
  ],
};

/** The glossary stands in YAML, for its authors; bundles hold what it says. */
const glossary = {
  name: 'glossary',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^glossary:terms$/ }, ({ path }) => ({ path, namespace: 'glossary' }));
    onLoad({ filter: /./, namespace: 'glossary' }, () => ({
      contents: JSON.stringify(yaml.parse(readFileSync(join(__dirname, 'course/glossary.yaml'), 'utf8'))),
      loader: 'json',
    }));
  },
};

/** The public modules of `mlops-lab/…`, as `exports` of package.json lists them. */
const modules = Object.keys(require('./package.json').exports).map((name) => name.slice('./'.length));

const bundles = [
  { name: 'extension', budget: 300 * kB, in: 'src/extension.ts', ...node, external: ['vscode'], ...onDemand },
  { name: 'yaml', budget: 150 * kB, in: 'yaml', ...node },
  { name: 'course-load', budget: 40 * kB, in: 'src/course/load.ts', ...node, ...onDemand },
  { name: 'course-file', budget: 60 * kB, in: 'src/course/yaml.ts', ...node, ...onDemand },
  { name: 'course-clone', budget: 20 * kB, in: 'src/course/clone.ts', ...node },
  { name: 'course-author', budget: 100 * kB, in: 'src/course/author/author.ts', ...node, ...onDemand },
  { name: 'glossary', budget: 40 * kB, in: 'src/shared/terms.ts', ...node },
  { name: 'course-reports', budget: 50 * kB, in: 'src/course/reports.ts', ...node },
  {
    name: 'week-page',
    budget: 40 * kB,
    in: 'src/course/view/weekParts.ts',
    ...node,
    external: ['vscode'],
    ...onDemand,
  },
  { name: 'quiz-file', budget: 60 * kB, in: 'src/quizzes/quizFile.ts', ...node, ...onDemand },
  { name: 'quiz-view', budget: 60 * kB, in: 'src/quizzes/view/parts.ts', ...node, external: ['vscode'], ...onDemand },
  { name: 'quiz-author', budget: 90 * kB, in: 'src/quizzes/author/author.ts', ...node, ...onDemand },
  { name: 'cli', budget: 300 * kB, in: 'src/cli.ts', ...node, ...onDemand },
  { name: 'self-test', budget: 50 * kB, in: 'src/kernel/self-test/selfTest.ts', ...node },
  { name: 'native-install', budget: 50 * kB, in: 'src/kernel/native/install.ts', ...node },
  {
    name: 'slides-view',
    budget: 60 * kB,
    in: 'src/slides/view/deckParts.ts',
    ...node,
    external: ['vscode'],
    ...onDemand,
  },
  { name: 'slide-notes', budget: 30 * kB, in: 'src/slides/notes/notes.ts', ...node },
  { name: 'export', budget: 600 * kB, in: 'src/labs/export/export.ts', ...node },
  {
    name: 'lab-export',
    budget: 60 * kB,
    in: 'src/labs/view/exportLab.ts',
    ...node,
    external: ['vscode'],
    ...onDemand,
  },
  {
    name: 'exercises',
    budget: 60 * kB,
    in: 'src/labs/view/exercises/parts.ts',
    ...node,
    external: ['vscode'],
    ...onDemand,
  },
  { name: 'lab-types', budget: 20 * kB, in: 'src/labs/typings.ts', ...node },
  { name: 'kernel', budget: 400 * kB, in: 'src/kernel/process/main.ts', ...node },
  { name: 'kernel-control', budget: 20 * kB, in: 'src/kernel/process/stopping/control.ts', ...node },
  { name: 'runs-worker', budget: 50 * kB, in: 'src/runs/worker.ts', ...node },
  {
    name: 'runs-view',
    budget: 60 * kB,
    in: 'src/runs/view/parts.ts',
    ...node,
    external: ['vscode'],
    ...onDemand,
  },
  // An ES module, as pdf.js is; its parser is the one that ships for the viewer.
  {
    name: 'slides',
    budget: 800 * kB,
    in: ['src/slides/search/searchWorker.ts'],
    platform: 'node',
    target: 'node22',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
  },
  { name: 'chart-image', budget: 1200 * kB, in: 'src/platform/chart/image.ts', ...node, ...withoutCanvas },
  { name: 'typescript', budget: 4000 * kB, in: 'src/mlops/typescript/typescript.ts', ...node },
  {
    name: 'mlops',
    budget: 2500 * kB,
    in: [
      ...modules.map((name) => `src/mlops/${name}.ts`),
      ...['tfjs-node', 'tfjs'].map((name) => `src/mlops/tensorflow/${name}.ts`),
    ],
    ...library,
  },
  // One script that stands in the exported page itself.
  { name: 'page', budget: 2500 * kB, in: 'src/outputs/browser/page.ts', ...browser, format: 'iife', splitting: false },
  {
    name: 'webview',
    budget: 3200 * kB,
    in: [
      'src/slides/browser/viewer.tsx',
      'src/runs/browser/run.tsx',
      'src/runs/browser/compare/compare.tsx',
      'src/quizzes/browser/quiz.tsx',
      'src/course/browser/week.tsx',
      'src/labs/browser/terms.ts',
      'src/outputs/browser/renderer.ts',
      'src/outputs/browser/value.tsx',
      'src/outputs/browser/panel/panel.tsx',
    ],
    ...browser,
  },
];

/** Files that are shipped as their packages have them. */
const copies = [
  ['node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm', 'dist/mlops/tfjs-backend-wasm.wasm'],
  [
    'node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm',
    'dist/mlops/tfjs-backend-wasm-simd.wasm',
  ],
  ['node_modules/@cwasm/jpeg-turbo/jpeg-turbo.wasm', 'dist/mlops/jpeg-turbo.wasm'],
  ['node_modules/@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm', 'dist/mlops/mozjpeg_enc.wasm'],
  // `legacy`: the other build needs a newer Chromium than that of the oldest VS Code we support.
  ['node_modules/pdfjs-dist/legacy/build/pdf.worker.min.mjs', 'dist/webview/pdf.worker.mjs'],
  ['node_modules/pdfjs-dist/cmaps', 'dist/webview/cmaps'],
  ['node_modules/pdfjs-dist/standard_fonts', 'dist/webview/standard_fonts'],
  ['node_modules/pdfjs-dist/wasm', 'dist/webview/wasm'],
];

async function build() {
  rmSync('dist', { recursive: true, force: true });
  mkdirSync('dist/meta', { recursive: true });
  const bundled = Promise.all(bundles.map(bundle));
  // While esbuild works in its own process.
  const { writeTypes } = await import('./tools/types.mjs');
  const types = writeTypes('dist/types', modules);
  const { buildEngine } = await import('./tools/engine.mjs');
  copies.push(...(await buildEngine()).map((file) => [file, `dist/mlops/${basename(file)}`]));
  const sizes = await bundled;
  for (const [from, to] of copies) cpSync(from, to, { recursive: true });
  console.table(
    Object.fromEntries(sizes.map((s) => [s.name, { kB: Math.round(s.bytes / kB), budget: s.budget / kB }])),
  );
  const over = production ? sizes.filter((s) => s.bytes > s.budget) : [];
  for (const s of over) console.error(`${s.name} is ${s.bytes} bytes, over its budget of ${s.budget}.`);
  if (over.length) process.exit(1);
  // Written last, in a metafile's form: NOTICE is made from it, and its presence says that the build is complete.
  const named = (index, others) =>
    Object.fromEntries([...copies.map((pair) => pair[index]), ...others].map((file) => [file, {}]));
  const files = { inputs: named(0, types.inputs), outputs: named(1, types.outputs) };
  writeFileSync('dist/meta/copies.json', JSON.stringify({ production, ...files }));
}

async function bundle({ name, budget, in: entry, ...options }) {
  const entryPoints = Array.isArray(entry) ? entry : [entry];
  const outdir = Array.isArray(entry) ? join('dist', name) : undefined;
  const result = await esbuild.build({
    ...options,
    plugins: [...(options.plugins ?? []), glossary],
    entryPoints,
    ...(outdir ? { outdir, entryNames: '[name]', chunkNames: 'chunk-[hash]' } : { outfile: `dist/${name}.js` }),
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'dataurl' },
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  writeFileSync(`dist/meta/${name.replace('/', '-')}.json`, JSON.stringify(result.metafile));
  const bytes = Object.entries(result.metafile.outputs).reduce(
    (sum, [file, output]) => sum + (/\.m?js$/.test(file) ? output.bytes : 0),
    0,
  );
  return { name, budget, bytes };
}

build().catch((error) => {
  if (!error.errors) console.error(error);
  process.exit(1);
});
