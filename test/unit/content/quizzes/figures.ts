/** Works out where a question's number comes from: arithmetic over what a deck's model or a lab's own cells compute. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LabValues } from './labValues.ts';

type FileOf = (item: string) => string | undefined;
type Token = { readonly kind: 'number'; readonly value: number } | { readonly kind: 'mark'; readonly mark: string };

/** `ITEM#path.to.value`, a number, or a mark. A name may hold digits, an operator stands apart by itself. */
const lexeme = /\s*(?:([A-Za-z]\w*#[\w.]+)|(\d+(?:\.\d+)?)|(\*\*|[-+*/()]))/y;

/**
 * The value of an expression such as `C2_W2_Slides#coins.outside * 100` or `C2_W2_Lab_1#frozen * 200`.
 * @param fileOf absolute path of an item's file
 * @throws Error for what is no expression, an item that is not here, or a value that is no number
 */
export async function evaluate(expression: string, fileOf: FileOf, labs: LabValues): Promise<number> {
  const tokens = await tokensOf(expression, fileOf, labs);
  let at = 0;
  const take = (...marks: string[]): string | undefined => {
    const token = tokens[at];
    if (token?.kind !== 'mark' || !marks.includes(token.mark)) return undefined;
    at++;
    return token.mark;
  };
  const sum = (): number => {
    let value = product();
    for (let mark = take('+', '-'); mark; mark = take('+', '-'))
      value = mark === '+' ? value + product() : value - product();
    return value;
  };
  const product = (): number => {
    let value = power();
    for (let mark = take('*', '/'); mark; mark = take('*', '/'))
      value = mark === '*' ? value * power() : value / power();
    return value;
  };
  const power = (): number => {
    const base = factor();
    return take('**') ? base ** power() : base;
  };
  const factor = (): number => {
    if (take('-')) return -factor();
    if (take('(')) {
      const value = sum();
      if (!take(')')) throw new Error(`“${expression}” lacks a parenthesis.`);
      return value;
    }
    const token = tokens[at++];
    if (token?.kind !== 'number') throw new Error(`“${expression}” is no expression.`);
    return token.value;
  };
  const value = sum();
  if (at < tokens.length) throw new Error(`“${expression}” goes on behind its end.`);
  return value;
}

async function tokensOf(expression: string, fileOf: FileOf, labs: LabValues): Promise<Token[]> {
  const tokens: Token[] = [];
  lexeme.lastIndex = 0;
  while (expression.slice(lexeme.lastIndex).trim()) {
    const from = lexeme.lastIndex;
    const match = lexeme.exec(expression);
    if (!match) throw new Error(`“${expression}” cannot be read from “${expression.slice(from)}” on.`);
    const [, reference, number, mark = ''] = match;
    if (reference) tokens.push({ kind: 'number', value: await valueNamed(reference, fileOf, labs) });
    else tokens.push(number ? { kind: 'number', value: Number(number) } : { kind: 'mark', mark });
  }
  return tokens;
}

/** A value of a lab that has run, or of a deck's `figures/model.json`, which the deck's own test holds to its model. */
async function valueNamed(reference: string, fileOf: FileOf, labs: LabValues): Promise<number> {
  const [item = '', path = ''] = reference.split('#');
  const file = fileOf(item);
  if (!file) throw new Error(`${reference}: there is no ${item}.`);
  const value = file.endsWith('.lab.ts') ? await labs.valueOf(file, path) : await modelValue(file, path);
  if (typeof value !== 'number') throw new Error(`${reference} is no number.`);
  return value;
}

async function modelValue(deck: string, path: string): Promise<unknown> {
  let value: unknown = JSON.parse(await readFile(join(dirname(deck), 'figures/model.json'), 'utf8'));
  for (const key of path.split('.'))
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return value;
}

/** Whether a number as it is written, such as 20,665 or 3.8, stands for a value: rounded to as many digits as it has. */
export function stands(shown: string, value: number): boolean {
  const written = Number(shown.replaceAll(',', ''));
  const digits = shown.split('.')[1]?.length ?? 0;
  return Math.abs(written - value) <= 0.5 * 10 ** -digits + 1e-12;
}
