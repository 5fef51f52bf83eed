/** What the extension needs once somebody works on an exercise, and not before: a bundle of its own. */
export { Coach } from './coach.ts';
export { LabTests } from './labTests.ts';
