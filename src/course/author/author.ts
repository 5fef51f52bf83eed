/** What authors of courses are helped by: loaded when a course is open or checked, and not before. */
export { type CourseOf, courseOf } from './around.ts';
export { checkCourse } from './check.ts';
export { completionsAt } from './complete.ts';

import { describedAt } from '../../shared/yaml/hover.ts';
import { courseSchema } from './schema.ts';

export const descriptionAt = (source: string, offset: number) => describedAt(source, offset, courseSchema);
