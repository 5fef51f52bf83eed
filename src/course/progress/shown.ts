/** Whether somebody has shown what an objective asks for. */
import { type Fact, wentWell } from './facts.ts';

/** `C1_W1_Lab_1#statuses`, the evidence of an objective, in its parts. */
export function evidenceParts(evidence: string): { readonly item: string; readonly name: string } {
  const at = evidence.indexOf('#');
  return at < 0 ? { item: evidence, name: '' } : { item: evidence.slice(0, at), name: evidence.slice(at + 1) };
}

/**
 * A check of this name, or of its exercise, has passed, or the question was answered rightly, if only once. A page that was read shows
 * nothing of what one can do.
 * @param facts about the item that the evidence names
 */
export function isShown(name: string, facts: readonly Fact[]): boolean {
  const checks = facts.filter((fact) => fact.kind === 'check' && isOf(name, fact.check));
  if (checks.length > 0) return checks.every(wentWell);
  return facts.some((fact) => fact.kind === 'answer' && fact.question === name && wentWell(fact));
}

/** An exercise with several checks names them `exercise.part`. */
const isOf = (name: string, check: string) => check === name || check.startsWith(`${name}.`);
