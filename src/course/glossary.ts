/** Reads glossary.yaml, the terms that stand beside a course. */
import * as z from 'zod/mini';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { parseDeepLink } from '../shared/deepLink.ts';
import type { Term } from '../shared/glossary.ts';
import { errorAt, faultsOf } from '../shared/yaml/faults.ts';
import { type Fault, readYaml } from '../shared/yaml/yamlText.ts';

export const glossaryFileName = 'glossary.yaml';

const words = z.string().check(z.minLength(1), z.maxLength(100));
const glossarySchema = z
  .array(
    z.strictObject({
      term: words,
      also: z.optional(z.array(words).check(z.maxLength(20))),
      means: z.string().check(z.minLength(1), z.maxLength(1000)),
      see: z.string().check(z.minLength(1), z.maxLength(500)),
    }),
  )
  .check(z.maxLength(2000));

/** A glossary as it was read, with everything that is wrong with it but what only the course can tell. */
export interface ExaminedGlossary {
  readonly faults: readonly Fault[];
  /** Only where no fault is an error. */
  readonly terms?: readonly Term[];
}

/** Never throws. */
export async function examineGlossary(source: string): Promise<ExaminedGlossary> {
  const text = await readYaml(source);
  const result = z.safeParse(glossarySchema, text.value);
  if (text.faults.length > 0) return { faults: text.faults };
  if (!result.success) return { faults: result.error.issues.flatMap((issue) => faultsOf(issue, text)) };
  const terms = result.data.map(({ also = [], ...rest }) => ({ ...rest, also }));
  const faults = [
    ...repeated(terms).map(({ at, name }) =>
      errorAt('duplicate-term', text.span([at]), t('“{0}” stands in the glossary twice; keep one of them.', name), [
        at,
      ]),
    ),
    ...terms.flatMap(({ see }, at) =>
      parseDeepLink(see)
        ? []
        : [errorAt('no-link', text.span([at, 'see']), t('“{0}” leads to no page or cell.', see), [at, 'see'])],
    ),
  ];
  return faults.length > 0 ? { faults } : { faults, terms };
}

/**
 * The terms of a glossary.
 * @param name the file as the user knows it
 * @throws UserError `glossary` with the line of the first fault
 */
export async function readGlossary(source: string, name = glossaryFileName): Promise<readonly Term[]> {
  const { terms, faults } = await examineGlossary(source);
  if (terms) return terms;
  const { from, message } = faults[0] ?? { from: 0, message: '' };
  throw new UserError('glossary', t('{0}, line {1}: {2}', name, source.slice(0, from).split('\n').length, message));
}

/** Names that two entries share, at the later one. */
function repeated(terms: readonly Term[]): { at: number; name: string }[] {
  const seen = new Set<string>();
  return terms.flatMap(({ term, also }, at) =>
    [term, ...also].flatMap((name) => {
      const key = name.toLowerCase();
      if (seen.has(key)) return [{ at, name }];
      seen.add(key);
      return [];
    }),
  );
}
