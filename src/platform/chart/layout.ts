/**
 * Makes a specification fit the width that there is: titles are wrapped, legends go below narrow charts, charts that
 * stand beside each other share the width or wrap. Vega-Lite itself fits single charts alone.
 */
import { isObject, type Json } from './spec.ts';

export interface Place {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly fontSize: number;
}

/** Widths of letters by font size: most proportional fonts are a little narrower. */
const letter = 0.56;
const boldLetter = 0.6;
/** Pixels. */
const narrow = 560;
const leastChart = 240;
const gap = 24;
/** Room for an axis with its title, which Vega-Lite adds to a chart's own width. */
const axisRoom = 62;

const facets = ['row', 'column', 'facet'];
const rows = ['concat', 'hconcat'] as const;

/**
 * @param excess pixels by which an earlier drawing was too wide for each chart that stood in a row
 */
export function fitted(spec: Json, given: Place, excess = 0): Json {
  const place = { ...given, width: Math.min(given.width, mostWidth(spec)) };
  const { width, fontSize } = place;
  const config = isObject(spec.config) ? spec.config : {};
  return {
    ...composed(spec, place, excess),
    ...(spec.title === undefined ? {} : { title: wrapped(spec.title, width, (fontSize + 2) * boldLetter) }),
    config: {
      ...config,
      view: { continuousHeight: heightFor(width), ...(isObject(config.view) ? config.view : {}) },
      axis: { labelLimit: Math.min(260, Math.round(width * 0.55)), ...(isObject(config.axis) ? config.axis : {}) },
      legend: { ...legend(spec, place), ...(isObject(config.legend) ? config.legend : {}) },
    },
  };
}

/** What `mlops-lab/plot` says of its matrices, which are not to be drawn wider. */
function mostWidth({ usermeta }: Json): number {
  const most = isObject(usermeta) ? usermeta.maxWidth : undefined;
  return typeof most === 'number' && most > 0 ? most : Number.POSITIVE_INFINITY;
}

/** Wide charts are higher, up to what still leaves the text around them in view. */
function heightFor(width: number): number {
  return Math.round(Math.min(360, Math.max(220, width * 0.3)));
}

/** How many charts stand in the fullest row; 1 where there are no rows. */
export function chartsInRow(spec: Json): number {
  const row = rowOf(spec);
  if (row) return Math.min(row.length, Number(spec.columns ?? row.length));
  if (Array.isArray(spec.vconcat))
    return Math.max(1, ...spec.vconcat.map((child) => (isObject(child) ? chartsInRow(child) : 1)));
  return isFaceted(spec) ? Number(spec.columns) || facetColumns(spec) : 1;
}

function composed(spec: Json, place: Place, excess: number): Json {
  const row = rowOf(spec);
  if (row) {
    const wanted = Math.max(1, Math.min(row.length, Number(spec.columns) || row.length));
    const room = Math.max(1, Math.floor((place.width + gap) / (leastChart + gap)));
    const columns = Math.min(wanted, room);
    const { hconcat, concat, ...rest } = spec;
    const each = (place.width - gap * (columns - 1)) / columns;
    return {
      spacing: gap,
      ...rest,
      columns,
      concat: row.map((child) => childOf(child, { ...place, width: each }, excess)),
    };
  }
  if (Array.isArray(spec.vconcat))
    return { ...spec, vconcat: spec.vconcat.map((child) => childOf(child, place, excess)) };
  if (isFaceted(spec)) return faceted(spec, place, excess);
  return single(spec, place);
}

function childOf(child: unknown, place: Place, excess: number): unknown {
  if (!isObject(child)) return child;
  const title =
    child.title === undefined ? {} : { title: wrapped(child.title, place.width, place.fontSize * boldLetter) };
  if (rowOf(child) || Array.isArray(child.vconcat) || isFaceted(child))
    return { ...composed(child, place, excess), ...title };
  const width = Math.max(40, Math.floor(place.width - axisRoom - excess));
  return { width, ...withAngle(child, width, place.fontSize), ...title };
}

/** A chart alone is as wide as its place, with its axes and legends. */
function single(spec: Json, place: Place): Json {
  const own = withAngle(spec, place.width - axisRoom, place.fontSize);
  if (spec.width !== undefined && spec.width !== 'container') return own;
  return { autosize: { type: 'fit-x', contains: 'padding' }, ...own, width: place.width };
}

