/** The payload of a model, checked before it is drawn. */

import * as z from 'zod/mini';
import type { LayerData, ModelData } from '../../mlops/payloads/model.ts';
import { t } from '../../platform/l10n.ts';
import type { Checked } from '../../platform/schema.ts';
import { malformed, parse } from './payload.ts';

const index = z.int().check(z.nonnegative());
const text = z.string().check(z.maxLength(1000));
const shape = z.array(z.nullable(z.number())).check(z.maxLength(16));
const named = z.array(z.object({ name: text, shape, dtype: z.exactOptional(text) })).check(z.maxLength(1000));
const output = z.object({ layer: text, output: index });

/** Layers in all, of models in models, too: more would hold up the page. */
const mostLayers = 5000;
/** Models in models in models. */
const deepest = 20;

const layer = z.object({
  name: text,
  type: text,
  outputs: z.array(shape).check(z.maxLength(1000)),
  parameters: index,
  trainable: z.boolean(),
  inbound: z.array(output).check(z.maxLength(1000)),
  calls: index,
  get model() {
    return z.exactOptional(z.object({ layers: z.array(layer), inputs: z.array(text), outputs: z.array(output) }));
  },
});

const model = z.object({
  kind: z.enum(['sequential', 'functional', 'graph']),
  name: text,
  inputs: named,
  outputs: named,
  layers: z.array(layer),
  weights: z.exactOptional(
    z.array(z.object({ name: text, dtype: text, shape: z.array(index) })).check(z.maxLength(1000)),
  ),
  parameters: z.object({ total: index, trainable: index, bytes: index }),
  training: z.exactOptional(z.object({ optimizer: text, loss: text, metrics: z.array(text) })),
});

/** @throws {UserError} `output-malformed`: also for more layers, or models deeper in each other, than can be drawn */
export function parseModel(data: unknown): Checked<ModelData, typeof model> {
  if (depthOf(data) > deepest) throw malformed(t('model'), t('its models are nested too deep'));
  const parsed: ModelData = parse(model, data, t('model'));
  if (countOf(parsed.layers) > mostLayers) throw malformed(t('model'), t('it has more than {0} layers', mostLayers));
  return parsed;
}

/** Looked at before the rest, since checking what is nested without end would overflow the stack. */
function depthOf(data: unknown): number {
  let level: unknown[] = [data];
  for (let depth = 0; depth <= deepest; depth++) {
    level = level.flatMap(layersIn);
    if (level.length === 0) return depth;
  }
  return deepest + 1;
}

function layersIn(data: unknown): unknown[] {
  const inner = member(member(data, 'model'), 'layers');
  return [member(data, 'layers'), inner].flatMap((layers) => (Array.isArray(layers) ? layers : []));
}

function member(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined;
}

function countOf(layers: readonly LayerData[]): number {
  return layers.reduce((sum, { model }) => sum + 1 + (model ? countOf(model.layers) : 0), 0);
}
