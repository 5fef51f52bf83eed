/**
 * Makes a cell's module code fit for V8's REPL mode, where each cell is a script of one long session. Every edit of
 * the body keeps each remaining character on its line and column, so that V8's own positions are the lab file's
 * (only what follows a function on its last line moves); what has to be added stands in a head, which the caller
 * puts on the line above.
 *
 * REPL mode lets a later cell declare a `let` or class again, but nothing by a different kind. So every top-level
 * declaration becomes a `let` or a class: a name can then be declared again by anything, in any order.
 */
import type {
  AnyNode,
  ExportDefaultDeclaration,
  FunctionDeclaration,
  ImportAttribute,
  ImportDeclaration,
  ModuleDeclaration,
  Pattern,
  Statement,
} from 'acorn';
import MagicString from 'magic-string';
import type { JavaScript, Position } from '../../../mlops/typescript/strip.ts';

/** The one name that the kernel adds to a cell's world; as long as `import`, in whose place it stands. */
export const cellGlobal = '__cell';

/** A script of a cell: `head` belongs on the line above `body`. */
export interface ScriptParts {
  readonly head: string;
  readonly body: string;
}

export interface Rewritten {
  /** To be evaluated one after the other: the functions, which are hoisted, if there are any; then the rest. */
  readonly scripts: readonly ScriptParts[];
  /** Whether the last statement is an expression, whose value a notebook shows. */
  readonly showsValue: boolean;
}

type FunctionStatement = FunctionDeclaration & { id: { name: string; start: number; end: number } };

/** Modules are strict, so cells are. */
const strict = '"use strict";';

/** @param place where in the lab file a position of the code lies: an import that fails is reported there */
export function rewrite(js: JavaScript, place: (position: Position) => Position): Rewritten {
  const text = new MagicString(js.code);
  const blank = (start: number, end: number) => {
    if (end > start) text.overwrite(start, end, spaces(js.code.slice(start, end)));
  };
  const declared: string[] = [];
  const functions: FunctionStatement[] = [];
  let loads = '';

  walk(js.program, (node, parent, inFunction) => {
    const required = requiredBy(node);
    if (required !== undefined) loads += `await ${cellGlobal}.prepare(${JSON.stringify(required)});`;
    if (isImportKeyword(node)) text.overwrite(node.start, node.start + 'import'.length, cellGlobal);
    if (node.type !== 'VariableDeclaration' || node.kind !== 'var' || inFunction) return;
    declared.push(...node.declarations.flatMap((each) => namesOf(each.id)));
    const isLoopHead = parent?.type === 'ForInStatement' || parent?.type === 'ForOfStatement';
    // `0, x = 1` is an assignment that cannot be taken for the rest of an unterminated line above.
    text.overwrite(node.start, node.start + 'var'.length, isLoopHead && parent.left === node ? '   ' : '0, ');
  });

  for (const node of js.program.body) {
    const source = sourceOf(node);
    if (source) {
      loads += load(source, place({ line: node.loc!.start.line, column: node.loc!.start.column + 1 }));
      blank(node.start, node.end);
      continue;
    }
    const statement = withoutExport(node, blank, text);
    if (!statement) continue;
    if (statement.type === 'VariableDeclaration' && statement.kind === 'const') {
      text.overwrite(statement.start, statement.start + 'const'.length, 'let  ');
    }
    if (statement.type === 'FunctionDeclaration' && isNamed(statement)) functions.push(statement);
  }

  const scripts: ScriptParts[] = functions.length > 0 ? [hoisted(functions, text, js.code)] : [];
  for (const { start, end } of functions) blank(start, end);
  const vars = declared.length > 0 ? `let ${[...new Set(declared)].join(', ')};` : '';
  scripts.push({ head: strict + vars + loads, body: text.toString() });
  return { scripts, showsValue: js.showsValue };
}

/**
 * A script that only declares the functions: `let f, g; f = function (…) {…}; g = …`, each at its place, all else
 * blank. The names come back by assignment, so stack traces show them.
 */
function hoisted(functions: readonly FunctionStatement[], edited: MagicString, code: string): ScriptParts {
  const text = edited.clone();
  let end = 0;
  functions.forEach((each, index) => {
    if (each.start > end) text.overwrite(end, each.start, spaces(code.slice(end, each.start)));
    text.overwrite(each.id.start, each.id.end, spaces(each.id.name));
    const next = functions[index + 1];
    text.appendLeft(each.end, next ? `;${next.id.name}=` : ';');
    end = each.end;
  });
  if (code.length > end) text.remove(end, code.length);
  const names = functions.map((each) => each.id.name);
  return { head: `${strict}let ${names.join(', ')};${names[0]}=`, body: text.toString() };
}

