/** What the extension needs once runs are compared or changed, and not before: a bundle of its own. */
export { RunActions } from './actions/runActions.ts';
export { CompareTab } from './compare/compareTab.ts';
