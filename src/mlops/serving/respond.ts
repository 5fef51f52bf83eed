// From a request to its answer, without a socket.
import type { IncomingMessage } from 'node:http';
import * as answers from './answers.ts';
import { BodyTooLarge, bodyOf } from './body.ts';
import { HttpError } from './errors.ts';
import { inputsOf } from './inputs.ts';
import { type Fields, fieldsOf, MalformedForm } from './multipart.ts';
import { find, type Route } from './routes.ts';

export interface Served {
  readonly title: string;
  readonly routes: readonly Route[];
  /** What `/openapi.json` answers. */
  describe(): unknown;
}

/** The names by which this machine calls itself. Any other name would let a page of the web reach the service. */
const ownNames = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * The answer to a request.
 * @param limit of the body, in bytes
 * @param report is told what a handler threw
 */
export async function respond(
  served: Served,
  request: IncomingMessage,
  limit: number,
  report: (error: unknown) => void,
): Promise<Response> {
  if (!ownNames.test(request.headers.host ?? '')) return answers.text(400, 'Invalid host header');
  const [pathname = '/', search = ''] = split(request.url ?? '/');
  const found = find(served.routes, request.method ?? '', pathname);
  if (!found && pathname === '/openapi.json' && request.method === 'GET') return answers.answerOf(served.describe());
  if (!found) return answers.named(404);
  if ('allow' in found) return answers.named(405, { allow: found.allow.join(', ') });
  if ('location' in found)
    return new Response(null, { status: 307, headers: { location: `${found.location}${search && `?${search}`}` } });

  const { route, path } = found;
  const { fields, refusal } = await formOf(request, route, limit);
  // A body that is no form is told first, as FastAPI does; one that is too large, after all else that is wrong.
  if (refusal?.status === 400) return refusal;
  const sent = {
    path: new Map(Object.entries(path)),
    query: new Map(new URLSearchParams(search)),
    headers: { get: (name: string) => request.headers[name]?.toString() },
    form: fields,
  };
  const takes = refusal ? { ...route.takes, form: {} } : route.takes;
  const result = inputsOf(takes, sent);
  if ('faults' in result) return answers.unprocessable(result.faults);
  if (refusal) return refusal;
  try {
    return answers.answerOf(await route.handle(result.inputs));
  } catch (error) {
    if (error instanceof HttpError) return answers.thrown(error);
    report(error);
    return answers.crashed();
  }
}

async function formOf(
  request: IncomingMessage,
  { takes }: Route,
  limit: number,
): Promise<{ fields: Fields; refusal?: Response }> {
  const none: Fields = new Map();
  try {
    const body = await bodyOf(request, limit);
    return { fields: takes.form ? fieldsOf(body, request.headers['content-type'] ?? '') : none };
  } catch (error) {
    if (error instanceof MalformedForm) return { fields: none, refusal: answers.refused(400, error.message) };
    if (!(error instanceof BodyTooLarge)) throw error;
    return { fields: none, refusal: answers.refused(413, error.message) };
  }
}

/** Path and query. */
function split(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
