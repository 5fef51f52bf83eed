/**
 * Wrong answers that need no author: the solution's functions made blind to what they are given. A check that such an
 * answer passes tries too little.
 *
 * - *constant*: every function that the solution declares answers each call as it answered its first. This is a
 *   hard-coded constant, of the value that the page itself shows.
 * - *inputs ignored*: the solution, but one parameter keeps the value of the first call; so once for each parameter. A
 *   parameter that no check varies is told of; where no check varies any, they try too little.
 */
import type { AnyNode } from 'acorn';
import MagicString from 'magic-string';
import { toJavaScript } from '../../mlops/typescript/strip.ts';
import { loadTypeScript } from './dataFlow.ts';

export interface BlindAnswers {
  readonly constant: string;
  /** By function and parameter, e.g. `admit(graph)`. */
  readonly ignored: readonly { readonly input: string; readonly code: string }[];
}

interface DeclaredFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Replaces the function's expression, or its whole declaration. */
  wrap(text: MagicString, before: string, after: string): void;
}

const constant = [
  '((blind) => { let first; return (...given) => { first ??= { value: blind(...given) }; return first.value; }; })(',
  ')',
] as const;

const ignoring = (at: number) =>
  [
    `((blind) => { let first; return (...given) => { first ??= { value: given[${at}] }; ` +
      `return blind(...given.map((each, index) => (index === ${at} ? first.value : each))); }; })(`,
    ')',
  ] as const;

/** @param solution the solution's region @returns in words why there is none */
export function blindAnswers(solution: string): BlindAnswers | string {
  const { code, program } = toJavaScript(solution, loadTypeScript);
  const functions = program.body.flatMap((node) => functionsIn(node, code));
  if (functions.length === 0) return 'the answer is a value, and no function';
  if (functions.every(({ parameters }) => parameters.length === 0)) return 'its function has no parameters';
  const written = (change: (text: MagicString) => void) => {
    const text = new MagicString(code);
    change(text);
    return text.toString();
  };
  return {
    constant: written((text) => {
      for (const each of functions) each.wrap(text, ...constant);
    }),
    ignored: functions.flatMap((each) =>
      each.parameters.map((parameter, at) => ({
        input: `${each.name}(${parameter})`,
        code: written((text) => each.wrap(text, ...ignoring(at))),
      })),
    ),
  };
}

function functionsIn(node: AnyNode, code: string): DeclaredFunction[] {
  if (node.type === 'ExportNamedDeclaration') return node.declaration ? functionsIn(node.declaration, code) : [];
  if (node.type === 'FunctionDeclaration' && node.id) {
    const { start, end, params, id } = node;
    return [
      {
        name: id.name,
        parameters: params.map((each) => code.slice(each.start, each.end)),
        wrap: (text, before, after) =>
          text.appendLeft(start, `const ${id.name} = ${before}`).appendRight(end, `${after};`),
      },
    ];
  }
  if (node.type !== 'VariableDeclaration') return [];
  return node.declarations.flatMap(({ id, init }): DeclaredFunction[] => {
    if (id.type !== 'Identifier' || !init) return [];
    if (init.type !== 'ArrowFunctionExpression' && init.type !== 'FunctionExpression') return [];
    return [
      {
        name: id.name,
        parameters: init.params.map((each) => code.slice(each.start, each.end).trim()),
        wrap: (text, before, after) => text.appendLeft(init.start, before).appendRight(init.end, after),
      },
    ];
  });
}
