/** Whether somebody has shown what an objective asks for. */
import type { Fact } from './facts.ts';

/** `C1_W1_Lab_1#statuses`, the evidence of an objective, in its parts. */
export function evidenceParts(evidence: string): { readonly item: string; readonly name: string } {
  const at = evidence.indexOf('#');
  return at < 0 ? { item: evidence, name: '' } : { item: evidence.slice(0, at), name: evidence.slice(at + 1) };
}

/**
 * A check of this name, or of its exercise, was passed, or the question answered rightly. A page that was read shows
 * nothing of what one can do.
 * @param facts about the item that the evidence names
 */
export function isShown(name: string, facts: readonly Fact[]): boolean {
  const checks = facts.filter((fact) => fact.kind === 'check' && isOf(name, fact.check));
  if (checks.length > 0) return checks.every((fact) => fact.kind === 'check' && fact.passed);
  return facts.some((fact) => fact.kind === 'answer' && fact.question === name && fact.right);
}

/** An exercise with several checks names them `exercise.part`. */
const isOf = (name: string, check: string) => check === name || check.startsWith(`${name}.`);
