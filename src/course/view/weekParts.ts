/** What the extension needs once the page of a week is opened, and not before: a bundle of its own. */
export { WeekTab } from './weekTab.ts';
