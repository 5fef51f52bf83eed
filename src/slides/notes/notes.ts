/** What the extension loads with the first deck or when the Notes view is first seen: activation does without it. */
export { notesByPage } from './notesFile.ts';
export { rowsOf } from './notesRows.ts';
export { NotesStore } from './notesStore.ts';
export { referencesTo } from './references.ts';
