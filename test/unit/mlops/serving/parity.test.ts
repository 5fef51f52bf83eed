/** Holds our answers against FastAPI's; test/parity/serving.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { RunningService } from '../../../../src/mlops/serving.ts';
import { trayService } from './trays.ts';

interface Answer {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}
const { versions, answers, openapi }: { versions: Record<string, string>; answers: Answer[]; openapi: unknown } =
  JSON.parse(readFileSync(new URL('../../../fixtures/serving/fastapi.json', import.meta.url), 'utf8'));
/** Written when test/parity/serving.test.ts last ran against the validator. */
const accepted: { versions: Record<string, string>; description: unknown } = JSON.parse(
  readFileSync(new URL('../../../fixtures/serving/accepted.json', import.meta.url), 'utf8'),
);

describe(`a service, beside FastAPI ${versions.fastapi}`, () => {
  let running: RunningService;
  const { error } = console;
  before(async () => {
    // One handler throws on purpose.
    console.error = () => undefined;
    running = await trayService().listen();
  });
  after(async () => {
    await running.stop();
    console.error = error;
  });

  for (const { request, status, headers, body } of answers) {
    const sent = request.body === null ? '' : ` ${JSON.stringify(request.body).slice(0, 60)}`;
    it(`${request.method} ${request.url}${sent} → ${status}`, async () => {
      const got = await fetch(running.url + request.url, {
        method: request.method,
        // A client that names no type leaves it out; `fetch` would name one for a text.
        headers: request.headers,
        body: request.body === null ? null : Buffer.from(request.body),
        redirect: 'manual',
      });
      const words = await got.text();
      const isJson = headers['content-type'] === 'application/json' && words !== '';
      const kept = Object.keys(headers).map((name) => [name, got.headers.get(name)]);
      // The address of the test client is not ours.
      const own = Object.entries(headers).map(([name, value]) => [name, value.replace('http://testserver', '')]);
      assert.deepEqual(
        { status: got.status, headers: Object.fromEntries(kept), body: isJson ? JSON.parse(words) : words },
        { status, headers: Object.fromEntries(own), body },
      );
    });
  }

  it('is described with the same parameters, forms and statuses', () => {
    assert.deepEqual(outline(trayService().openapi()), outline(openapi));
  });

  it(`gives the description that openapi-spec-validator ${accepted.versions['openapi-spec-validator']} has accepted`, () => {
    assert.deepEqual(JSON.parse(JSON.stringify(trayService().openapi())), accepted.description);
  });
});

interface Described {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}
interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    schema: Schema;
  }[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Record<string, { schema: Schema }> };
  readonly responses: Record<string, unknown>;
}
type Schema = { readonly $ref?: string; readonly title?: string; readonly [key: string]: unknown };

/** What a description says, without titles, and with what it names by reference in its place. */
function outline(document: unknown) {
  const { paths, components } = document as Described;
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, title: _title, description: _description, ...rest } = value as Schema;
    if ($ref) return plain(components.schemas[$ref.split('/').at(-1)!]);
    return Object.fromEntries(
      Object.entries(rest).map(([key, each]) => [key, key === 'properties' ? named(each) : plain(each)]),
    );
  };
  // Here a `title` would be a field's name.
  const named = (properties: unknown) =>
    Object.fromEntries(Object.entries(properties as object).map(([name, each]) => [name, plain(each)]));
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody, responses }]) => ({
      operation: `${method} ${path}`,
      parameters: parameters.map((each) => ({ ...each, schema: plain(each.schema) })),
      body: requestBody && plain(requestBody),
      statuses: Object.keys(responses),
    })),
  );
}
