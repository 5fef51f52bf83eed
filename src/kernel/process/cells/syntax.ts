/** The syntax tree of a cell: walking it, the names that its patterns bind, and where it speaks of its top level. */
import type { AnyNode, Identifier, Pattern, Program } from 'acorn';

type Visit = (node: AnyNode, parent: AnyNode | undefined, inFunction: boolean) => void;

/** @param visit is told whether a node lies in a function or static block, whose `var`s are not the cell's */
export function walk(node: AnyNode, visit: Visit, parent?: AnyNode, inFunction = false): void {
  visit(node, parent, inFunction);
  const inner = inFunction || /Function|StaticBlock/.test(node.type);
  for (const child of childrenOf(node)) walk(child, visit, node, inner);
}

/** The names that a pattern binds. */
export function namesOf(pattern: Pattern): string[] {
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

/** An identifier that stands for a variable of the top level, or of no cell at all. */
export interface Reference {
  readonly node: Identifier;
  /** What it stands in, the innermost first. */
  readonly around: readonly AnyNode[];
}

/**
 * Finds where a cell speaks of its own top level or of globals; not the names of top-level functions, classes and
 * imports, where these are declared.
 * @param wanted which names matter: whether others are bound further inside is not looked at
 */
export function outerReferences(program: Program, wanted: (name: string) => boolean): Reference[] {
  const found: Reference[] = [];
  const scopes = new Map<AnyNode, ReadonlySet<string>>();
  const path: AnyNode[] = [];
  const isBound = (name: string) =>
    path.some((node, depth) => {
      let names = scopes.get(node);
      if (!names) {
        names = new Set(boundBy(node, path[depth - 1]));
        scopes.set(node, names);
      }
      return names.has(name);
    });
  const visit = (node: AnyNode) => {
    if (node.type === 'Identifier') {
      if (wanted(node.name) && !isBound(node.name)) found.push({ node, around: path.toReversed() });
      return;
    }
    const isSwitch = node.type === 'SwitchStatement';
    // What it looks at lies outside of what its cases declare.
    if (isSwitch) visit(node.discriminant);
    path.push(node);
    for (const child of isSwitch ? node.cases : childrenOf(node)) if (!isLabel(child, node)) visit(child);
    path.pop();
  };
  for (const node of program.body) if (!isHelper(node)) visit(node);
  return found;
}

/** Whether a reference is given a value there; its declaration is another thing. */
export function isAssigned({ node, around }: Reference): boolean {
  let child: AnyNode = node;
  for (const parent of around) {
    switch (parent.type) {
      case 'UpdateExpression':
        return true;
      case 'AssignmentExpression':
      case 'ForInStatement':
      case 'ForOfStatement':
        return parent.left === child;
      case 'AssignmentPattern':
        if (parent.left !== child) return false;
        break;
      case 'Property':
        if (parent.value !== child) return false;
        break;
      case 'ObjectPattern':
      case 'ArrayPattern':
      case 'RestElement':
        break;
      default:
        return false;
    }
    child = parent;
  }
  return false;
}

/** Whether a child is a name that stands for no variable: of a property, a label, an import or an export. */
function isLabel(child: AnyNode, parent: AnyNode): boolean {
  switch (parent.type) {
    case 'MemberExpression':
      return child === parent.property && !parent.computed;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return child === parent.key && !parent.computed;
    case 'LabeledStatement':
      return child === parent.label;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ClassDeclaration':
    case 'ClassExpression':
      return child === parent.id;
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      return true;
    case 'ExportNamedDeclaration':
      return child !== parent.declaration;
    default:
      return false;
  }
}

/** What the TypeScript compiler puts above its code, which means JavaScript's own names whatever the cell declares. */
function isHelper(node: AnyNode): boolean {
  if (node.type !== 'VariableDeclaration') return false;
  const [first] = node.declarations;
  return first?.id.type === 'Identifier' && first.id.name.startsWith('__') && first.init?.type === 'LogicalExpression';
}

/** The names that a node binds for what lies in it. */
function boundBy(node: AnyNode, parent: AnyNode | undefined): string[] {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'ArrowFunctionExpression':
      return node.params.flatMap(namesOf);
    case 'FunctionExpression':
      return [...node.params.flatMap(namesOf), ...(node.id ? [node.id.name] : [])];
    case 'ClassDeclaration':
    case 'ClassExpression':
      return node.id ? [node.id.name] : [];
    case 'BlockStatement':
      return [...node.body.flatMap(lexicalNames), ...(parent && /Function/.test(parent.type) ? varNames(node) : [])];
    case 'StaticBlock':
      return [...node.body.flatMap(lexicalNames), ...varNames(node)];
    case 'SwitchStatement':
      return node.cases.flatMap(({ consequent }) => consequent.flatMap(lexicalNames));
    case 'ForStatement':
      return node.init ? lexicalNames(node.init) : [];
    case 'ForInStatement':
    case 'ForOfStatement':
      return lexicalNames(node.left);
    case 'CatchClause':
      return node.param ? namesOf(node.param) : [];
    default:
      return [];
  }
}

function lexicalNames(node: AnyNode): string[] {
  if (node.type === 'VariableDeclaration') {
    return node.kind === 'var' ? [] : node.declarations.flatMap(({ id }) => namesOf(id));
  }
  const declares = node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration';
  return declares && node.id ? [node.id.name] : [];
}

function varNames(body: AnyNode): string[] {
  const names: string[] = [];
  const visit = (node: AnyNode) => {
    if (node.type === 'VariableDeclaration' && node.kind === 'var') {
      names.push(...node.declarations.flatMap(({ id }) => namesOf(id)));
    }
    for (const child of childrenOf(node)) if (!/Function|Class|StaticBlock/.test(child.type)) visit(child);
  };
  visit(body);
  return names;
}

/** Every node is asked twice a cell: kept plain, so as to be fast. */
function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = [];
  for (const value of Object.values(node)) {
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) {
      if (isNode(value)) children.push(value);
    } else {
      for (const each of value) if (isNode(each)) children.push(each);
    }
  }
  return children;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
