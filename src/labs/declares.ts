/** Whether a cell makes a top-level name: told from its text, since a cell that was not run was not parsed either. */

/** The name in `ReferenceError: NAME is not defined`. */
export function undefinedName({
  name,
  message,
}: {
  readonly name: string;
  readonly message: string;
}): string | undefined {
  return name === 'ReferenceError'
    ? /^([\p{ID_Start}$_][\p{ID_Continue}$]*) is not defined$/u.exec(message)?.[1]
    : undefined;
}

/** Whether `source` seems to declare or import `name`. A guess: it decides what is offered, never what is run. */
export function declares(source: string, name: string): boolean {
  const word = `(?<![\\p{ID_Continue}$.])${name.replaceAll('$', '\\$')}(?![\\p{ID_Continue}$])`;
  const declared = new RegExp(`\\b(?:const|let|var|function\\*?|class|enum)\\s+${word}`, 'u');
  // Between braces, brackets and commas, or behind `as` or `import`; up to what it comes from.
  const listed = new RegExp(
    `^[ \\t]*(?:export\\s+)?(?:import|const|let|var)\\b[^;=]*?${word}[^;]*?(?:=|\\bfrom\\b)`,
    'mu',
  );
  return declared.test(source) || listed.test(source);
}
