import schema from '../../../course/quiz.schema.json' with { type: 'json' };
import type { Schema } from '../../shared/yaml/schema.ts';

/** What may stand in a quiz.yaml. */
export const quizSchema: Schema = schema;
