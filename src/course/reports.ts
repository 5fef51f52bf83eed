/** Documents about a course and somebody's progress in it: loaded when one is asked for, and not before. */
export { coverageMarkdown, coverageOf } from './coverage.ts';
export { progressReport, reportMarkdown } from './progress/report.ts';
