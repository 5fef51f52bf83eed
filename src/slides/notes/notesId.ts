/** A deck's id as a file's name can hold it on every system; the notes are in `<it>.md`. */
export function notesId(id: string): string {
  return id
    .replace(/[\p{Cc}\\/:*?"<>|]/gu, '-')
    .replace(/^\.+|[. ]+$/g, '-')
    .slice(0, 120);
}
