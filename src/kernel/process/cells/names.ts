/**
 * The names of a lab's top level, which are the lab's own as those of a module are: whatever a cell declares, the
 * kernel, the library and all packages go on seeing the globals of that name, or that there is none.
 *
 * A `let` of V8's REPL mode is seen by all code of its realm. So a name that is also a global's is declared by an
 * alias, and wherever cells use that name they use the alias; `rewrite.ts` does it, this class says which. An alias is
 * as long as its name, with a first letter of full width: `ｐrocess`. So no column moves, and V8 finds the variable as
 * fast as any. On the way out (stacks, messages, the list of variables) aliases become names again.
 *
 * The other way would be a realm of the lab's own (`vm.createContext`, whose globals cells could hide as they like). It
 * was tried: what packages return is then of foreign classes, `readdirSync('.') instanceof Array` is false, no error of
 * Node's is an `Error`, and `undefined` still cannot be declared.
 *
 * What this does not reach: an alias can be seen in the message that V8 gives to a promise's `catch`, and in the text
 * of a function. Text for a direct `eval` means the globals. So do functions of cells that ran before a name of Node's
 * was declared; a name that is no global when a cell uses it is followed to its later declaration.
 */
import { types } from 'node:util';
import { runInThisContext } from 'node:vm';
import { globalNames } from './globalNames.ts';

/** The one name that the kernel adds to a cell's world; as long as `import`, in whose place it stands. */
export const cellGlobal = '__cell';

/** Whether an identifier may be an alias at all. */
const mayBeAlias = /[\uff21-\uff5a\uff70\uff84]/;
const identifier = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

/** How far letters of full width lie from those of ASCII; for the two that have none that may begin a name, others. */
const toFullWidth = 0xfee0;
const odd: Readonly<Record<string, string>> = { $: '\uff84', _: '\uff70' };

/** How the message ends of what reading such a name throws. */
const notDefined = ' is not defined';

export interface Alias {
  /** May be the name itself. */
  readonly identifier: string;
  /** What stands for a constant where it is given a value: to assign to it throws. */
  readonly assigned?: string;
  /** No cell has declared its name yet. */
  readonly standsIn: boolean;
}

/** What a cell has of names of its top level and of globals. */
export interface CellNames {
  readonly code: string;
  /** Those of its top-level declarations. */
  readonly declared: ReadonlySet<string>;
  /** Those of them that cannot be given other values. */
  readonly constants: ReadonlySet<string>;
  /** All that it speaks of, but for declarations. */
  readonly used: ReadonlySet<string>;
  /** Those that it gives values to. */
  readonly assigned: ReadonlySet<string>;
}

export class LearnerNames {
  /** By name. */
  readonly #aliases = new Map<string, string>();
  /** By alias. */
  readonly #names = new Map<string, string>();
  /** Those that cells have declared, be it in vain. */
  readonly #declared = new Set<string>();
  /** Of these, those that are declared as they are. */
  readonly #plain = new Set<string>();
  /** Those that were last declared by `const` or an import. */
  readonly #constants = new Set<string>();
  /** Identifiers that stand for constants where they are given values, by name. */
  readonly #assigned = new Map<string, string>();
  /** Those whose declaration has come to its value. */
  readonly #owned = new Set<string>();
  /** Identifiers of cells that look like aliases. */
  readonly #foreign = new Set<string>();
  #probing = false;

  /** Whether a name could have to be replaced, wherever it occurs. */
  matters(name: string): boolean {
    return this.#aliases.has(name) || this.#constants.has(name) || this.#isTaken(name);
  }

  /** What a cell that is about to run calls its names by. */
  forCell({ code, declared, constants, used, assigned }: CellNames): Map<string, Alias> {
    if (mayBeAlias.test(code)) {
      for (const found of code.match(identifier) ?? []) if (mayBeAlias.test(found)) this.#foreign.add(found);
    }
    const aliases = new Map<string, Alias>();
    for (const name of new Set([...declared, ...used])) {
      const alias = declared.has(name) ? this.#declare(name) : this.#use(name);
      if (alias) aliases.set(name, alias);
    }
    for (const name of declared) {
      this.#declared.add(name);
      if (constants.has(name)) this.#constants.add(name);
      else this.#constants.delete(name);
    }
    for (const name of assigned) {
      const instead = this.#constants.has(name) ? this.#assignable(name) : undefined;
      if (instead !== undefined) {
        aliases.set(name, { identifier: name, standsIn: false, ...aliases.get(name), assigned: instead });
      }
    }
    return aliases;
  }

  /** Whether a cell has declared it, be it in vain. */
  isDeclared(name: string): boolean {
    return this.#declared.has(name);
  }

  /** The identifier that V8 knows a variable by. */
  identifierOf(name: string): string {
    const alias = this.#aliases.get(name);
    return alias !== undefined && this.#isOwned(name, alias) ? alias : name;
  }