function faceted(spec: Json, place: Place, excess: number): Json {
  const wanted = Number(spec.columns) || facetColumns(spec);
  const reflows = 'facet' in spec && isObject(spec.facet) && 'field' in spec.facet;
  const room = Math.max(1, Math.floor(place.width / (leastChart / 1.5)));
  const columns = reflows ? Math.min(wanted, room) : wanted;
  const width = Math.max(30, Math.floor((place.width - axisRoom) / columns - 20 - excess));
  const inner = isObject(spec.spec) ? { spec: { width, ...spec.spec } } : { width };
  return { ...inner, ...spec, ...(isObject(spec.spec) ? inner : {}), ...(reflows ? { columns } : {}) };
}

function rowOf(spec: Json): readonly unknown[] | undefined {
  const found = rows.find((name) => Array.isArray(spec[name]));
  return found && (spec[found] as readonly unknown[]);
}

function isFaceted({ encoding, facet, repeat }: Json): boolean {
  return facet !== undefined || repeat !== undefined || (isObject(encoding) && facets.some((name) => name in encoding));
}

function facetColumns(spec: Json): number {
  if (Array.isArray(spec.repeat)) return Math.max(1, spec.repeat.length);
  if (isObject(spec.repeat)) return Array.isArray(spec.repeat.column) ? Math.max(1, spec.repeat.column.length) : 1;
  const channels = isObject(spec.facet) ? { facet: spec.facet, ...spec.facet } : spec.encoding;
  if (!isObject(channels)) return 1;
  const { column, facet } = channels as { column?: unknown; facet?: unknown };
  const by = isObject(column) ? column : isObject(facet) && 'field' in facet ? facet : undefined;
  return by ? Math.max(1, distinct(spec, by.field).length) : 1;
}

/** Labels of categories that are too wide to stand beside each other are slanted, so that none is left out. */
function withAngle(spec: Json, width: number, fontSize: number): Json {
  const { encoding } = spec;
  if (!isObject(encoding) || !isObject(encoding.x)) return spec;
  const { type, field, axis } = encoding.x;
  if ((type !== 'nominal' && type !== 'ordinal') || axis === null || (isObject(axis) && 'labelAngle' in axis))
    return spec;
  const labels = distinct(spec, field);
  const widest = labels.reduce((most, label) => Math.max(most, label.length), 0) * (fontSize - 1) * letter;
  const slanted = widest + 6 > width / Math.max(1, labels.length);
  const labelAngle = slanted ? { labelAngle: -40, labelAlign: 'right' } : { labelAngle: 0 };
  return { ...spec, encoding: { ...encoding, x: { ...encoding.x, axis: { ...(axis as object), ...labelAngle } } } };
}

function distinct({ data }: Json, field: unknown): string[] {
  if (!isObject(data) || !Array.isArray(data.values) || typeof field !== 'string') return [];
  return [...new Set(data.values.map((row) => String(isObject(row) ? row[field] : row)))];
}

function legend(spec: Json, { width, fontSize }: Place): Json {
  if (width >= narrow) return { labelLimit: Math.round(width * 0.4) };
  const names = seriesNames(spec);
  const longest = names.reduce((most, name) => Math.max(most, name.length), 8);
  const columns = Math.max(1, Math.floor(width / (longest * fontSize * letter + 44)));
  return {
    orient: 'bottom',
    labelLimit: width - 60,
    columns,
    titleLimit: width - 20,
    gradientLength: Math.min(200, width - 80),
  };
}

/** The names that a legend will list, as far as the specification itself says them. */
function seriesNames(spec: Json, depth = 0): string[] {
  if (depth > 4) return [];
  const domains = isObject(spec.encoding)
    ? Object.values(spec.encoding).flatMap((channel) =>
        isObject(channel) && isObject(channel.scale) && Array.isArray(channel.scale.domain) ? channel.scale.domain : [],
      )
    : [];
  const layers = Array.isArray(spec.layer) ? spec.layer.filter(isObject) : [];
  const names = domains.filter((name): name is string => typeof name === 'string');
  return [...names, ...layers.flatMap((layer) => seriesNames(layer, depth + 1))];
}

/** A title in lines that fit. A single word that does not stays whole. */
function wrapped(title: unknown, width: number, letterWidth: number): unknown {
  const text = isObject(title) ? title.text : title;
  if (typeof text !== 'string') return title;
  const most = Math.max(10, Math.floor(width / letterWidth));
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return { ...(isObject(title) ? title : {}), text: lines.length > 1 ? lines : text };
}
