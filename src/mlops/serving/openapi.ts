// The description of a service: OpenAPI 3.1.0, in FastAPI's shape.
import { STATUS_CODES } from 'node:http';
import type { Parameters } from './parameters.ts';
import type { Route } from './routes.ts';

/** A document of OpenAPI 3.1.0. */
export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

export function openApi(info: OpenApi['info'], routes: readonly Route[]): OpenApi {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    // Of two routes alike the first that was declared answers.
    paths[route.template] = { [route.method.toLowerCase()]: operation(route), ...paths[route.template] };
  }
  return { openapi: '3.1.0', info, paths, components: { schemas: faultSchemas } };
}

function operation({ method, template, takes }: Route): object {
  const parameters = (['path', 'query', 'headers'] as const).flatMap((place) =>
    Object.entries(takes[place] ?? {}).map(([name, { schema, fallback }]) => ({
      name,
      in: place === 'headers' ? 'header' : place,
      required: fallback === undefined,
      schema,
    })),
  );
  const words = template.split(/\W+/).filter(Boolean);
  return {
    summary: takes.summary ?? [method, ...words].join(' ').toLowerCase(),
    operationId: [...words, method.toLowerCase()].join('_'),
    ...(parameters.length > 0 && { parameters }),
    ...(takes.form && { requestBody: formOf(takes.form) }),
    responses: {
      200: { description: 'Successful Response', content: jsonOf({}) },
      ...((parameters.length > 0 || takes.form) && {
        422: { description: STATUS_CODES[422], content: jsonOf({ $ref: '#/components/schemas/HTTPValidationError' }) },
      }),
    },
  };
}

function formOf(fields: Parameters): object {
  const required = Object.entries(fields).flatMap(([name, { fallback }]) => (fallback ? [] : [name]));
  const properties = Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema]));
  const schema = { type: 'object', properties, ...(required.length > 0 && { required }) };
  return { required: required.length > 0, content: { 'multipart/form-data': { schema } } };
}

const jsonOf = (schema: object) => ({ 'application/json': { schema } });

const faultSchemas = {
  HTTPValidationError: {
    type: 'object',
    properties: { detail: { type: 'array', items: { $ref: '#/components/schemas/ValidationError' } } },
  },
  ValidationError: {
    type: 'object',
    properties: {
      loc: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
      msg: { type: 'string' },
      type: { type: 'string' },
      input: {},
      ctx: { type: 'object' },
    },
    required: ['loc', 'msg', 'type'],
  },
};
