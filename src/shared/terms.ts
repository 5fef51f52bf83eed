/** The glossary of the bundled course, which the build puts in; loaded when a term is first asked for. */
import written from 'glossary:terms';
import { type Term, TermFinder } from './glossary.ts';

export const terms: readonly Term[] = written.map(({ also = [], ...rest }) => ({ ...rest, also }));

export const termFinder = new TermFinder(terms);
