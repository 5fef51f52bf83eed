import type { TopLevelSpec } from 'vega-lite';
import { UserError } from '../errors.ts';
import { t } from '../l10n.ts';

type Json = Readonly<Record<string, unknown>>;

const views = ['mark', 'layer', 'hconcat', 'vconcat', 'concat', 'facet', 'repeat', 'spec'];
const composed = ['hconcat', 'vconcat', 'concat', 'facet', 'repeat', 'spec'];
const facetChannels = ['row', 'column', 'facet'];

/**
 * Makes an untrusted value a Vega-Lite specification that fills its element and has a description for screen
 * readers: the given one, else its own, else its title. Vega-Lite itself checks the rest when it compiles.
 * @throws {UserError} `chart-not-a-spec` when the value does not have the shape of a specification.
 */
export function prepareSpec(spec: unknown, description?: string): TopLevelSpec {
  if (!isObject(spec)) throw notASpec(t('it is not a JSON object'));
  if (!views.some((key) => key in spec)) throw notASpec(t('it has neither "mark" nor "layer" nor another view'));
  const text = description ?? ownDescription(spec);
  return {
    ...(canFillContainer(spec) ? { width: 'container' } : {}),
    ...spec,
    ...(text === undefined ? {} : { description: text }),
  } as TopLevelSpec;
}

/** Vega-Lite knows the container's width for one plot alone, not for rows of plots. */
function canFillContainer(spec: Json): boolean {
  const { encoding } = spec;
  const faceted = isObject(encoding) && facetChannels.some((channel) => channel in encoding);
  return !faceted && !composed.some((key) => key in spec);
}

function ownDescription(spec: Json): string | undefined {
  if (typeof spec.description === 'string') return spec.description;
  const title = isObject(spec.title) ? spec.title.text : spec.title;
  if (Array.isArray(title)) return title.join(' ');
  return typeof title === 'string' ? title : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notASpec(reason: string): UserError {
  return new UserError('chart-not-a-spec', t('The value is no Vega-Lite specification: {0}.', reason));
}
