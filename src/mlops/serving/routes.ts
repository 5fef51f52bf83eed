// Which route a request takes: the method and the path, as Starlette matches them.
import { ServingError } from './errors.ts';
import type { Parameters, Values } from './parameters.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a route takes, by the place where it stands in the request. */
export interface Takes<
  Path extends Parameters = Parameters,
  Query extends Parameters = Parameters,
  Headers extends Parameters = Parameters,
  Form extends Parameters = Parameters,
> {
  /** Of each `{name}` in the path. */
  readonly path?: Path;
  readonly query?: Query;
  /** By the header's name in lower case. */
  readonly headers?: Headers;
  /** Fields and files of a form in the body. */
  readonly form?: Form;
  /** What it does, in a few words, for the description. */
  readonly summary?: string;
}

/** What a handler is given: every value is there, and of its type. */
export interface Inputs<Path, Query, Headers, Form> {
  readonly path: Values<Path>;
  readonly query: Values<Query>;
  readonly headers: Values<Headers>;
  readonly form: Values<Form>;
}

export interface Route {
  readonly method: Method;
  /** As it was declared: `/trays/{tray}`. */
  readonly template: string;
  readonly takes: Takes;
  handle(inputs: Inputs<Parameters, Parameters, Parameters, Parameters>): unknown;
  /** The values of the path's names as texts; nothing for another path. */
  match(pathname: string): Readonly<Record<string, string>> | undefined;
}

/** @throws {ServingError} for a path that does not begin with a slash, or whose names are not those that are declared */
export function route(method: Method, template: string, takes: Takes, handle: Route['handle']): Route {
  const names = [...template.matchAll(/\{([^{}/]*)\}/g)].map(([, name]) => name!);
  const declared = Object.keys(takes.path ?? {});
  const at = `${method} ${template}`;
  if (!template.startsWith('/')) throw new ServingError('bad-route', `The path of ${at} must begin with a slash.`);
  if (/[{}]/.test(template.replaceAll(/\{[A-Za-z_]\w*\}/g, '')) || new Set(names).size < names.length)
    throw new ServingError('bad-route', `The path of ${at} may hold names as in /trays/{tray}, each once.`);
  const odd = [
    ...names.filter((name) => !declared.includes(name)),
    ...declared.filter((name) => !names.includes(name)),
  ];
  if (odd.length > 0)
    throw new ServingError(
      'bad-route',
      `${at}: “${odd[0]}” must stand in the path and in the option path, or in neither.`,
    );
  if ((method === 'GET' || method === 'DELETE') && takes.form)
    throw new ServingError('bad-route', `${at}: a ${method} request has no form. Use POST.`);
  const capitals = Object.keys(takes.headers ?? {}).find((name) => name !== name.toLowerCase());
  if (capitals) throw new ServingError('bad-route', `${at}: write the header ${capitals} in lower case.`);
  const pattern = new RegExp(
    `^${template
      .split(/\{[^}]*\}/)
      .map(escaped)
      .join('([^/]+)')}$`,
  );
  return {
    method,
    template,
    takes,
    handle,
    match(pathname) {
      const found = pattern.exec(pathname);
      return found ? Object.fromEntries(names.map((name, i) => [name, decoded(found[i + 1]!)])) : undefined;
    },
  };
}

export type Found =
  | { readonly route: Route; readonly path: Readonly<Record<string, string>> }
  /** The path is known under other methods. */
  | { readonly allow: readonly Method[] }
  /** It is known with a slash more or less at its end. */
  | { readonly location: string }
  | undefined;

/** The first route that fits; of a path that is known otherwise, how. */
export function find(routes: readonly Route[], method: string, pathname: string): Found {
  const fitting = routes.filter((each) => each.match(pathname));
  const first = fitting.find((each) => each.method === method);
  if (first) return { route: first, path: first.match(pathname)! };
  if (fitting.length > 0) return { allow: [...new Set(fitting.map((each) => each.method))] };
  const other = pathname.endsWith('/') ? pathname.slice(0, -1) : `${pathname}/`;
  return routes.some((each) => each.match(other)) ? { location: other } : undefined;
}

const escaped = (literal: string) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What is no percent-encoding stays as it is. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
