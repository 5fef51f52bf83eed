/** The graph of a model's layers: boxes, and what flows between them. Models in the model are opened. */
import type { LayerData, LayerOutput, ModelData, NestedModel, Shape } from '../../../mlops/payloads/model.ts';

export interface Box {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly detail: string;
  /** The id of the model it is in; none for the model itself. */
  readonly parent?: string;
}

export interface Graph {
  readonly boxes: readonly Box[];
  /** Models in the model, with those they are in before them. */
  readonly clusters: readonly { readonly id: string; readonly title: string; readonly parent?: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export function graphOf(data: ModelData): Graph {
  const builder = new Builder();
  const [input] = data.inputs;
  const isGiven = data.layers.some(({ type }) => type === 'InputLayer');
  if (input && !isGiven)
    builder.boxes.push({ id: 'input', title: input.name, type: 'Input', detail: shapeText(input.shape) });
  builder.add(data.layers, '', undefined, () => (input && !isGiven ? ['input'] : []));
  return builder;
}

/** Where a layer's input comes from when no layer of its own model gives it. */
type Outside = (layer: LayerData, input: number) => readonly string[];

class Builder implements Graph {
  readonly boxes: Box[] = [];
  readonly clusters: { id: string; title: string; parent?: string }[] = [];
  readonly edges: { from: string; to: string }[] = [];

  add(layers: readonly LayerData[], prefix: string, parent: string | undefined, outside: Outside): void {
    const byName = new Map(layers.map((layer) => [layer.name, layer]));
    for (const layer of layers) {
      const id = prefix + layer.name;
      const sources = layer.inbound.map((output, input) =>
        byName.has(output.layer) ? boxesOf(output, byName, prefix) : outside(layer, input),
      );
      if (layer.model) {
        this.clusters.push({ id, title: `${layer.type} ${layer.name}`, ...(parent !== undefined && { parent }) });
        this.add(layer.model.layers, `${id}/`, id, outsideOf(layer.model, sources));
        continue;
      }
      const detail = [layer.outputs.map(shapeText).join(' '), parametersText(layer)].filter(Boolean).join(' · ');
      this.boxes.push({ id, title: layer.name, type: layer.type, detail, ...(parent !== undefined && { parent }) });
      // The input layer of a nested model stands for what that is given.
      const given = layer.inbound.length === 0 ? outside(layer, 0) : sources.flat();
      for (const from of new Set(given)) this.edges.push({ from, to: id });
    }
  }
}

/** What the layers of a nested model get from outside; it may be called several times. */
function outsideOf({ layers, inputs }: NestedModel, sources: readonly (readonly string[])[]): Outside {
  const isGiven = inputs.some((name) => layers.some((layer) => layer.name === name));
  return (layer) => {
    if (!isGiven) return layer === layers[0] ? sources.flat() : [];
    const input = inputs.indexOf(layer.name);
    return sources.filter((_, index) => index % inputs.length === input).flat();
  };
}

/** The box that gives a tensor; of a model, the one inside of it. Nothing for what is not there. */
function boxesOf({ layer, output }: LayerOutput, byName: ReadonlyMap<string, LayerData>, prefix: string): string[] {
  const found = byName.get(layer);
  if (!found) return [];
  if (!found.model) return [prefix + layer];
  const inner = found.model.outputs[output];
  const layers = new Map(found.model.layers.map((one) => [one.name, one]));
  return inner ? boxesOf(inner, layers, `${prefix}${layer}/`) : [];
}

/** A size that is not fixed is written as Keras does it. */
export function shapeText(shape: Shape): string {
  return `[${shape.map((length) => length ?? 'None').join(', ')}]`;
}

function parametersText({ parameters, calls }: LayerData): string {
  const shared = calls > 1 ? `${calls}×` : '';
  return [parameters > 0 ? `${parameters.toLocaleString('en-US')} params` : '', shared].filter(Boolean).join(' · ');
}