  /** A text for people: aliases in it become names. */
  plain(text: string): string {
    if (this.#names.size === 0 || !mayBeAlias.test(text)) return text;
    return text.replace(identifier, (found) => this.#names.get(found) ?? found);
  }

  get hasAliases(): boolean {
    return this.#names.size > 0;
  }

  /** What a cell has caught: V8 may have named an alias in its message. */
  readonly told = (caught: unknown): void => {
    if (!types.isNativeError(caught)) return;
    const message = Object.getOwnPropertyDescriptor(caught, 'message');
    if (typeof message?.value !== 'string' || !message.writable) return;
    const plain = this.plain(message.value);
    if (plain !== message.value) caught.message = plain;
  };

  /** `typeof` an alias that may stand for nothing. */
  readonly ifAny = (read: () => unknown): unknown => {
    try {
      return read();
    } catch (error) {
      // V8 says so, too, of a name whose declaration in an earlier cell has failed.
      if (error instanceof ReferenceError && error.message.endsWith(notDefined)) return undefined;
      throw error;
    }
  };

  #declare(name: string): Alias | undefined {
    const isPlain = !this.#aliases.has(name) && (this.#plain.has(name) || !this.#isTaken(name));
    const identifier = isPlain ? undefined : this.#aliasOf(name);
    if (identifier === undefined) this.#plain.add(name);
    return identifier === undefined ? undefined : { identifier, standsIn: false };
  }

  /** A cell uses a name that it does not declare. */
  #use(name: string): Alias | undefined {
    if (this.#plain.has(name)) return undefined;
    const known = this.#aliases.get(name);
    if (known !== undefined && this.#isOwned(name, known)) return { identifier: known, standsIn: false };
    if (name in globalThis || !this.#isTaken(name)) return undefined;
    const identifier = this.#aliasOf(name);
    if (identifier === undefined) return undefined;
    this.#standIn(name, identifier);
    return { identifier, standsIn: true };
  }

  #isTaken(name: string): boolean {
    return globalNames.has(name) || name in globalThis || this.#names.has(name);
  }

  #aliasOf(name: string): string | undefined {
    const known = this.#aliases.get(name);
    if (known !== undefined) return known;
    const alias = this.#likeness(name);
    if (alias !== undefined) this.#aliases.set(name, alias);
    return alias;
  }

  /** A new identifier of the same length, which people are told as the name. */
  #likeness(name: string): string | undefined {
    let alias = name;
    do {
      const longer = alias.replace(/[A-Za-z]/, (letter) => String.fromCharCode(letter.charCodeAt(0) + toFullWidth));
      const other = longer === alias ? alias.replace(/[$_]/, (letter) => odd[letter]!) : longer;
      // No letter is left: such a name stays what it is.
      if (other === alias) return undefined;
      alias = other;
    } while (this.#names.has(alias) || this.#foreign.has(alias));
    this.#names.set(alias, name);
    return alias;
  }

  /**
   * V8 cannot be told that a variable is constant: it would then take no other kind of declaration of the name any more.
   * So what gives it a value does so by an accessor, which is as long as the name.
   */
  #assignable(name: string): string | undefined {
    const known = this.#assigned.get(name);
    if (known !== undefined) return known;
    const instead = this.#likeness(name);
    if (instead === undefined) return undefined;
    this.#assigned.set(name, instead);
    const through = (code: string) => runInThisContext(`(value) => ${code}`) as (value?: unknown) => unknown;
    Object.defineProperty(globalThis, instead, {
      configurable: true,
      get: () => through(this.identifierOf(name))(),
      set: (value: unknown) => {
        if (this.#constants.has(name)) throw new TypeError('Assignment to constant variable.');
        // A later cell has declared it as something else.
        through(`{ ${this.identifierOf(name)} = value }`)(value);
      },
    });
    return instead;
  }

  /** Whether the declaration has come to its value: one that threw leaves the name to the global. */
  #isOwned(name: string, alias: string): boolean {
    if (this.#owned.has(name)) return true;
    this.#probing = true;
    try {
      runInThisContext(alias);
      this.#owned.add(name);
      return true;
    } catch {
      return false;
    } finally {
      this.#probing = false;
    }
  }

  /**
   * Has an alias mean what its name means, until a cell declares it. A function may use a name that a later cell
   * declares, or that somebody makes a global.
   */
  #standIn(name: string, alias: string): void {
    const assertGlobal = () => {
      if (this.#probing || !(name in globalThis)) throw new ReferenceError(name + notDefined);
    };
    Object.defineProperty(globalThis, alias, {
      configurable: true,
      get: () => {
        assertGlobal();
        return Reflect.get(globalThis, name) as unknown;
      },
      set: (value: unknown) => {
        assertGlobal();
        Reflect.set(globalThis, name, value);
      },
    });
  }
}
