/** What a command is: one table of options from which its arguments are read and its help is written. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { messageOf, UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { helpText } from './help.ts';

export type Option = { readonly about: string } & (
  | { readonly type: 'boolean'; readonly default: false }
  /** `value`: what stands for it in the help, e.g. `<dir>`. */
  | { readonly type: 'string'; readonly value: string; readonly default?: string }
);

export type Options = Readonly<Record<string, Option>>;

export interface Command {
  readonly name: string;
  /** What follows the name, e.g. `<id|file>`; empty when nothing does. */
  readonly argument: string;
  readonly about: string;
  readonly options: Options;
  /**
   * @param root folder of the package
   * @returns whether all passed
   * @throws UserError for bad usage and input
   */
  run(args: readonly string[], root: string): Promise<boolean>;
}

type Parsed<O extends NonNullable<ParseArgsConfig['options']>> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>
>;

export interface Input<O extends Options> {
  readonly values: Parsed<O>['values'];
  readonly positionals: readonly string[];
  readonly root: string;
}

export function command<const O extends Options>(
  about: Pick<Command, 'name' | 'argument' | 'about'>,
  options: O,
  run: (input: Input<O>) => Promise<boolean>,
): Command {
  const self: Command = {
    ...about,
    options,
    async run(args, root) {
      if (args.some((arg) => arg === '--help' || arg === '-h')) {
        console.log(helpText([self]));
        return true;
      }
      return run({ ...parse([...args], options), root });
    },
  };
  return self;
}

function parse<O extends Options>(args: string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UserError('usage', messageOf(error).split('\n')[0] ?? '', { cause: error });
  }
}

/** The one argument that a command takes. */
export function only(positionals: readonly string[], message: string): string {
  const [first, ...more] = positionals;
  if (first === undefined || more.length) throw new UserError('usage', message);
  return first;
}

export function none(positionals: readonly string[]): void {
  if (positionals.length) throw new UserError('usage', t('this takes no argument: {0}', positionals.join(' ')));
}

/** A positive number, or a whole one, of an option; `undefined` where it is not given. */
export function positive(name: string, text: string | undefined, whole = false): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (value > 0 && Number.isFinite(value) && (!whole || Number.isInteger(value))) return value;
  const wanted = whole ? t('a whole number, 1 or more') : t('a number above 0');
  throw new UserError('usage', t('{0} must be {1}, not “{2}”.', `--${name}`, wanted, text));
}
