/**
 * Blessings in a store of ML Metadata, as TFX's Evaluator leaves them and its resolver looks for them.
 * Source: tfx/components/evaluator/executor.py, tfx/dsl/input_resolution/strategies/latest_blessed_model_strategy.py.
 */
import type { StoredArtifact } from '../metadata/model.ts';
import type { MetadataStore } from '../metadata/store.ts';
import { AnalysisError } from './errors.ts';

export interface Evaluated {
  /** Id of the model that was judged. */
  readonly model: number;
  /** Id of the model that it was compared with. */
  readonly baseline?: number;
  /** What validation said; nothing where the evaluation broke off. */
  readonly validationOk?: boolean;
  /** The folder of the blessing's mark. */
  readonly uri?: string;
}

const evaluator = 'tfx.components.evaluator.component.Evaluator';

/**
 * Reports an evaluation to a store: an execution of the Evaluator that read the models and made a `ModelBlessing`. One that
 * broke off has failed, and made nothing.
 * @returns the blessing's id
 * @throws {AnalysisError} `bad-argument` for a model that the store does not have
 */
export function recordBlessing(store: MetadataStore, evaluated: Evaluated): number | undefined {
  const { model, baseline, validationOk, uri } = evaluated;
  const read = { model, ...(baseline !== undefined && { baseline_model: baseline }) };
  const inputs = Object.entries(read).map(([name, id]) => {
    modelOf(store, id);
    return [{ id }, { type: 'INPUT' as const, path: [name, 0] }] as const;
  });
  const execution = {
    typeId: store.putExecutionType({ name: evaluator }),
    lastKnownState: validationOk === undefined ? ('FAILED' as const) : ('COMPLETE' as const),
  };
  if (validationOk === undefined) {
    store.putExecution(execution, inputs);
    return undefined;
  }
  const blessing = {
    typeId: store.putArtifactType({ name: 'ModelBlessing' }),
    state: 'LIVE' as const,
    ...(uri !== undefined && { uri }),
    customProperties: {
      blessed: Number(validationOk),
      current_model: modelOf(store, model).uri ?? '',
      current_model_id: model,
      ...(baseline !== undefined && {
        baseline_model: modelOf(store, baseline).uri ?? '',
        baseline_model_id: baseline,
      }),
    },
  };
  const event = { type: 'OUTPUT' as const, path: ['blessing', 0] };
  return store.putExecution(execution, [...inputs, [blessing, event]]).artifactIds.at(-1);
}

/**
 * The newest model that was ever blessed, with its blessing: TFX's `LatestBlessedModelStrategy`. Newest is the one that was
 * stored last, whenever it was blessed.
 * @returns nothing where no model is blessed
 */
export function latestBlessedModel(
  store: MetadataStore,
): { readonly model: StoredArtifact; readonly blessing: StoredArtifact } | undefined {
  const blessings = new Map<number, StoredArtifact>();
  for (const blessing of ofType(store, 'ModelBlessing')) {
    const { blessed, current_model_id: id } = blessing.customProperties;
    if (Number(blessed) === 1) blessings.set(Number(id), blessing);
  }
  const [model] = ofType(store, 'Model')
    .filter(({ id }) => blessings.has(id))
    .sort((a, b) => b.id - a.id);
  return model && { model, blessing: blessings.get(model.id)! };
}

const ofType = (store: MetadataStore, type: string): StoredArtifact[] =>
  store.getArtifactTypes().some(({ name }) => name === type) ? store.getArtifactsByType(type) : [];

function modelOf(store: MetadataStore, id: number): StoredArtifact {
  const [model] = store.getArtifactsById([id]);
  if (model) return model;
  throw new AnalysisError('bad-argument', `The store has no artifact ${id}: put the model into it first.`);
}
