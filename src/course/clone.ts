/**
 * What a clone of the course repository takes: its dead links repaired, what it does not link, and the bundled course
 * laid beside it. A bundle of its own (`course-clone`), since most windows show no clone.
 */
export { mergeBundled } from './merge.ts';
export { repairLinks } from './repair.ts';
export { withUnlinked } from './unlinked.ts';
