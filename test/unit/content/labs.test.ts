/** What the files of the bundled labs say of themselves; that they teach is proved in `test/labs`. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { bundledCourse } from '../../../src/course/load.ts';
import { frontMatter, parseLab } from '../../../src/labs/file.ts';
import { fileOf } from '../../../src/shared/model.ts';
import { extensionRoot } from '../courseFolder.ts';

describe('every bundled lab', () => {
  it('says that it is an assignment where course.yaml does, and nowhere else', async () => {
    const course = await bundledCourse(extensionRoot);
    const items = course.courses.flatMap(({ weeks }) => weeks.flatMap((week) => week.items));
    const here = items.flatMap((item) => {
      const path = fileOf(course, item);
      return path?.endsWith('.lab.ts') && item.state === 'resolved' ? [{ path, kind: item.kind }] : [];
    });
    for (const { path, kind } of here) {
      const { isAssignment = false } = frontMatter(parseLab(await readFile(path, 'utf8')), path);
      assert.equal(isAssignment, kind === 'assignment', path);
    }
  });
});
