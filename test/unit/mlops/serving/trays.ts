import {
  bool,
  float,
  HttpError,
  int,
  oneOf,
  type Service,
  service,
  text,
  upload,
} from '../../../../src/mlops/serving.ts';

/** The service of test/parity/serving.py, in ours. */
export function trayService(): Service {
  const trays = service({ title: 'Trays' });
  trays.get('/', () => ({ message: 'Trays, please' }));
  trays.post(
    '/predict',
    {
      query: { model: oneOf(['small', 'large']), confidence: float({ ge: 0, le: 1, default: 0.5 }) },
      form: { file: upload() },
    },
    ({ query, form: { file } }) => ({ ...query, name: file.name, type: file.type, size: file.bytes.length }),
  );
  trays.get(
    '/trays/{tray}',
    {
      path: { tray: int({ ge: 1 }) },
      query: {
        limit: int({ gt: 0, lt: 100, default: 10 }),
        wide: bool({ default: false }),
        name: text({ minLength: 2, maxLength: 5, default: null }),
      },
    },
    ({ path, query }) => ({ ...path, ...query }),
  );
  trays.post(
    '/orders',
    {
      headers: { 'idempotency-key': text() },
      form: { note: text(), pieces: int({ ge: 0, default: 0 }), file: upload({ default: null }) },
    },
    ({ headers, form }) => ({
      key: headers['idempotency-key'],
      note: form.note,
      pieces: form.pieces,
      name: form.file?.name ?? null,
    }),
  );
  trays.delete('/orders/{order}', { path: { order: text() } }, () => new Response(null, { status: 204 }));
  trays.get('/teapot', () => {
    throw new HttpError(418, 'short and stout', { 'x-tea': 'none' });
  });
  trays.get('/crash', () => {
    throw new Error('a secret of the house');
  });
  trays.get('/text', () => 'plain words');
  trays.get('/nothing', () => undefined);
  return trays;
}
