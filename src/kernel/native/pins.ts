/**
 * What a native installation is made of: every download by version and digest, so that nothing unknown is ever run.
 * A platform that is not listed is refused: there is none on which an installation was not tried.
 */

/** An npm package as the registry gives it, with the `integrity` that the registry states for it. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity, `sha512-…`. */
  readonly integrity: string;
}

export interface PinnedDownload {
  readonly file: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** A wheel of Python's package index, by the tags of its platform. */
export interface PinnedWheel extends PinnedDownload {
  readonly project: string;
  readonly version: string;
  readonly python: string;
  readonly abi: string;
  readonly platform: string;
}

/** Where TensorFlow's libraries come from: its own archive of the C library, or the wheel of its Python package. */
export type Way = 'libtensorflow' | 'wheel';

export interface Recipe {
  /** Sources of the binding and its JavaScript; then what they are compiled against, and what they require. */
  readonly packages: readonly PinnedPackage[];
  readonly libtensorflow: PinnedDownload & { readonly version: string; readonly url: string };
  readonly wheel: PinnedWheel;
  /** The oldest C library that the downloads run on. */
  readonly glibc: readonly [major: number, minor: number];
}

export const tfjsNodeVersion = '4.22.0';

/** Bytes that must be free: the wheel, its libraries unpacked, and room to work. */
export const bytesNeeded = 1_300_000_000;

const packages: readonly PinnedPackage[] = [
  {
    name: '@tensorflow/tfjs-node',
    version: tfjsNodeVersion,
    integrity: 'sha512-uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==',
  },
  {
    name: 'node-api-headers',
    version: '1.9.0',
    integrity: 'sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
  },
  {
    name: 'google-protobuf',
    version: '3.21.4',
    integrity: 'sha512-MnG7N936zcKTco4Jd2PX2U96Kf9PxygAPKBug+74LHzmHXmceN16MmRcdgZv+DGef/S9YvQAfRsNCn4cjf9yyQ==',
  },
  {
    name: 'progress',
    version: '2.0.3',
    integrity: 'sha512-7PiHtLll5LdnKIMw100I+8xJXR5gW2QwWYkT6iJva0bXitZKa/XMrSbdmg3r2Xnaidz9Qumd0VPaMrZlF9V9sA==',
  },
];

/** By `process.platform` and `process.arch`. */
export const recipes: Readonly<Record<string, Recipe>> = {
  'linux-x64': {
    packages,
    libtensorflow: {
      version: '2.9.1',
      file: 'libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz',
      url: 'https://storage.googleapis.com/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz',
      // TensorFlow publishes no digest; nixpkgs and several Bazel builds pin the archive by this one.
      sha256: '7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173',
    },
    // Its libraries know nothing of Python: one ABI serves whatever Python runs pip.
    wheel: {
      project: 'tensorflow-cpu',
      version: '2.21.0',
      file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
      sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
      python: '3.11',
      abi: 'cp311',
      platform: 'manylinux_2_27_x86_64',
    },
    glibc: [2, 27],
  },
};
