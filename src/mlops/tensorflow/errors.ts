import { CodedError } from '../codedError.ts';

export type NativeErrorCode =
  | 'not-installed'
  /** The installation is not whole, or its libraries do not load. */
  | 'damaged-installation'
  | 'not-started';

/** The native installation cannot be used. */
export class NativeError extends CodedError<NativeErrorCode> {
  override readonly name = 'NativeError';
}

export type BackendErrorCode = 'unknown-backend' | 'unknown-engine' | 'no-native-backend' | 'no-wasm-backend';

/** The backend asked for cannot be had on this machine; the message says how to go on. */
export class BackendError extends CodedError<BackendErrorCode> {
  override readonly name = 'BackendError';
}
