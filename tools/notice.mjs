// NOTICE: the licences of all third-party code and data in the VSIX, from what esbuild says it really bundled or copied.
import { existsSync, globSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './process.mjs';

const licenceFile = /^(licen[cs]e|copying|notice|thirdpartynotices?)([._-].*)?$/i;

/** Folders of packages under node_modules whose files the metafiles in `folder` name, sorted: `node_modules/a/node_modules/b`. */
export function bundledPackages(folder = join(root, 'dist', 'meta')) {
  const inputs = globSync('*.json', { cwd: folder }).flatMap((file) =>
    Object.keys(JSON.parse(readFileSync(join(folder, file), 'utf8')).inputs),
  );
  // Inputs may carry an esbuild namespace in front, e.g. `css:node_modules/…`.
  const packages = inputs.map((input) => /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
  return [...new Set(packages)].filter((folder) => folder !== undefined).sort();
}

/** The text of NOTICE. Packages under the same licence text share one printing of it. */
export function notice() {
  const byText = new Map();
  for (const entry of bundledPackages().map(describe)) {
    byText.set(entry.text, [...(byText.get(entry.text) ?? []), entry.title]);
  }
  const sections = [...byText].map(([text, titles]) => `${titles.join('\n')}\n\n${text}`);
  return `${[heading, ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

const heading = 'MLOps Lab contains the following third-party software.';

export function writeNotice() {
  const file = join(root, 'NOTICE');
  const text = notice();
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}

/** One package's heading and licence text. A package without a licence file gets the standard text of what its package.json says. */
function describe(folder) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const texts = licenceTexts(join(root, folder));
  const title = `${manifest.name} ${manifest.version} (${manifest.license ?? 'licence as below'})`;
  if (texts.length) return { title, text: texts.join('\n\n') };
  return { title, text: standardText(manifest) };
}

/** `Apache-2.0 AND MIT` asks for both texts. */
function standardText(manifest) {
  const names = (manifest.license ?? 'none').split(' AND ');
  const unknown = names.find((name) => !(name in standardTexts));
  if (unknown) throw new Error(`${manifest.name} has no licence text, and “${unknown}” is no licence we know.`);
  return names.map((name) => standardTexts[name](authorOf(manifest))).join('\n\n');
}

/** For packages that name their licence and do not carry its text, which must travel along all the same. */
const standardTexts = {
  'Apache-2.0': () => readFileSync(join(root, 'node_modules', 'pdfjs-dist', 'LICENSE'), 'utf8').trim(),
  MIT: (author) =>
    readFileSync(join(root, 'LICENSE'), 'utf8')
      .trim()
      .replace(/^Copyright.*$/m, `Copyright (c) ${author}`),
};

/** Licence files of the package and of the folders it keeps fonts and WASM in, which have licences of their own. */
function licenceTexts(folder) {
  const folders = readdirSync(folder).filter(
    (name) => name !== 'node_modules' && statSync(join(folder, name)).isDirectory(),
  );
  return ['.', ...folders].flatMap((inner) =>
    readdirSync(join(folder, inner))
      .filter((name) => licenceFile.test(name) && !/\.(js|ts|json)$/.test(name))
      .sort()
      .map((name) =>
        readFileSync(join(folder, inner, name), 'utf8')
          .replaceAll('\r\n', '\n')
          .trim(),
      ),
  );
}

function authorOf({ name, author }) {
  const person = typeof author === 'object' ? author.name : author;
  return person ?? `the authors of ${name}`;
}
