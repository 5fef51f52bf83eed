/** How a kernel is started. */

export type Backend = 'auto' | 'tensorflow' | 'wasm' | 'cpu';
export type BackendInUse = Exclude<Backend, 'auto'>;

/** What the parent fixes when it starts a kernel; travels as JSON in the environment variable `MLOPS_LAB_KERNEL`. */
export interface KernelOptions {
  /** Absolute path of the lab file: imports resolve from it and stack traces name it. */
  readonly labPath: string;
  /** The learner's folder, absolute: working directory of the process, home of `mlflow.db`. */
  readonly workspace: string;
  readonly backend: Backend;
  /** False when the user does not want runs written to this folder's database: the library then records nothing. */
  readonly recording: boolean;
  /** The process is ended when it holds more, in megabytes; absent: no limit but the machine's. */
  readonly memoryLimit?: number;
}
