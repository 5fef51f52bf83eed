import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { skip } from '../../skip.ts';

/** What is used of VS Code's own tokenizer, https://github.com/microsoft/vscode-textmate. */
interface Textmate {
  readonly Registry: new (options: {
    onigLib: Promise<unknown>;
    loadGrammar(scope: string): Promise<object | null>;
    getInjections(scope: string): string[];
  }) => { loadGrammar(scope: string): Promise<Grammar> };
  parseRawGrammar(content: string, path: string): object;
  readonly INITIAL: unknown;
}
interface Grammar {
  tokenizeLine(line: string, state: unknown): { tokens: readonly Token[]; ruleStack: unknown };
}
interface Token {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly scopes: readonly string[];
}
interface FoundToken {
  readonly text: string;
  readonly line: number;
  readonly scopes: string;
}
interface Oniguruma {
  loadWASM(wasm: ArrayBuffer): Promise<void>;
  createOnigScanner(patterns: string[]): unknown;
  createOnigString(text: string): unknown;
}
interface GrammarContribution {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

const lab = `// ---
// id: Text
// ---

// %% [markdown]
// # Part one
//
// with *words*, and one bracket too many)
// \`\`\`ts
// const fenced = 1;
// \`\`\`
// %% exercise="two"
const two = 3; // %% no marker
/*
// %% inside
*/
`;

/** With the tokenizer and the grammars of the VS Code that runs this. */
describe('the grammar of cells', () => {
  const modules = join(vscode.env.appRoot, 'node_modules');
  let tokens: Promise<FoundToken[]> | undefined;

  /** The scopes of the token that has this text and stands in this line, from 1. */
  const scopesIn = async (test: Mocha.Context) => {
    if (!existsSync(join(modules, 'vscode-textmate')))
      skip(test, `${vscode.env.appRoot} does not hold VS Code’s tokenizer as plain files`);
    tokens ??= tokensOf(lab, createRequire(join(modules, 'x.js')));
    const found = await tokens;
    return (text: string, line: number) =>
      found.find((token) => token.text === text && token.line === line)?.scopes ?? `no “${text}” in line ${line}`;
  };

  it('shows the front matter as keys and values', async function () {
    const scopesOf = await scopesIn(this);
    assert.match(scopesOf('---', 1), /front-matter/);
    assert.match(scopesOf('id', 2), /entity\.name\.tag\.yaml/);
    assert.match(scopesOf(' Text', 2), /string\.unquoted/);
  });

  it('shows markers with their metadata', async function () {
    const scopesOf = await scopesIn(this);
    assert.match(scopesOf('%%', 5), /keyword\.control\.cell/);
    assert.match(scopesOf('[markdown]', 5), /entity\.name\.type\.cell/);
    assert.match(scopesOf('exercise', 12), /entity\.other\.attribute-name/);
    assert.match(scopesOf('"two"', 12), /string\.quoted/);
  });

  it('shows Markdown in comments as Markdown, which ends with its cell', async function () {
    const scopesOf = await scopesIn(this);
    assert.match(scopesOf('Part one', 6), /meta\.embedded\.markdown.*entity\.name\.section/);
    assert.match(scopesOf('words', 8), /markup\.italic/);
    assert.match(scopesOf('const', 10), /meta\.embedded\.markdown.*storage\.type/);
    assert.match(scopesOf('const', 13), /^source\.ts (?!.*markdown).*storage\.type/);
  });

  it('sees no marker behind code or inside a comment', async function () {
    const scopesOf = await scopesIn(this);
    assert.match(scopesOf(' %% no marker', 13), /^source\.ts (?!.*cell).*comment/);
    assert.match(scopesOf('// %% inside', 15), /^source\.ts (?!.*cell).*comment/);
  });
});

async function oniguruma(load: NodeJS.Require): Promise<Oniguruma> {
  const library = load('vscode-oniguruma') as Oniguruma;
  const wasm = readFileSync(load.resolve('vscode-oniguruma/release/onig.wasm'));
  await library.loadWASM(new Uint8Array(wasm).buffer);
  return library;
}

async function tokensOf(text: string, load: NodeJS.Require): Promise<FoundToken[]> {
  const textmate = load('vscode-textmate') as Textmate;
  const library = await oniguruma(load);
  const grammars = vscode.extensions.all.flatMap(({ extensionPath, packageJSON }) =>
    ((packageJSON.contributes?.grammars ?? []) as GrammarContribution[]).map((grammar) => ({
      ...grammar,
      path: join(extensionPath, grammar.path),
    })),
  );
  const registry = new textmate.Registry({
    onigLib: Promise.resolve(library),
    loadGrammar: async (scope) => {
      const path = grammars.find(({ scopeName }) => scopeName === scope)?.path;
      return path ? textmate.parseRawGrammar(readFileSync(path, 'utf8'), path) : null;
    },
    getInjections: (scope) =>
      grammars.filter(({ injectTo }) => injectTo?.includes(scope)).map(({ scopeName }) => scopeName),
  });
  const grammar = await registry.loadGrammar('source.ts');
  const found: FoundToken[] = [];
  let state = textmate.INITIAL;
  for (const [index, line] of text.split('\n').entries()) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens)
      found.push({ text: line.slice(startIndex, endIndex), line: index + 1, scopes: scopes.join(' ') });
  }
  return found;
}
