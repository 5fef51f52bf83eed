import type { DatabaseSync } from 'node:sqlite';
import type { DatasetRow } from './dataset.ts';

/** Fills `datasets`, `inputs` and `input_tags` as MLflow does: an experiment has one row a dataset, a run one a use. */
export function insertInput(db: DatabaseSync, runId: string, dataset: DatasetRow): void {
  const { uuid, name, digest, sourceType, source, schema, profile, context } = dataset;
  db.prepare(
    `INSERT OR IGNORE INTO datasets (dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source,
       dataset_schema, dataset_profile)
     SELECT ?, experiment_id, ?, ?, ?, ?, ?, ? FROM runs WHERE run_uuid = ?`,
  ).run(uuid, name, digest, sourceType, source, schema, profile, runId);
  const input = db
    .prepare(
      `INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id)
       SELECT ?, 'DATASET', dataset_uuid, 'RUN', run_uuid FROM runs JOIN datasets USING (experiment_id)
       WHERE run_uuid = ? AND datasets.name = ? AND digest = ?
       ON CONFLICT DO NOTHING RETURNING input_uuid`,
    )
    .get(uuid, runId, name, digest);
  if (!input || context === null) return;
  db.prepare(`INSERT INTO input_tags (input_uuid, name, value) VALUES (?, 'mlflow.data.context', ?)`).run(
    uuid,
    context,
  );
}
