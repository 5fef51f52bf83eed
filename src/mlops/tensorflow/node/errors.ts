import { CodedError } from '../../codedError.ts';

export type NodeErrorCode =
  /** The arguments contradict each other, or the format. */
  | 'bad-argument'
  /** No image format that is known here. */
  | 'unknown-image'
  /** An image of a known format, in a variant that this backend cannot read. */
  | 'unsupported-image'
  /** Cut short, or not what its header says. */
  | 'damaged-image'
  /** Decoding it would take more memory than `maxValues` allows. */
  | 'image-too-large'
  | 'file-not-found'
  /** The folder or file cannot be made, read or written. */
  | 'file-unusable'
  /** `model.json`, its weights or a SavedModel are not what they should be. */
  | 'damaged-model'
  /** Only the native package can do it. */
  | 'native-only';

/** What `tf.node` and `tf.io.fileSystem` refuse: a sentence that says what, where and how to go on. */
export class NodeError extends CodedError<NodeErrorCode> {
  override readonly name = 'NodeError';
}

/** A Node system error as a `NodeError` that names the path; whatever else was thrown, as it is. */
export function fromSystem(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof Error) || !('code' in thrown) || !('syscall' in thrown)) return thrown;
  if (thrown.code === 'ENOENT') return new NodeError('file-not-found', `${path} does not exist.`, { cause: thrown });
  return new NodeError('file-unusable', `${path} cannot be used: ${thrown.message}.`, { cause: thrown });
}

export function badArgument(message: string): NodeError {
  return new NodeError('bad-argument', message);
}
