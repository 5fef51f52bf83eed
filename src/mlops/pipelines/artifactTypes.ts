import type { NodeType } from '../metadata/model.ts';

const splitNames = { split_names: 'STRING' } as const;

/**
 * The types of artifacts that standard components read and make, with the names and properties that TFX gives them in
 * its store (tfx/types/standard_artifacts.py).
 */
export const standardTypes: Readonly<Record<string, Omit<NodeType, 'name'>>> = {
  Examples: { properties: { span: 'INT', version: 'INT', ...splitNames }, baseType: 'DATASET' },
  ExampleStatistics: { properties: { span: 'INT', ...splitNames }, baseType: 'STATISTICS' },
  ExampleAnomalies: { properties: { span: 'INT', ...splitNames } },
  Schema: {},
  TransformGraph: {},
  Model: { baseType: 'MODEL' },
};
