import { CodedError } from '../codedError.ts';

export type ServingErrorCode =
  /** A route or one of its parameters is declared in a way that cannot work. */
  | 'bad-route'
  | 'bad-argument'
  /** Somebody else listens on the port. */
  | 'port-taken'
  /** The handler gave what JSON cannot hold. */
  | 'not-json';

/** A service that cannot be described or started. What a caller does wrong is no such error: it gets a status. */
export class ServingError extends CodedError<ServingErrorCode> {
  override readonly name = 'ServingError';
}

/**
 * Thrown by a handler, it is the answer: FastAPI's `HTTPException`.
 *
 * ```ts
 * throw new HttpError(415, 'tray.jpg is no picture');   // {"detail":"tray.jpg is no picture"}
 * ```
 */
export class HttpError extends CodedError<'http-error'> {
  override readonly name = 'HttpError';
  /** RFC 9110, 15: 400 to 599 where something went wrong. */
  readonly status: number;
  /** What stands in the body, as JSON. */
  readonly detail: unknown;
  readonly headers: Readonly<Record<string, string>>;

  /** @throws {ServingError} for a status that no final answer has: below 200 or above 599 */
  constructor(status: number, detail: unknown, headers: Readonly<Record<string, string>> = {}) {
    if (!(Number.isInteger(status) && status >= 200 && status <= 599))
      throw new ServingError('bad-argument', `A status is a whole number from 200 to 599, and not ${status}.`);
    super('http-error', typeof detail === 'string' ? detail : JSON.stringify(detail));
    this.status = status;
    this.detail = detail;
    this.headers = headers;
  }
}
