import * as tf from '@tensorflow/tfjs';
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { fourierTransform } from './fourier.ts';
import { heapOf, runKernel, type WasmCall, wasmKernel, zeros } from './wasm.ts';

// A complex64 tensor of shape S lies in the heap as a float32 tensor of shape [...S, 2], real and imaginary part side
// by side, which is also how `data()` gives it out. So it has one data id, whose reference count, reading and disposal
// are the backend's own, and a kernel that only moves or adds elements is the float32 kernel on the longer shape.
// (The cpu backend keeps a data id for each part, and for the whole.)

/** The heap's view of a complex tensor: float32 [..., 2]. */
function asFloats({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
  if (dtype !== 'complex64') throw new TypeError(`Expected a complex64 tensor, got ${dtype}. Cast it first.`);
  return { dataId, shape: [...shape, 2], dtype: 'float32' };
}

/** The complex tensor whose parts lie in `x`, float32 [..., 2]. */
function asComplex({ dataId, shape }: tf.TensorInfo): tf.TensorInfo {
  return { dataId, shape: shape.slice(0, -1), dtype: 'complex64' };
}

function complex({ inputs: { real, imag }, backend }: WasmCall<tf.ComplexInputs>): tf.TensorInfo {
  const out = backend.makeOutput([...real.shape, 2], 'float32');
  const [re, im, parts] = [heapOf(backend, real), heapOf(backend, imag), heapOf(backend, out)];
  for (let i = 0; i < re.length; i++) {
    parts[2 * i] = re[i]!;
    parts[2 * i + 1] = im[i]!;
  }
  return asComplex(out);
}

/** Every second float of a complex tensor, from `first` on: its real (0) or imaginary (1) part. */
function part(backend: BackendWasm, x: tf.TensorInfo, first: 0 | 1): tf.TensorInfo {
  const out = backend.makeOutput(x.shape, 'float32');
  const [parts, values] = [heapOf(backend, asFloats(x)), heapOf(backend, out)];
  for (let i = 0; i < values.length; i++) values[i] = parts[2 * i + first]!;
  return out;
}

function complexAbs({ inputs: { x }, backend }: WasmCall<tf.ComplexAbsInputs>): tf.TensorInfo {
  const out = backend.makeOutput(x.shape, 'float32');
  const [parts, values] = [heapOf(backend, asFloats(x)), heapOf(backend, out)];
  for (let i = 0; i < values.length; i++) values[i] = Math.hypot(parts[2 * i]!, parts[2 * i + 1]!);
  return out;
}

/** The Fourier transform over the last axis of a complex tensor, or its inverse, computed in float64. */
function fourier({ inputs: { input }, backend }: WasmCall<tf.FFTInputs>, inverse: boolean): tf.TensorInfo {
  const out = backend.makeOutput([...input.shape, 2], 'float32');
  const [from, to] = [heapOf(backend, asFloats(input)), heapOf(backend, out)];
  if (from.length === 0) return asComplex(out);
  const length = input.shape.at(-1)!;
  const transform = fourierTransform(length);
  const scale = inverse ? 1 / length : 1;
  const [re, im] = [new Float64Array(length), new Float64Array(length)];
  for (let start = 0; start < from.length; start += 2 * length) {
    for (let i = 0; i < length; i++) {
      re[i] = from[start + 2 * i]!;
      im[i] = from[start + 2 * i + 1]!;
    }
    if (inverse) transform(im, re);
    else transform(re, im);
    for (let i = 0; i < length; i++) {
      to[start + 2 * i] = re[i]! * scale;
      to[start + 2 * i + 1] = im[i]! * scale;
    }
  }
  return asComplex(out);
}

/** Kernels for complex tensors that the wasm backend has no kernel of that name for. */
export const complexKernels: readonly tf.KernelConfig[] = [
  wasmKernel(tf.Complex, complex),
  wasmKernel<tf.RealInputs, undefined>(tf.Real, ({ inputs, backend }) => part(backend, inputs.input, 0)),
  wasmKernel<tf.ImagInputs, undefined>(tf.Imag, ({ inputs, backend }) => part(backend, inputs.input, 1)),
  wasmKernel(tf.ComplexAbs, complexAbs),
  wasmKernel<tf.FFTInputs, undefined>(tf.FFT, (call) => fourier(call, false)),
  wasmKernel<tf.IFFTInputs, undefined>(tf.IFFT, (call) => fourier(call, true)),
];

type AnyCall = WasmCall<tf.NamedTensorInfoMap, tf.NamedAttrMap>;
type FloatKernel = (call: AnyCall) => tf.TensorInfo;

/** True where a kernel is given a complex tensor, or asked for one. */
export function isComplex({ inputs, attrs }: AnyCall): boolean {
  return attrs?.dtype === 'complex64' || Object.values(inputs).some((x) => x?.dtype === 'complex64');
}

/** What a kernel of the wasm backend does with complex tensors, in terms of what it does with floats. */
export const complexVariants: Readonly<Record<string, (call: AnyCall, floats: FloatKernel) => tf.TensorInfo>> = {
  [tf.Identity]: onFloats,
  [tf.ZerosLike]: onFloats,
  [tf.Add]: onFloats,
  [tf.Sub]: onFloats,
  [tf.Multiply]: multiply,
  // A negative axis counts from the end, where the views have one more.
  [tf.Concat]: (call, floats) => onFloats(withAxis(call, rankOf(call)), floats),
  [tf.Pack]: (call, floats) => onFloats(withAxis(call, rankOf(call) + 1), floats),
  [tf.OnesLike]: onesLike,
  [tf.Cast]: cast,
};

function onFloats(call: AnyCall, floats: FloatKernel): tf.TensorInfo {
  const views = Object.entries(call.inputs).map(([name, x]) => [name, asFloats(x)] as const);
  const inputs = Array.isArray(call.inputs) ? views.map(([, view]) => view) : Object.fromEntries(views);
  return asComplex(floats({ ...call, inputs: inputs as AnyCall['inputs'] }));
}

function rankOf({ inputs }: AnyCall): number {
  return Object.values(inputs)[0]!.shape.length;
}

function withAxis(call: AnyCall, rank: number): AnyCall {
  const axis = call.attrs.axis as number;
  return { ...call, attrs: { ...call.attrs, axis: axis < 0 ? axis + rank : axis } };
}

/** (a + bi)(c + di) = (ac − bd) + (ad + bc)i, with the broadcasting of the float kernels. */
function multiply({ inputs }: AnyCall): tf.TensorInfo {
  return tf.tidy(() => {
    const [x, y] = [inputs.a as tf.Tensor, inputs.b as tf.Tensor];
    const [a, b, c, d] = [tf.real(x), tf.imag(x), tf.real(y), tf.imag(y)];
    return tf.complex(tf.sub(tf.mul(a, c), tf.mul(b, d)), tf.add(tf.mul(a, d), tf.mul(b, c)));
  });
}

function onesLike({ inputs, backend }: AnyCall): tf.TensorInfo {
  const out = zeros(backend, asFloats(inputs.x!).shape, 'float32');
  const parts = heapOf(backend, out);
  for (let i = 0; i < parts.length; i += 2) parts[i] = 1;
  return asComplex(out);
}

function cast({ inputs, attrs, backend }: AnyCall): tf.TensorInfo {
  const x = inputs.x!;
  if (x.dtype !== 'complex64') {
    const imag = zeros(backend, x.shape, 'float32');
    const out = complex({ inputs: { real: x, imag }, attrs: undefined, backend });
    backend.disposeData(imag.dataId);
    return out;
  }
  if (attrs.dtype === 'complex64') return runKernel(backend, tf.Identity, { x });
  const real = part(backend, x, 0);
  if (attrs.dtype === 'float32') return real;
  const out = runKernel(backend, tf.Cast, { x: real }, attrs);
  backend.disposeData(real.dataId);
  return out;
}

/**
 * Lets the backend take in complex values, and refuse them where no kernel above made them: those of the package
 * would allocate a complex result and fill it with something else.
 */
export function allowComplexData(): void {
  const { move } = BackendWasm.prototype;
  BackendWasm.prototype.move = function (dataId, values, shape, dtype, refCount) {
    if (dtype !== 'complex64') return move.call(this, dataId, values, shape, dtype, refCount);
    if (values) return move.call(this, dataId, values, [...shape, 2], 'float32', refCount);
    throw new TypeError(
      'This operation takes no complex tensors on the WebAssembly backend. Apply it to tf.real(x) and tf.imag(x).',
    );
  };
}
