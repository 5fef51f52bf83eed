import schema from '../../../course/course.schema.json' with { type: 'json' };
import type { Schema } from '../../shared/yaml/schema.ts';

/** What may stand in a course.yaml. */
export const courseSchema: Schema = schema;
