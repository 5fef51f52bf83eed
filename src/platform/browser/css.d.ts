/** A stylesheet that a page imports for its effect: esbuild writes it beside the script. */
declare module '*.css';
