import type { LayerData, ModelData, WeightData } from '../../../mlops/payloads/model.ts';
import { t } from '../../../platform/l10n.ts';
import { shapeText } from './graph.ts';

interface Row {
  readonly layer: LayerData;
  /** Names of the layers of its own model that it takes its inputs from. */
  readonly inbound: readonly string[];
  readonly depth: number;
}

/** The layers of a model, those of models in it below them. */
export function Layers({ data }: { readonly data: ModelData }) {
  const rows = rowsOf(data.layers, 0);
  const hasConnections = data.kind !== 'sequential';
  return (
    <div class="layers">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t('Layers')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('Layer')}</th>
              <th scope="col">{t('Type')}</th>
              <th scope="col">{t('Output Shape')}</th>
              <th scope="col" class="number">
                {t('Parameters')}
              </th>
              <th scope="col">{t('Trainable')}</th>
              {hasConnections && <th scope="col">{t('Connected To')}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ layer, inbound, depth }, index) => (
              <tr key={index}>
                <th scope="row" style={{ paddingInlineStart: `${8 + 16 * depth}px` }}>
                  {layer.name}
                </th>
                <td>{layer.calls > 1 ? t('{0}, called {1} times', layer.type, layer.calls) : layer.type}</td>
                <td>{layer.outputs.map(shapeText).join(' ') || t('not known')}</td>
                <td class="number">{layer.parameters.toLocaleString('en-US')}</td>
                <td>{trainableText(layer)}</td>
                {hasConnections && <td>{inbound.join(', ')}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function rowsOf(layers: readonly LayerData[], depth: number): Row[] {
  const names = new Set(layers.map(({ name }) => name));
  return layers.flatMap((layer) => {
    const inbound = [...new Set(layer.inbound.map(({ layer }) => layer))].filter((name) => names.has(name));
    return [{ layer, inbound, depth }, ...(layer.model ? rowsOf(layer.model.layers, depth + 1) : [])];
  });
}

/** Of a layer that has nothing to train, nothing is said. */
function trainableText({ parameters, trainable }: LayerData): string {
  if (parameters === 0) return '';
  return trainable ? t('yes') : t('no');
}

/** The weights of a graph model. */
export function Weights({ weights }: { readonly weights: readonly WeightData[] }) {
  return (
    <div class="layers">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t('Weights')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('Weight')}</th>
              <th scope="col">{t('Type')}</th>
              <th scope="col">{t('Shape')}</th>
            </tr>
          </thead>
          <tbody>
            {weights.map(({ name, dtype, shape }, index) => (
              <tr key={index}>
                <th scope="row">{name}</th>
                <td>{dtype}</td>
                <td>{shapeText(shape)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
