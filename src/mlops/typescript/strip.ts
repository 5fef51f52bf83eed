/** From a cell's TypeScript to JavaScript: in place where Node can, through the TypeScript compiler where not. */
import { stripTypeScriptTypes } from 'node:module';
import { Script } from 'node:vm';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { Parser, type Program } from 'acorn';

export type TypeScript = typeof import('./typescript.ts');

/**
 * A whole module, or a part of one, whose other cells declare what it may use and export. In a `.cts` file TypeScript's
 * `import` and `export` mean CommonJS.
 */
export type Text = 'module' | 'cell' | 'commonjs';

/** One-based line and column in a cell's source. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface JavaScript {
  readonly code: string;
  readonly program: Program;
  /** Whether the cell's last statement is an expression, whose value a notebook shows. */
  readonly showsValue: boolean;
  /** From a position in `code` to one in the cell; absent when both are the same. */
  readonly original?: (generated: Position) => Position | undefined;
  /** The same as a source map, in JSON. */
  readonly sourceMap?: string;
}

/** The cell is no TypeScript. */
export class CellSyntaxError extends SyntaxError {
  readonly position: Position | undefined;

  constructor(message: string, position: Position | undefined) {
    super(message);
    this.name = 'SyntaxError';
    this.position = position;
  }
}

/** It came with Node 24. */
const hasUsing = understands('{ using x = null }');

/**
 * Turns a cell into JavaScript. Types are blanked out in place, which keeps every line and column. What has more to
 * it than types (enums, namespaces, parameter properties) or is ahead of V8 (decorators) is compiled.
 * @throws CellSyntaxError
 */
export function toJavaScript(source: string, loadTypeScript: () => TypeScript, text: Text = 'module'): JavaScript {
  const inPlace = plain(source, text) ?? strip(source, text);
  if (inPlace && !mustBeLowered(inPlace)) return inPlace;
  const compiled = compile(source, loadTypeScript(), text);
  // Lowered, all of a cell with `using` stands in a `try`, whose value is that of its last statement.
  return inPlace ? { ...compiled, showsValue: inPlace.showsValue } : compiled;
}

/**
 * A cell that is JavaScript as it stands. Node needs 40 ms to load what strips types, which a kernel's first cell,
 * mostly imports, should not have to wait for. `f<T>(x)` parses as two comparisons and is not taken.
 */
function plain(source: string, text: Text): JavaScript | undefined {
  if (/<(?![=<])/.test(source) && /(?<!=)>(?!=)/.test(source)) return undefined;
  try {
    return parsed(source, text);
  } catch {
    return undefined;
  }
}

function strip(source: string, text: Text): JavaScript | undefined {
  try {
    return parsed(stripTypeScriptTypes(source, { mode: 'strip' }), text);
  } catch {
    // Not in place, then. If the cell is plainly wrong, the compiler has the better message.
    return undefined;
  }
}

function parsed(code: string, text: Text): JavaScript {
  const program = parseModule(code, text);
  return { code, program, showsValue: program.body.at(-1)?.type === 'ExpressionStatement' };
}

function compile(source: string, ts: TypeScript, text: Text): JavaScript {
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(source, {
    fileName: 'cell.ts',
    reportDiagnostics: true,
    compilerOptions: {
      // The one leaves imports as they are, and makes `require` of `import x = require(…)`.
      module: text === 'commonjs' ? ts.ModuleKind.CommonJS : ts.ModuleKind.Preserve,
      target: ts.ScriptTarget.ES2022,
      // An import that only a later cell uses must stay.
      verbatimModuleSyntax: true,
      sourceMap: true,
    },
  });
  const [first] = diagnostics ?? [];
  if (first) {
    const position = first.start === undefined ? undefined : positionAt(source, first.start);
    throw new CellSyntaxError(ts.flattenDiagnosticMessageText(first.messageText, '\n'), position);
  }
  const exported = text === 'commonjs' ? null : /^[^\S\n]*export\s*=(?!=)/m.exec(source);
  if (exported && /^module\.exports = /m.test(outputText)) {
    const message = 'An ES module has no `export =`: that is for CommonJS. Write `export default`.';
    throw new CellSyntaxError(message, positionAt(source, exported.index + exported[0].indexOf('export')));
  }
  const sourceMap = sourceMapText ?? '';
  const map = new TraceMap(sourceMap);
  const original = ({ line, column }: Position): Position | undefined => {
    const found = originalPositionFor(map, { line, column: column - 1 });
    return found.line === null ? undefined : { line: found.line, column: found.column + 1 };
  };
  const code = outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
  try {
    return { ...parsed(code, text), original, sourceMap };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CellSyntaxError(withoutPosition(error.message), original(positionOf(error)));
  }
}

/** Where JavaScript is no module; nothing where it is one. */
export function syntaxErrorIn(code: string): Position | undefined {
  try {
    parseModule(code);
    return undefined;
  } catch (error) {
    return positionOf(error as SyntaxError);
  }
}

function parseModule(code: string, text: Text = 'module'): Program {
  if (text === 'commonjs') {
    return Parser.parse(code, { ecmaVersion: 'latest', sourceType: 'commonjs', locations: true });
  }
  const parser = text === 'cell' ? (PartParser as unknown as typeof Parser) : Parser;
  return parser.parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
}

/** Takes exports of names that the code does not declare: another cell may. */
class PartParser extends (Parser as unknown as new (...args: readonly never[]) => object) {
  checkLocalExport(): void {
    // Whoever runs the cell knows its lab's names.
  }
}

/** The REPL's scripts take a top-level `using`, which is for modules, only as TypeScript lowers it. */
function mustBeLowered({ code, program }: JavaScript): boolean {
  if (!hasUsing && /\busing\b/.test(code)) return true;
  return program.body.some((node) => node.type === 'VariableDeclaration' && node.kind.endsWith('using'));
}

function understands(code: string): boolean {
  try {
    new Script(code);
    return true;
  } catch {
    return false;
  }
}

function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** acorn's errors carry `loc`, and say it again at the end of the message. */
function positionOf(error: SyntaxError & { loc?: { line: number; column: number } }): Position {
  return { line: error.loc?.line ?? 1, column: (error.loc?.column ?? 0) + 1 };
}

function withoutPosition(message: string): string {
  return message.replace(/ \(\d+:\d+\)$/, '');
}
