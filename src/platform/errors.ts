import type { UserErrorCode } from './errorCodes.ts';

/**
 * An error that is the user's to mend: bad input, a missing file, a setting. Its message is a whole sentence
 * that says what is wrong and where, fit to be shown as it stands. Everything else is a fault of ours.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: UserErrorCode;

  /** By name: a bundle that is loaded on demand throws the errors of its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): value is UserError {
    return value instanceof Error && value.name === 'UserError';
  }

  constructor(code: UserErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The `code` of a Node system error (`ENOENT`, …), if it is one. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}
