import { ServingError } from './errors.ts';
import { type OpenApi, openApi } from './openapi.ts';
import type { Parameters } from './parameters.ts';
import { type Inputs, type Method, type Route, route, type Takes } from './routes.ts';
import { type ListenOptions, listen, type RunningService } from './running.ts';

export interface ServiceOptions {
  /** Its name. One service of a name runs at a time. */
  readonly title: string;
  readonly version?: string;
}

type None = Readonly<Record<never, never>>;
/** Declares a route. What `takes` names is there when the handler runs, and of its type; else the caller got 422. */
interface Declare {
  (path: string, handle: () => unknown): void;
  <
    Path extends Parameters = None,
    Query extends Parameters = None,
    Headers extends Parameters = None,
    Form extends Parameters = None,
  >(
    path: string,
    takes: Takes<Path, Query, Headers, Form>,
    handle: (inputs: Inputs<Path, Query, Headers, Form>) => unknown,
  ): void;
}

/**
 * A service over HTTP, declared route by route as in FastAPI. What a handler returns is sent as JSON; a `Response` is
 * sent as it is; an `HttpError` that it throws is the answer, and any other error is status 500.
 */
export class Service {
  readonly title: string;
  readonly version: string;
  readonly #routes: Route[] = [];
  readonly get = this.#declare('GET');
  readonly post = this.#declare('POST');
  readonly put = this.#declare('PUT');
  readonly patch = this.#declare('PATCH');
  readonly delete = this.#declare('DELETE');

  constructor({ title, version = '0.1.0' }: ServiceOptions) {
    if (!title) throw new ServingError('bad-argument', 'A service needs a title.');
    this.title = title;
    this.version = version;
  }

  /** Its description, which it also answers at `/openapi.json`. */
  openapi(): OpenApi {
    return openApi({ title: this.title, version: this.version }, this.#routes);
  }

  /**
   * Begins to listen, on this machine alone. A running service of the same title is stopped first, so that a cell can
   * be run again.
   * @throws {ServingError} `port-taken`
   */
  listen(options: ListenOptions = {}): Promise<RunningService> {
    const { title } = this;
    return listen({ title, routes: this.#routes, describe: () => this.openapi() }, options);
  }

  #declare(method: Method): Declare {
    return (path: string, ...rest: [() => unknown] | [Takes, Route['handle']]) => {
      const [takes, handle] = rest.length === 1 ? [{}, rest[0]] : rest;
      this.#routes.push(route(method, path, takes, handle));
    };
  }
}

/** Makes a service without routes. @throws {ServingError} for an empty title */
export const service = (options: ServiceOptions): Service => new Service(options);
