/** What plain code needs of a logger. `vscode.LogOutputChannel` has this shape; the CLI gives its own. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string | Error): void;
}

/** Throws everything away: the default of tests and of the CLI without `--verbose`. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
