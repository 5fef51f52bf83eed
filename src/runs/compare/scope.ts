/** Which runs are compared: all of the workspace, those of an experiment, or chosen ones. */
export type Scope =
  | { readonly of: 'all' }
  | { readonly of: 'experiment'; readonly experimentId: string }
  | { readonly of: 'chosen'; readonly ids: readonly string[] };
