import type { ModelData, NamedShape } from '../../../mlops/payloads/model.ts';
import { addStyles } from '../../../platform/browser/addStyles.ts';
import { t } from '../../../platform/l10n.ts';
import { parseModel } from '../../payloads/model.ts';
import { type Drawer, mount } from '../mount.tsx';
import { bytes } from '../tensor/format.ts';
import { Diagram } from './diagram.tsx';
import { shapeText } from './graph.ts';
import { Layers, Weights } from './layers.tsx';
import { styles } from './styles.ts';

addStyles(styles);

type LayoutModule = typeof import('./layout.ts');

export const drawModel: Drawer = async (data, element, environment) => {
  const model = parseModel(data);
  // A graph model shows no layers, and needs no layout.
  const layout = model.layers.length > 0 ? await import('./layout.ts') : undefined;
  return mount(element, <Summary data={model} layout={layout} />, environment);
};

function Summary({ data, layout }: { readonly data: ModelData; readonly layout: LayoutModule | undefined }) {
  const kinds = { sequential: 'tf.Sequential', functional: 'tf.LayersModel', graph: 'tf.GraphModel' };
  return (
    <article class="mlops-lab-model" aria-label={t('Model {0}', data.name)}>
      <p>
        <strong>{data.name}</strong> <span>{kinds[data.kind]}</span>
      </p>
      <Facts data={data} />
      <div class="parts">
        {data.layers.length > 0 && <Layers data={data} />}
        {layout && <Diagram data={data} layoutOf={layout.layoutOf} />}
        {data.weights && <Weights weights={data.weights} />}
      </div>
      {data.kind !== 'graph' && data.layers.length === 0 && <p>{t('This model has no layers yet.')}</p>}
    </article>
  );
}

function Facts({ data: { kind, inputs, outputs, parameters, training } }: { readonly data: ModelData }) {
  const number = (value: number) => value.toLocaleString('en-US');
  return (
    <dl>
      <Fact name={t('Total params')} value={`${number(parameters.total)} (${bytes(parameters.bytes)})`} />
      {kind !== 'graph' && <Fact name={t('Trainable')} value={number(parameters.trainable)} />}
      {kind !== 'graph' && <Fact name={t('Non-trainable')} value={number(parameters.total - parameters.trainable)} />}
      <Fact name={t('Inputs')} value={inputs.map(portText).join(', ')} />
      <Fact name={t('Outputs')} value={outputs.map(portText).join(', ')} />
      {training && <Fact name={t('Optimizer')} value={training.optimizer} />}
      {training && <Fact name={t('Loss')} value={training.loss} />}
      {training && <Fact name={t('Metrics')} value={training.metrics.join(', ')} />}
    </dl>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  if (value === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function portText({ shape, dtype }: NamedShape): string {
  return dtype === undefined ? shapeText(shape) : `${shapeText(shape)} ${dtype}`;
}
