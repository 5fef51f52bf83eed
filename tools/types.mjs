// The declarations that labs are written against, for folders without node_modules: Node.js, TensorFlow.js and
// `mlops-lab/…`, each rolled into one file of ambient modules. A few large files, because they are written into every
// learner's folder, where hundreds would fill its quick-open list. What a lab cannot import has a name that begins
// with `#`, so that no editor offers it.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { root } from './process.mjs';

const facade = '@tensorflow/tfjs-node';
/** In a lab both names mean the facade, as in the kernel's resolver. */
const aliases = `declare module '@tensorflow/tfjs' { export * from '${facade}'; }\n`;

/**
 * Writes `<out>/{node,tensorflow,mlops-lab}/index.d.ts` and `<out>/version`, which changes with any of them.
 * @param {string} out folder, relative to the repository
 * @param {readonly string[]} modules names of the public modules of `src/mlops`
 * @returns {{ inputs: string[], outputs: string[] }} paths relative to the repository
 * @throws {Error} when our own sources cannot be emitted as declarations
 */
export function writeTypes(out, modules) {
  const entries = new Map([
    ...modules.map((name) => [join(root, 'src/mlops', `${name}.ts`), `mlops-lab/${name}`]),
    [join(root, 'src/mlops/tensorflow/tfjs-node.ts'), facade],
  ]);
  const { texts, inputs } = new Bundler(entries).bundle();
  texts.tensorflow += aliases;
  const outputs = Object.entries(texts).map(([name, text]) => write(`${out}/${name}/index.d.ts`, text));
  const hash = createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return { inputs, outputs: [...outputs, write(`${out}/version`, `${version} ${hash}\n`)] };
}

function write(path, text) {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
  return path;
}

/** Follows the imports of the entries' declarations and turns each file into an ambient module. */
class Bundler {
  #entries;
  #program;
  #emitted = new Map();
  #ambient;
  /** Files by path; the order of discovery is that of the output. */
  #pieces = new Map();
  #libs = new Set();

