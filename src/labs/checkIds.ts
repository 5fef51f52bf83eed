/** How the id of a check's result belongs to a marker line: `z.saved` is a part of `z`, `z-2` its cell's second check. */

/** Whether a check's id is that of a cell's check, or of a further one in that cell. */
export function isCheckOf(cellCheck: string, id: string): boolean {
  return id === cellCheck || (id.startsWith(cellCheck) && /^-\d+$/.test(id.slice(cellCheck.length)));
}

/** Whether a check's id says that it tries an exercise. */
export function triesExercise(id: string, exercise: string): boolean {
  return isCheckOf(exercise, id) || id.startsWith(`${exercise}.`);
}
