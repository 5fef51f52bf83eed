/** Everything that is known of somebody's progress: a join-semilattice, so the order of putting together never matters. */
import { type Fact, joinFacts, keyOf, normalForm, sinceOf, subjectOf } from './facts.ts';

/** Facts by their key. Never changed in place. */
export type Progress = ReadonlyMap<string, Fact>;

export const noProgress: Progress = new Map();

/** What all of them say together. */
export function join(...parts: readonly Progress[]): Progress {
  return progressOf(parts.flatMap((part) => [...part.values()]));
}

/** The facts in their normal form: one a key, and none from before its item's last reset. */
export function progressOf(facts: Iterable<Fact>): Progress {
  const joined = new Map<string, Fact>();
  const epochs = new Map<string, string>();
  for (const fact of facts) {
    const key = keyOf(fact);
    const before = joined.get(key);
    joined.set(key, before ? joinFacts(before, normalForm(fact)) : normalForm(fact));
    if (fact.kind === 'objective') continue;
    const epoch = fact.kind === 'reset' ? fact.at : sinceOf(fact);
    if (epoch > (epochs.get(fact.item) ?? '')) epochs.set(fact.item, epoch);
  }
  for (const [key, fact] of joined) if (isOutdated(fact, epochs)) joined.delete(key);
  for (const [item, at] of epochs) {
    // Also where the reset's own line was lost, and only facts after it are left.
    const reset: Fact = { kind: 'reset', item, at };
    joined.set(keyOf(reset), reset);
  }
  return joined;
}

function isOutdated(fact: Fact, epochs: ReadonlyMap<string, string>): boolean {
  if (fact.kind === 'objective' || fact.kind === 'reset') return false;
  return sinceOf(fact) < (epochs.get(fact.item) ?? '');
}

/** Adds facts that are seen now: they come after every reset that is known. What says nothing new changes nothing. */
export function record(progress: Progress, facts: Iterable<Fact>): Progress {
  const news: Fact[] = [];
  for (const fact of facts) {
    const stamped = stamp(progress, normalForm(fact));
    const known = progress.get(keyOf(stamped));
    if (!known || saysMore(known, joinFacts(known, stamped))) news.push(stamped);
  }
  if (news.length === 0) return progress;
  if (news.some((fact) => isReset(progress, fact))) return join(progress, progressOf(news));
  // Takes nothing away: a large state is not put together anew for a fact or two.
  const next = new Map(progress);
  for (const fact of news) {
    const known = next.get(keyOf(fact));
    next.set(keyOf(fact), known ? joinFacts(known, fact) : fact);
  }
  return next;
}

/** Whether a fact makes others of its item void. */
function isReset(progress: Progress, fact: Fact): boolean {
  if (fact.kind === 'objective') return false;
  return fact.kind === 'reset' || sinceOf(fact) > lastReset(progress, fact.item);
}

function lastReset(progress: Progress, item: string): string {
  return progress.get(keyOf({ kind: 'reset', item, at: '' }))?.at ?? '';
}

function stamp(progress: Progress, fact: Fact): Fact {
  if (fact.kind === 'objective' || fact.kind === 'reset') return fact;
  const since = lastReset(progress, fact.item);
  return since > sinceOf(fact) ? { ...fact, since } : fact;
}

/** Whether more than the time has changed: else a lab that is run again would rewrite every line of the file. */
function saysMore(known: Fact, next: Fact): boolean {
  if (next.kind === 'place' || next.kind === 'reset') return next.at !== known.at;
  return JSON.stringify({ ...known, at: '' }) !== JSON.stringify({ ...next, at: '' });
}

/** The items and objectives about which two states differ. */
export function changedSubjects(before: Progress, after: Progress): Set<string> {
  const changed = new Set<string>();
  for (const [key, fact] of after) {
    const old = before.get(key);
    if (old !== fact && JSON.stringify(old) !== JSON.stringify(fact)) changed.add(subjectOf(fact));
  }
  for (const [key, fact] of before) if (!after.has(key)) changed.add(subjectOf(fact));
  return changed;
}
