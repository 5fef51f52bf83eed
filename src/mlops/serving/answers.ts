// The answers of a service, as FastAPI and Starlette phrase them.
import { STATUS_CODES } from 'node:http';
import { type HttpError, ServingError } from './errors.ts';
import type { PlacedFault } from './faults.ts';

type Headers = Readonly<Record<string, string>>;
const sized = (status: number, type: string, body: string, headers: Headers = {}) =>
  new Response(body, {
    status,
    headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(body)), ...headers },
  });
const asJson = (status: number, value: unknown, headers?: Headers) =>
  sized(status, 'application/json', json(value), headers);
const detail = (status: number, what: unknown, headers?: Headers) => asJson(status, { detail: what }, headers);

/** 404, 405 and their kind, whose detail is the name of the status. */
export const named = (status: number, headers?: Headers) => detail(status, STATUS_CODES[status], headers);
export const refused = (status: number, why: string) => detail(status, why);
export const unprocessable = (faults: readonly PlacedFault[]) =>
  detail(
    422,
    faults.map(({ type, loc, msg, input, ctx }) => ({ type, loc, msg, input, ...(ctx && { ctx }) })),
  );
export const thrown = ({ status, detail: what, headers }: HttpError) => detail(status, what, headers);
/** What went wrong is told to whoever runs the service, and not to a stranger. */
export const crashed = () => text(500, 'Internal Server Error');
export const text = (status: number, words: string) => sized(status, 'text/plain; charset=utf-8', words);

/** What a handler gave: a `Response` as it is, and anything else as JSON. @throws {ServingError} for what is no JSON */
export function answerOf(value: unknown): Response {
  if (value instanceof Response) return value;
  return asJson(200, value ?? null);
}

/** `JSON.stringify` writes NaN as null: the caller would take a number that is none for one that is missing. */
function json(value: unknown): string {
  const text = JSON.stringify(value, (key, each: unknown) => {
    if (typeof each === 'number' && !Number.isFinite(each))
      throw new ServingError('not-json', `JSON has no word for ${each}${key && `, the value of “${key}”`}.`);
    return each;
  });
  if (text === undefined)
    throw new ServingError('not-json', 'A handler gave a function or a symbol, which is no JSON.');
  return text;
}
