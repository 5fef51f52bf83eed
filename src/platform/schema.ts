import type * as z from 'zod/mini';

/**
 * The type `T` of what a schema lets through, and `never` when the schema does not name each member of `T`, the
 * optional ones too: zod drops what a schema does not name, and a member of a payload would be lost without a word.
 *
 *     export function parseCheck(data: unknown): Checked<CheckResult, typeof check>
 *
 * does not compile when `CheckResult` has a member more, or of another type, than `check`.
 */
export type Checked<T, Schema extends z.ZodMiniType<T>> = Whole<z.output<Schema>> extends Whole<T> ? T : never;

/** With no member optional, at any depth. */
type Whole<T> = T extends string | number | boolean | null | undefined ? T : { [Name in keyof T]-?: Whole<T[Name]> };
