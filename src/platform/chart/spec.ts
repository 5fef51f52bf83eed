import { UserError } from '../errors.ts';
import { t } from '../l10n.ts';

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

const views = ['mark', 'layer', 'hconcat', 'vconcat', 'concat', 'facet', 'repeat', 'spec'];

/**
 * Makes an untrusted value a Vega-Lite specification that has a description for screen readers: the given one, else
 * its own, else its title. Vega-Lite itself checks the rest when it compiles.
 * @throws {UserError} `chart-not-a-spec` when the value does not have the shape of a specification.
 */
export function prepareSpec(spec: unknown, description?: string): Json {
  if (!isObject(spec)) throw notASpec(t('it is not a JSON object'));
  if (!views.some((key) => key in spec)) throw notASpec(t('it has neither "mark" nor "layer" nor another view'));
  const text = description ?? ownDescription(spec);
  return text === undefined ? spec : { ...spec, description: text };
}

function ownDescription(spec: Json): string | undefined {
  if (typeof spec.description === 'string') return spec.description;
  const title = isObject(spec.title) ? spec.title.text : spec.title;
  if (Array.isArray(title)) return title.join(' ');
  return typeof title === 'string' ? title : undefined;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notASpec(reason: string): UserError {
  return new UserError('chart-not-a-spec', t('The value is no Vega-Lite specification: {0}.', reason));
}
