/** What authors of courses are helped by: loaded when a course is open or checked, and not before. */
export { checkCourse } from './check.ts';
export { completionsAt } from './complete.ts';
export { descriptionAt } from './hover.ts';
