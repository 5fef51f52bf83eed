/** Puts aliases in the place of names, such that no code can tell: properties, `typeof` and `.name` stay as written. */
import type { AnyNode } from 'acorn';
import type MagicString from 'magic-string';
import { type Alias, cellGlobal } from './names.ts';
import { isAssigned, type Reference } from './syntax.ts';

/** @returns whether a column has moved */
export function rename(
  text: MagicString,
  references: readonly Reference[],
  aliases: ReadonlyMap<string, Alias>,
): boolean {
  let isMoved = false;
  for (const reference of references) {
    const { node, around } = reference;
    const { start, end, name } = node;
    const [parent, grandparent] = around;
    const alias = aliases.get(name);
    const identifier = (isAssigned(reference) && alias?.assigned) || alias?.identifier;
    if (!alias || identifier === undefined || identifier === name) continue;
    // One that is written with escapes is longer than its alias.
    let put = identifier.padEnd(end - start);
    if (isShorthand(parent) || (parent?.type === 'AssignmentPattern' && isShorthand(grandparent, parent))) {
      // Written out, this one would be no property, but the prototype.
      put = `${name === '__proto__' ? '["__proto__"]' : name}: ${put}`;
      isMoved = true;
    } else if (alias.standsIn && parent?.type === 'UnaryExpression' && parent.operator === 'typeof') {
      put = `${cellGlobal}.ifAny(() => ${put})`;
      isMoved = true;
    }
    text.overwrite(start, end, put);
    const named = namedBy(node, parent);
    if (named) {
      // A function without a name gets that of the variable; here, of a property.
      text.prependRight(named.start, `({[${JSON.stringify(name)}]: `);
      text.appendLeft(named.end, `})[${JSON.stringify(name)}]`);
      isMoved = true;
    }
  }
  return isMoved;
}

function isShorthand(node: AnyNode | undefined, value?: AnyNode): boolean {
  return node?.type === 'Property' && node.shorthand && (value === undefined || node.value === value);
}

/** The function or class without a name that is given to a variable as such. */
function namedBy(variable: AnyNode, parent: AnyNode | undefined): AnyNode | undefined {
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.id === variable && isAnonymous(parent.init) ? parent.init : undefined;
    case 'AssignmentPattern':
      return parent.left === variable && isAnonymous(parent.right) ? parent.right : undefined;
    case 'AssignmentExpression':
      return parent.left === variable && /^(?:\?\?|&&|\|\|)?=$/.test(parent.operator) && isAnonymous(parent.right)
        ? parent.right
        : undefined;
    default:
      return undefined;
  }
}

function isAnonymous(node: AnyNode | null | undefined): node is AnyNode {
  if (node?.type === 'ArrowFunctionExpression') return true;
  return (node?.type === 'FunctionExpression' || node?.type === 'ClassExpression') && !node.id;
}
