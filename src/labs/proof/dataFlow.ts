/**
 * Which cells of a lab must run again when one of them has changed: data flows from the cell that declares a name to
 * those that use it. What is told is rather too much than too little: a local name that hides one of a cell counts as
 * that.
 */
import { createRequire } from 'node:module';
import type { AnyNode, Pattern } from 'acorn';
import { type TypeScript, toJavaScript } from '../../mlops/typescript/strip.ts';

/** Names at the top level of a cell, or of the cells before it. */
export interface CellNames {
  readonly declares: ReadonlySet<string>;
  readonly uses: ReadonlySet<string>;
  /** Names whose value, or what it holds, the cell changes: by assignment, or by a method that does. */
  readonly changes: ReadonlySet<string>;
}

/** Methods that change what they are called on: those of JavaScript, and of TensorFlow.js. */
const changing = new Set(
  (
    'push pop shift unshift splice sort reverse fill copyWithin set add delete clear assign append insert update write ' +
    'next fit fitDataset trainOnBatch compile setWeights load dispose'
  ).split(' '),
);

const require = createRequire(import.meta.url);
export const loadTypeScript = (): TypeScript => require('../../mlops/typescript/typescript.ts') as TypeScript;

/** @throws CellSyntaxError for what is no TypeScript */
export function namesOf(source: string): CellNames {
  const { program } = toJavaScript(source, loadTypeScript);
  const declares = new Set<string>();
  const uses = new Set<string>();
  const changes = new Set<string>();
  for (const statement of program.body) for (const name of declaredBy(statement)) declares.add(name);
  walk(program, (node, parent) => {
    if (node.type === 'Identifier' && isReference(node, parent)) uses.add(node.name);
    for (const name of changedBy(node)) changes.add(name);
  });
  return { declares, uses, changes };
}

/**
 * The cells that must run for some to show what an exercise has made, in their order.
 *
 * @param cells all code cells, the exercise as it is answered
 * @param exercise the index of its cell
 * @param targets indices of later cells: those that try what was made
 * @returns the exercise, the targets, what lies between and is needed, and cells before whose values these change
 */
export function neededCells(cells: readonly CellNames[], exercise: number, targets: readonly number[]): number[] {
  const needed = new Set([exercise, ...targets]);
  const wanted = new Set<string>();
  for (let index = Math.max(exercise, ...targets); index > exercise; index--) {
    const cell = cells[index]!;
    if (!needed.has(index) && !meets(cell.declares, wanted) && !meets(cell.changes, wanted)) continue;
    needed.add(index);
    for (const name of cell.uses) wanted.add(name);
  }
  addChanged(cells, exercise, needed);
  return [...needed].sort((a, b) => a - b);
}

/** All cells that some targets need, from the lab's first on. */
export function neededFromStart(cells: readonly CellNames[], targets: readonly number[]): number[] {
  return targets.length === 0
    ? []
    : neededCells(
        [noNames, ...cells],
        0,
        targets.map((at) => at + 1),
      )
        .slice(1)
        .map((at) => at - 1);
}

const noNames: CellNames = { declares: new Set(), uses: new Set(), changes: new Set() };

/** What the needed cells change of earlier ones must be as it was: those run again, too. */
function addChanged(cells: readonly CellNames[], exercise: number, needed: Set<number>): void {
  for (let before = -1; before !== needed.size; ) {
    before = needed.size;
    const changed = new Set([...needed].flatMap((index) => [...cells[index]!.changes]));
    for (let index = 0; index < exercise; index++) {
      const { declares, changes } = cells[index]!;
      if (meets(declares, changed) || meets(changes, changed)) needed.add(index);
    }
  }
}

function meets(names: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const name of names) if (others.has(name)) return true;
  return false;
}

function declaredBy(node: AnyNode): string[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return node.specifiers.map(({ local }) => local.name);
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return node.declaration ? declaredBy(node.declaration) : [];
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return node.id ? [node.id.name] : [];
    case 'VariableDeclaration':
      return node.declarations.flatMap(({ id }) => boundBy(id));
    default:
      return [];
  }
}

function boundBy(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) => boundBy(each.type === 'RestElement' ? each.argument : each.value));
    case 'ArrayPattern':
      return pattern.elements.flatMap((each) => (each ? boundBy(each) : []));
    case 'AssignmentPattern':
      return boundBy(pattern.left);
    case 'RestElement':
      return boundBy(pattern.argument);
    case 'MemberExpression':
      return [];
  }
}

/** The names whose values a node changes. */
function changedBy(node: AnyNode): string[] {
  switch (node.type) {
    case 'AssignmentExpression':
      return node.left.type === 'MemberExpression' ? rootOf(node.left) : boundBy(node.left);
    case 'UpdateExpression':
      return rootOf(node.argument);
    case 'UnaryExpression':
      return node.operator === 'delete' ? rootOf(node.argument) : [];
    case 'CallExpression': {
      const { callee, arguments: given } = node;
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return [];
      if (!changing.has(callee.property.name)) return [];
      const isAssign = callee.object.type === 'Identifier' && callee.object.name === 'Object';
      const target = isAssign ? given[0] : callee.object;
      return target ? rootOf(target) : [];
    }
    default:
      return [];
  }
}

/** The name that a chain of members begins with. */
function rootOf(node: AnyNode): string[] {
  if (node.type === 'Identifier') return [node.name];
  return node.type === 'MemberExpression' ? rootOf(node.object) : [];
}

/** Whether an identifier stands for a value, and is no member's or property's name. */
function isReference(node: AnyNode, parent: AnyNode | undefined): boolean {
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.computed || parent.object === node;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return parent.computed || parent.value === node;
    case 'ImportSpecifier':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return false;
    default:
      return true;
  }
}

function walk(node: AnyNode, visit: (node: AnyNode, parent: AnyNode | undefined) => void, parent?: AnyNode): void {
  visit(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, node);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