  constructor(entries) {
    this.#entries = entries;
    this.#program = ts.createProgram([...entries.keys()], options);
    // Fast, and the lint step checks the same sources.
    const { diagnostics } = this.#program.emit(
      undefined,
      (file, text) => this.#emitted.set(file, text),
      undefined,
      true,
    );
    if (diagnostics.length) throw new Error(ts.formatDiagnostics(diagnostics, formatHost));
    this.#ambient = new Set(
      this.#program
        .getTypeChecker()
        .getAmbientModules()
        .map((symbol) => symbol.name.slice(1, -1)),
    );
  }

  bundle() {
    for (const entry of this.#entries.keys()) this.#add(entry);
    const node = ts.resolveTypeReferenceDirective('node', join(root, 'x.ts'), options, ts.sys);
    this.#add(node.resolvedTypeReferenceDirective.resolvedFileName);
    const libs = [...this.#libs].sort().map((name) => `/// <reference lib="${name}" />\n`);
    const texts = { node: libs.join(''), tensorflow: '', 'mlops-lab': '' };
    for (const [file, piece] of this.#pieces) texts[bundleOf(file)] += piece;
    return { texts, inputs: [...this.#pieces.keys()].map((file) => relative(root, file).split(sep).join('/')) };
  }

  #add(file) {
    if (this.#pieces.has(file)) return;
    this.#pieces.set(file, '');
    const source = ts.createSourceFile(file, this.#textOf(file), options.target, true);
    for (const { fileName } of source.libReferenceDirectives) this.#libs.add(fileName);
    for (const { fileName } of source.referencedFiles) this.#add(join(file, '..', fileName));
    this.#pieces.set(file, ts.isExternalModule(source) ? this.#moduleText(source) : this.#rewritten(source, source));
  }

  #textOf(file) {
    return this.#emitted.get(file.replace(/\.ts$/, '.d.ts')) ?? readFileSync(file, 'utf8');
  }

  /** A module's own declarations in a block, and after it what it adds to other modules, which cannot stand inside. */
  #moduleText(source) {
    const augmentations = source.statements.filter(
      (node) => ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name),
    );
    const own = source.statements.filter((node) => !augmentations.includes(node));
    const body = own.map((node) => withoutDeclare(this.#rewritten(node, source), node)).join('');
    const added = augmentations.map((node) => this.#augmentation(node, own.filter(ts.isImportDeclaration), source));
    return `declare module '${this.#nameOf(source.fileName)}' {${body}\n}\n${added.join('')}`;
  }

  /** It names types by the imports of the file it stands in; those of the module that it adds to are there already. */
  #augmentation(node, imports, source) {
    const target = this.#moduleName(node.name.text, source.fileName);
    const needed = imports.filter(
      ({ moduleSpecifier }) => this.#moduleName(moduleSpecifier.text, source.fileName) !== target,
    );
    const statements = [...needed, ...node.body.statements].map((statement) => this.#rewritten(statement, source));
    return `declare module '${target}' {${statements.join('')}\n}\n`;
  }

  /** The text of a node with the names of the modules as they are called here. */
  #rewritten(node, source) {
    const edits = [];
    const visit = (child) => {
      const name = moduleSpecifier(child);
      if (name)
        edits.push({
          from: name.getStart(source),
          to: name.end,
          text: `'${this.#moduleName(name.text, source.fileName)}'`,
        });
      ts.forEachChild(child, visit);
    };
    visit(node);
    let text = source.text.slice(0, node.end);
    for (const { from, to, text: name } of edits.sort((a, b) => b.from - a.from)) {
      text = text.slice(0, from) + name + text.slice(to);
    }
    return withoutNoise(text.slice(node.pos));
  }

  #moduleName(specifier, from) {
    if (this.#ambient.has(specifier)) return specifier;
    const { resolvedModule } = ts.resolveModuleName(specifier, from, options, ts.sys);
    if (!resolvedModule) return specifier;
    this.#add(resolvedModule.resolvedFileName);
    return this.#nameOf(resolvedModule.resolvedFileName);
  }

  #nameOf(file) {
    const path = relative(root, file).split(sep).join('/');
    const name = path.replace(/^.*node_modules\//, '').replace(/^src\/mlops\//, 'mlops-lab/');
    return this.#entries.get(file) ?? `#${name.replace(/(\/index)?(\.d)?\.ts$/, '')}`;
  }
}

const options = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ['node'],
  strict: true,
  noCheck: true,
  skipLibCheck: true,
  declaration: true,
  emitDeclarationOnly: true,
  stripInternal: true,
  allowImportingTsExtensions: true,
  paths: { [facade]: ['./src/mlops/tensorflow/tfjs-node.ts'] },
  pathsBasePath: root,
};

const formatHost = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => root, getNewLine: () => '\n' };

function bundleOf(file) {
  if (/node_modules[\\/](@types[\\/]node|undici-types)[\\/]/.test(file)) return 'node';
  return file.includes('node_modules') || file.includes(`mlops${sep}tensorflow`) ? 'tensorflow' : 'mlops-lab';
}

/** The string that names a module in `import … from`, `export … from`, `import('…')` or `import x = require('…')`. */
function moduleSpecifier(node) {
  if (ts.isImportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node)) return node.argument.literal;
  return ts.isExternalModuleReference(node) ? node.expression : undefined;
}

/** Inside an ambient module everything is declared, and saying so is an error. */
function withoutDeclare(text, node) {
  const declares =
    ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
  return declares ? text.replace(/^((?:\s|\/\*[\s\S]*?\*\/|\/\/.*\n|export |default )*)declare /, '$1') : text;
}

/** Licences are in NOTICE; references and source maps lead to files that are not there. */
function withoutNoise(text) {
  return text
    .replace(/\/\*\*?\s*\n? \* @license[\s\S]*?\*\//g, '')
    .replace(/^\/\/\/ <.*\n?/gm, '')
    .replace(/^\/\/# sourceMappingURL.*\n?/gm, '');
}
