// Makes the files of a new module of the toolkit, and enters it in package.json, which lists all modules:
//   npm run new -- module data-validation
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files of a module, by their paths. @param {string} name in kebab case */
function moduleFiles(name) {
  const error = `${name.replaceAll(/(^|-)([a-z])/g, (_, _dash, letter) => letter.toUpperCase())}Error`;
  return {
    [`src/mlops/${name}.ts`]: `/** \`mlops-lab/${name}\`: one sentence on what it is for, and the Python system whose numbers it gives. */
export { ${error}, type ${error}Code } from './${name}/errors.ts';
`,
    [`src/mlops/${name}/errors.ts`]: `import { CodedError } from '../codedError.ts';

export type ${error}Code = 'bad-argument';

/** What the module refuses. */
export class ${error} extends CodedError<${error}Code> {
  override readonly name = '${error}';
}
`,
    [`test/unit/mlops/${name}.test.ts`]: `import assert from 'node:assert/strict';
import { ${error} } from '../../../src/mlops/${name}.ts';

describe('${name}', () => {
  it('has errors with a name and a code', () => {
    const error = new ${error}('bad-argument', 'A sentence that says what is wrong, and where.');
    assert.deepEqual([error.name, error.code], ['${error}', 'bad-argument']);
  });
});
`,
  };
}

/**
 * @param {string} root the repository's folder
 * @returns {Promise<string[]>} the files that were made or changed
 */
export async function createModule(root, name) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) throw new Error(`“${name}” is no name in kebab case.`);
  const files = moduleFiles(name);
  for (const file of Object.keys(files)) {
    if (await exists(join(root, file))) throw new Error(`${file} is there already.`);
  }
  const list = await readFile(join(root, 'package.json'), 'utf8');
  const entered = list.replace(
    /("exports": \{[^}]*?)\n(\s*)\}/,
    `$1,\n$2  "./${name}": "./dist/mlops/${name}.mjs"\n$2}`,
  );
  if (entered === list) throw new Error('package.json has no list of modules where one is looked for.');
  files['package.json'] = entered;
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return Object.keys(files);
}

async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [kind, name] = process.argv.slice(2);
  if (kind !== 'module' || !name) {
    console.error('npm run new -- module NAME');
    process.exitCode = 1;
  } else {
    try {
      for (const file of await createModule(join(import.meta.dirname, '..'), name)) console.log(file);
      console.log('What belongs to a module: CONTRIBUTING.md.');
    } catch (error) {
      console.error(error.message);
      process.exitCode = 1;
    }
  }
}
