/**
 * What a lab claims: `claim="surprise > 0.2" seed="42"` on the marker line of the cell that exports
 * `surprise = (seed: number) => …`. The function gives the size of the effect, with its sign; the claim holds for the
 * lab's own seed and for any other. Several claims are parted by semicolons.
 */
import type { CodeCell } from './labCells.ts';

export interface Claim {
  readonly text: string;
  /** The function's. */
  readonly name: string;
  readonly seed: number;
  holds(value: number): boolean;
}

export interface ClaimResult {
  readonly claim: string;
  readonly seed: number;
  /** Absent where the function throws. */
  readonly value?: number;
  readonly problem?: string;
}

const form = /^([A-Za-z_$][\w$]*)\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?(?:e-?\d+)?)$/;

const relations: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};

/** How many seeds a claim must hold for, beside the lab's own. */
const otherSeeds = [11, 23, 37, 59, 71, 97];
const seeds = 5;

/** @returns the claims of all cells, and what is wrong with those that cannot be read */
export function claimsOf(code: readonly CodeCell[]): { claims: Claim[]; problems: string[] } {
  const claims: Claim[] = [];
  const problems: string[] = [];
  for (const { cell } of code) {
    const { claim, seed = '' } = cell.metadata;
    if (claim === undefined) continue;
    if (!/^-?\d+$/.test(seed)) problems.push(`claim="${claim}" needs seed="…", the lab's own, a whole number`);
    for (const text of claim.split(';').map((each) => each.trim())) {
      const [, name, relation, bound] = form.exec(text) ?? [];
      const compare = relations[relation ?? ''];
      if (!name || !compare) problems.push(`the claim “${text}” is not of the form “surprise > 0.2”`);
      else claims.push({ text, name, seed: Number(seed), holds: (value) => compare(value, Number(bound)) });
    }
  }
  return { claims, problems };
}

/** Five seeds that are not the lab's own. */
export function seedsBeside(own: number): number[] {
  return otherSeeds.filter((seed) => seed !== own).slice(0, seeds);
}

/** @param ask gives the value of an expression where the lab has run */
export async function tryClaim(
  claim: Claim,
  seed: number,
  ask: (expression: string) => Promise<unknown>,
): Promise<ClaimResult> {
  const { text, name } = claim;
  try {
    const value = await ask(`${name}(${seed})`);
    if (typeof value !== 'number') return { claim: text, seed, problem: `${name}(${seed}) gives no number` };
    const problem = claim.holds(value) ? undefined : `“${text}” does not hold for seed ${seed}: it is ${value}`;
    return { claim: text, seed, value, ...(problem === undefined ? {} : { problem }) };
  } catch (error) {
    return {
      claim: text,
      seed,
      problem: `${name}(${seed}): ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
