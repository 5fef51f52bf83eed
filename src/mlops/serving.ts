/**
 * `mlops-lab/serving`: a model behind HTTP, after FastAPI: typed parameters, files, its status codes and error bodies,
 * a description in OpenAPI 3.1. A service listens on this machine alone, and ends with the lab.
 *
 * ```ts
 * const trays = service({ title: 'Trays' });
 * trays.get('/', () => ({ message: 'Trays, please' }));
 * trays.post('/predict', { query: { model: oneOf(['small']) }, form: { file: upload() } }, ({ query, form }) =>
 *   ({ model: query.model, bytes: form.file.bytes.length }));
 * const running = await trays.listen();
 * await fetch(`${running.url}/predict?model=huge`, { method: 'POST' });   // 422, and the handler never ran
 * await running.stop();
 * ```
 */
export { HttpError, ServingError, type ServingErrorCode } from './serving/errors.ts';
export type { Bounds } from './serving/faults.ts';
export type { UploadedFile } from './serving/multipart.ts';
export type { OpenApi } from './serving/openapi.ts';
export {
  bool,
  float,
  int,
  type NumberOptions,
  oneOf,
  type Parameter,
  type TextOptions,
  text,
  upload,
} from './serving/parameters.ts';
export type { Inputs, Takes } from './serving/routes.ts';
export type { ListenOptions, LogEntry, RunningService } from './serving/running.ts';
export { type Service, type ServiceOptions, service } from './serving/service.ts';
