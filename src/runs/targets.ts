/** Which runs a command is for, from what VS Code hands to it. Pure. */

/** The ids of the runs: of the tree's selection, of a row, or of what a page says of its context menu; else none. */
export function runIdsOf(argument: unknown, selection?: unknown): readonly string[] {
  const selected = Array.isArray(selection) ? selection.flatMap(idsIn) : [];
  return [...new Set(selected.length > 0 ? selected : idsIn(argument))];
}

function idsIn(argument: unknown): string[] {
  if (typeof argument !== 'object' || argument === null) return [];
  if ('runIds' in argument && Array.isArray(argument.runIds))
    return argument.runIds.filter((id) => typeof id === 'string');
  if ('run' in argument) return idsIn(argument.run);
  return 'id' in argument && typeof argument.id === 'string' ? [argument.id] : [];
}

/** The experiment that a row of the tree stands for. */
export function experimentIdOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('experimentId' in argument)) return undefined;
  return typeof argument.experimentId === 'string' ? argument.experimentId : undefined;
}