/** The statement below an `export`, whose keyword is blanked out; nothing where only the keyword was. */
function withoutExport(
  node: Statement | ModuleDeclaration,
  blank: (start: number, end: number) => void,
  text: MagicString,
): Statement | undefined {
  switch (node.type) {
    case 'ExportNamedDeclaration':
      blank(node.start, node.declaration?.start ?? node.end);
      return node.declaration ?? undefined;
    case 'ExportDefaultDeclaration': {
      const declaration = namedDefault(node);
      // Without a name it is an expression, and must not be read as a statement.
      if (!declaration) text.overwrite(node.start, node.start + '0,'.length, '0,');
      blank(declaration ? node.start : node.start + '0,'.length, node.declaration.start);
      return declaration;
    }
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      return undefined;
    default:
      return node;
  }
}

function namedDefault({ declaration }: ExportDefaultDeclaration): Statement | undefined {
  if (declaration.type === 'FunctionDeclaration' && isNamed(declaration)) return declaration;
  if (declaration.type === 'ClassDeclaration' && declaration.id) return declaration as Statement;
  return undefined;
}

type Source = Pick<ImportDeclaration, 'source' | 'attributes'> & Partial<Pick<ImportDeclaration, 'specifiers'>>;

/** What the statement loads: an import, or an export from somewhere else. */
function sourceOf(node: Statement | ModuleDeclaration): Source | undefined {
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') return node;
  if (node.type !== 'ExportNamedDeclaration' || !node.source) return undefined;
  return { source: node.source, attributes: node.attributes };
}

/** `let {default: d, a: b} = await __cell.load("module", ["default", "a"], {}, line, column);` */
function load({ source, attributes, specifiers = [] }: Source, at: Position): string {
  const bindings: string[] = [];
  const names: string[] = [];
  let namespace = '';
  for (const each of specifiers) {
    if (each.type === 'ImportNamespaceSpecifier') {
      namespace = each.local.name;
      continue;
    }
    const name = each.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(each.imported);
    names.push(name);
    bindings.push(`${JSON.stringify(name)}: ${each.local.name}`);
  }
  const options = JSON.stringify(attributes.length > 0 ? { with: withOf(attributes) } : {});
  const loaded = `await ${cellGlobal}.load(${JSON.stringify(source.value)}, ${JSON.stringify(names)}, ${options}, ${at.line}, ${at.column})`;
  const pattern = `{${bindings.join(', ')}}`;
  if (namespace) return `let ${namespace} = ${loaded}, ${pattern} = ${namespace};`;
  return bindings.length > 0 ? `let ${pattern} = ${loaded};` : `${loaded};`;
}

function withOf(attributes: readonly ImportAttribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [nameOf(key), value.value]));
}

function nameOf(node: ImportAttribute['key']): string {
  return node.type === 'Identifier' ? node.name : String(node.value);
}

function isImportKeyword(node: AnyNode): boolean {
  return node.type === 'ImportExpression' || (node.type === 'MetaProperty' && node.meta.name === 'import');
}

/** What `require("…")` names. */
function requiredBy(node: AnyNode): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require') return;
  const [id] = node.arguments;
  return id?.type === 'Literal' && typeof id.value === 'string' ? id.value : undefined;
}

function isNamed(node: { id: unknown; type: string }): node is FunctionStatement {
  return node.id !== null;
}

/** The names that a pattern binds. */
function namesOf(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) => namesOf(each.type === 'RestElement' ? each.argument : each.value));
    case 'ArrayPattern':
      return pattern.elements.flatMap((each) => (each ? namesOf(each) : []));
    case 'AssignmentPattern':
      return namesOf(pattern.left);
    case 'RestElement':
      return namesOf(pattern.argument);
    case 'MemberExpression':
      return [];
  }
}

/** The text with everything but its line breaks blanked out. */
function spaces(text: string): string {
  return text.replace(/[^\n\r\u2028\u2029]/g, ' ');
}

type Visit = (node: AnyNode, parent: AnyNode | undefined, inFunction: boolean) => void;

function walk(node: AnyNode, visit: Visit, parent?: AnyNode, inFunction = false): void {
  visit(node, parent, inFunction);
  const inner = inFunction || /Function|StaticBlock/.test(node.type);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, node, inner);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
