/**
 * What a module of the toolkit refuses. The message is a sentence for people: what is wrong, where, and how to go on.
 * Each module has one class of its own in its `errors.ts`, with a union of its codes:
 *
 *     export class TransformError extends CodedError<'missing-value' | 'wrong-type'> {
 *       override readonly name = 'TransformError';
 *     }
 *
 * @template Code the codes of the module, in kebab case
 */
export abstract class CodedError<Code extends string> extends Error {
  /** A field and not the class's own name, which a minifier changes. */
  abstract override readonly name: string;
  /** For programs: stable, and easy to search for. */
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
