/** Begins every line that the suites print: VS Code mixes them with the lines of its own log. */
export const outputMark = '│';
