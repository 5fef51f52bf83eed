/**
 * Makes a cell's module code fit for V8's REPL mode, where each cell is a script of one long session. Every edit of
 * the body keeps each remaining character on its line, and nearly every one on its column, so that V8's own positions
 * are the lab file's; what has to be added stands in a head, which the caller puts on the line above. Where a column
 * moves after all, the script knows the way back.
 *
 * Names that are globals' are replaced by aliases, see `names.ts`. REPL mode lets a later cell declare a `let` or class again, but nothing by a different kind. So every top-level
 * declaration becomes a `let` or a class: a name can then be declared again by anything, in any order.
 */
import type {
  AnyNode,
  CatchClause,
  ExportDefaultDeclaration,
  FunctionDeclaration,
  ImportAttribute,
  ImportDeclaration,
  ModuleDeclaration,
  Statement,
} from 'acorn';
import MagicString from 'magic-string';
import { CellSyntaxError, type JavaScript, type Position } from '../../../mlops/typescript/strip.ts';
import { type Alias, cellGlobal, type LearnerNames } from './names.ts';
import { rename } from './rename.ts';
import { isAssigned, namesOf, outerReferences, type Reference, walk } from './syntax.ts';

/** A script of a cell: `head` belongs on the line above `body`. */
export interface ScriptParts {
  readonly head: string;
  readonly body: string;
  /** From a position in `body` to the one in the code that was rewritten; absent where no column has moved. */
  readonly original?: (position: Position) => Position;
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

/** What the names of a cell are declared and used by. */
type Aliases = ReadonlyMap<string, Alias>;

/** @param place where in the lab file a position of the code lies: an import that fails is reported there */
export function rewrite(js: JavaScript, place: (position: Position) => Position, names: LearnerNames): Rewritten {
  const text = new MagicString(js.code);
  const blank = (start: number, end: number) => {
    if (end > start) text.overwrite(start, end, spaces(js.code.slice(start, end)));
  };
  const vars = new Set<string>();
  const declared = new Set(js.program.body.flatMap(declaredBy));
  const functions: FunctionStatement[] = [];
  let loads = '';
  let usesMeta = false;
  const catches: CatchClause[] = [];
  // A line for the shell, which is a comment at a file's beginning alone.
  if (js.code.startsWith('#!')) text.overwrite(0, '#!'.length, '//');

  walk(js.program, (node, parent, inFunction) => {
    const required = requiredBy(node);
    if (required !== undefined) loads += `await ${cellGlobal}.prepare(${JSON.stringify(required)});`;
    if (node.type === 'MetaProperty') usesMeta = true;
    if (node.type === 'CatchClause') catches.push(node);
    if (isImportKeyword(node)) text.overwrite(node.start, node.start + 'import'.length, cellGlobal);
    if (node.type !== 'VariableDeclaration' || node.kind !== 'var' || inFunction) return;
    for (const name of node.declarations.flatMap((each) => namesOf(each.id))) vars.add(name);
    const isLoopHead = parent?.type === 'ForInStatement' || parent?.type === 'ForOfStatement';
    // `0, x = 1` is an assignment that cannot be taken for the rest of an unterminated line above.
    text.overwrite(node.start, node.start + 'var'.length, isLoopHead && parent.left === node ? '   ' : '0, ');
  });
  if (usesMeta) loads += `await ${cellGlobal}.complete();`;
  for (const name of vars) declared.add(name);
  for (const node of js.program.body) assertDeclared(node, (name) => declared.has(name) || names.isDeclared(name), js);

  const constants = new Set(js.program.body.filter(isConstant).flatMap(declaredBy));
  const references = outerReferences(js.program, (name) => constants.has(name) || names.matters(name));
  const named = (some: readonly Reference[]) => new Set(some.map(({ node }) => node.name));
  const assigned = named(references.filter(isAssigned));
  const aliases = names.forCell({ code: js.code, declared, constants, used: named(references), assigned });
  let isMoved = rename(text, references, aliases);
  for (const { param, body } of names.hasAliases ? catches : []) {
    if (param?.type !== 'Identifier') continue;
    text.appendRight(body.start + 1, `${cellGlobal}.told(${param.name});`);
    isMoved = true;
  }

  for (const node of js.program.body) {
    const source = sourceOf(node);
    if (source) {
      loads += load(source, place({ line: node.loc!.start.line, column: node.loc!.start.column + 1 }), aliases);
      blank(node.start, node.end);
      continue;
    }
    const statement = withoutExport(node, blank, text);
    if (!statement) continue;
    if (statement.type === 'VariableDeclaration' && statement.kind === 'const') {
      text.overwrite(statement.start, statement.start + 'const'.length, 'let  ');
    }
    if (statement.type === 'ClassDeclaration' && aliases.has(statement.id.name)) {
      // Within itself a class has a name of its own, which is to stay what it is.
      text.prependRight(statement.start, `let ${identifierOf(statement.id.name, aliases)}=`);
      text.appendLeft(statement.end, ';');
      isMoved = true;
    }
    if (statement.type === 'FunctionDeclaration' && isNamed(statement)) functions.push(statement);
  }

  const scripts: ScriptParts[] = functions.length > 0 ? [hoisted(functions, text, js.code, aliases, isMoved)] : [];
  for (const { start, end } of functions) blank(start, end);
  const list = [...vars].map((name) => identifierOf(name, aliases)).join(', ');
  scripts.push(script(strict + (list && `let ${list};`) + loads, text, isMoved));
  return { scripts, showsValue: js.showsValue };
}

function script(head: string, text: MagicString, isMoved: boolean): ScriptParts {
  const body = text.toString();
  return isMoved ? { head, body, original: originalPositions(text) } : { head, body };
}

/** Made when the first position is asked for: most scripts throw nothing. */
function originalPositions(text: MagicString): (position: Position) => Position {
  let lines: ReturnType<MagicString['generateDecodedMap']>['mappings'] | undefined;
  return ({ line, column }) => {
    lines ??= text.generateDecodedMap({ hires: true }).mappings;
    const found = lines[line - 1]?.findLast(([generated]) => generated < column);
    return found?.length === undefined || found.length === 1
      ? { line, column }
      : { line: found[2] + 1, column: found[3] + 1 };
  };
}

function identifierOf(name: string, aliases: Aliases): string {
  return aliases.get(name)?.identifier ?? name;
}

/** @throws CellSyntaxError where a statement exports what no cell has declared */
function assertDeclared(
  node: Statement | ModuleDeclaration,
  isDeclared: (name: string) => boolean,
  { original }: JavaScript,
): void {
  if (node.type !== 'ExportNamedDeclaration' || node.source) return;
  for (const { local } of node.specifiers) {
    if (local.type !== 'Identifier' || isDeclared(local.name)) continue;
    const { line, column } = local.loc!.start;
    const at = { line, column: column + 1 };
    throw new CellSyntaxError(`Export '${local.name}' is not defined`, original ? original(at) : at);
  }
}

/** Whether what a statement declares cannot be given another value. */
function isConstant(node: Statement | ModuleDeclaration): boolean {
  if (node.type === 'ExportNamedDeclaration') return !!node.declaration && isConstant(node.declaration);
  return node.type === 'ImportDeclaration' || (node.type === 'VariableDeclaration' && node.kind === 'const');
}

/** The names of a statement at the top level, but for those of `var`. */
function declaredBy(node: Statement | ModuleDeclaration): string[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return node.specifiers.map(({ local }) => local.name);
    case 'ExportNamedDeclaration':
      return node.declaration ? declaredBy(node.declaration) : [];
    case 'ExportDefaultDeclaration': {
      const declaration = namedDefault(node);
      return declaration ? declaredBy(declaration) : [];
    }
    case 'VariableDeclaration':
      return node.declarations.flatMap(({ id }) => namesOf(id));
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return [node.id.name];
    default:
      return [];
  }
}

