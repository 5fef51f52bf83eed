// Comments below the films of a bakery: about half of them are spam. Kinds of comments are planted, and known.
import { shuffled, uniform } from './chance.ts';
import { kinds, lists } from './commentWords.ts';
import { DatasetsError } from './errors.ts';

export interface BakeryComment {
  readonly text: string;
  /** 1 is spam. */
  readonly label: 0 | 1;
  /**
   * What was planted: `link`, `bait`, `gift`, `follow` and `own` are spam; `praise`, `recipe`, `views`, `story` and `trap`,
   * which sounds like spam, are not; `plain` is either.
   */
  readonly kind: string;
}

export interface BakeryCommentsOptions {
  /** A whole number from 0 on. */
  readonly seed: number;
  /** How many are spam, and how many are not: 1,005 and 951 by default. */
  readonly spam?: number;
  readonly ham?: number;
}

/**
 * Comments in a random order. Of the spam, one in five leads to a page of the writer's own and sells nothing (`own`): the
 * kind about which people disagree.
 * @throws {DatasetsError}
 */
export function bakeryComments({ seed, spam = 1005, ham = 951 }: BakeryCommentsOptions): BakeryComment[] {
  for (const [name, value] of Object.entries({ seed, spam, ham })) {
    if (!(Number.isSafeInteger(value) && value >= 0))
      throw new DatasetsError('bad-argument', `“${name}” must be a whole number from 0 on, not ${value}.`);
  }
  const next = uniform(seed);
  const made = [
    ...Array.from({ length: spam }, () => comment(1, next)),
    ...Array.from({ length: ham }, () => comment(0, next)),
  ];
  return shuffled(made.length, next).map((place) => made[place]!);
}

function comment(label: 0 | 1, next: () => number): BakeryComment {
  let at = next();
  const chosen = kinds[label].find(({ share }) => {
    at -= share;
    return at < 0;
  });
  const { kind, forms } = chosen ?? kinds[label].at(-1)!;
  return { text: dressed(filled(pick(forms, next), next), next), label, kind };
}

const pick = <T>(list: readonly T[], next: () => number): T => list[Math.floor(next() * list.length)]!;

/** Puts a word of its list in place of each `{list}`, until none is left. */
function filled(form: string, next: () => number): string {
  const slot = /\{(\w+)\}/.exec(form);
  if (!slot) return form;
  return filled(form.replace(slot[0], pick(lists[slot[1]!]!, next)), next);
}

/** People shout, doubt, and add a word at the end. */
function dressed(text: string, next: () => number): string {
  const [how, end] = [next(), next()];
  const ended = end < 0.2 ? `${text}!!` : end < 0.3 ? `${text} ${filled('{closers}', next)}` : text;
  return how < 0.07 ? ended.toUpperCase() : how < 0.5 ? ended[0]!.toUpperCase() + ended.slice(1) : ended;
}