/**
 * A script that only declares the functions: `let f, g; f = function (…) {…}; g = …`, each at its place, all else
 * blank. The names come back by assignment, so stack traces show them.
 */
function hoisted(
  functions: readonly FunctionStatement[],
  edited: MagicString,
  code: string,
  aliases: Aliases,
  isMoved: boolean,
): ScriptParts {
  const text = edited.clone();
  const names = functions.map((each) => identifierOf(each.id.name, aliases));
  let end = 0;
  functions.forEach((each, index) => {
    if (each.start > end) text.overwrite(end, each.start, spaces(code.slice(end, each.start)));
    // Assigned to an alias it keeps its name, which means nothing else within it: there, too, the alias is used.
    if (!aliases.has(each.id.name)) text.overwrite(each.id.start, each.id.end, spaces(each.id.name));
    text.appendLeft(each.end, index + 1 < names.length ? `;${names[index + 1]}=` : ';');
    end = each.end;
  });
  if (code.length > end) text.remove(end, code.length);
  const lines = functions.map(({ loc }) => loc!);
  const shareLine = lines.some(({ start }, index) => start.line === lines[index - 1]?.end.line);
  return script(`${strict}let ${names.join(', ')};${names[0]}=`, text, isMoved || shareLine);
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
function load({ source, attributes, specifiers = [] }: Source, at: Position, aliases: Aliases): string {
  const bindings: string[] = [];
  const names: string[] = [];
  let namespace = '';
  for (const each of specifiers) {
    const local = identifierOf(each.local.name, aliases);
    if (each.type === 'ImportNamespaceSpecifier') {
      namespace = local;
      continue;
    }
    const name = each.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(each.imported);
    names.push(name);
    bindings.push(`${JSON.stringify(name)}: ${local}`);
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

/** The text with everything but its line breaks blanked out. */
function spaces(text: string): string {
  return text.replace(/[^\n\r\u2028\u2029]/g, ' ');
}
