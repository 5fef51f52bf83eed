/**
 * FarmHash's Fingerprint64, the stable hash behind TensorFlow's `to_hash_bucket_fast`.
 *
 * Source: Geoff Pike, FarmHash (github.com/google/farmhash), `farmhashna::Hash64`. The names are those of the original.
 */
const k0 = 0xc3a5c85c97cb3127n;
const k1 = 0xb492b66fbe98f273n;
const k2 = 0x9ae16a3b2f90404fn;

const u64 = (x: bigint) => BigInt.asUintN(64, x);
const rotate = (x: bigint, shift: bigint) => u64((x >> shift) | (x << (64n - shift)));
const shiftMix = (x: bigint) => x ^ (x >> 47n);

/** The unsigned 64-bit fingerprint of a text's UTF-8 bytes. */
export function fingerprint64(text: string): bigint {
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(bytes.buffer);
  if (bytes.length <= 16) return hash0to16(view);
  if (bytes.length <= 32) return hash17to32(view);
  if (bytes.length <= 64) return hash33to64(view);
  return hashLong(view);
}

const fetch64 = (s: DataView, at: number) => s.getBigUint64(at, true);
const fetch32 = (s: DataView, at: number) => BigInt(s.getUint32(at, true));

function hash16(u: bigint, v: bigint, mul: bigint): bigint {
  const a = shiftMix(u64((u64(u) ^ u64(v)) * mul));
  const b = shiftMix(u64((u64(v) ^ a) * mul));
  return u64(b * mul);
}

function hash0to16(s: DataView): bigint {
  const length = s.byteLength;
  const len = BigInt(length);
  const mul = u64(k2 + len * 2n);
  if (length >= 8) {
    const a = u64(fetch64(s, 0) + k2);
    const b = fetch64(s, length - 8);
    return hash16(rotate(b, 37n) * mul + a, (rotate(a, 25n) + b) * mul, mul);
  }
  if (length >= 4) return hash16(len + (fetch32(s, 0) << 3n), fetch32(s, length - 4), mul);
  if (length === 0) return k2;
  const y = BigInt(s.getUint8(0) + (s.getUint8(length >> 1) << 8));
  const z = BigInt(length + (s.getUint8(length - 1) << 2));
  return u64(shiftMix(u64(y * k2) ^ u64(z * k0)) * k2);
}

/** The head that texts of 17 to 64 bytes share: their first and last 16 bytes. */
function ends(s: DataView, firstFactor: bigint, mul: bigint) {
  const end = s.byteLength;
  const a = u64(fetch64(s, 0) * firstFactor);
  const b = fetch64(s, 8);
  const c = u64(fetch64(s, end - 8) * mul);
  const d = u64(fetch64(s, end - 16) * k2);
  return { a, y: u64(rotate(u64(a + b), 43n) + rotate(c, 30n) + d), z: u64(a + rotate(u64(b + k2), 18n) + c) };
}

function hash17to32(s: DataView): bigint {
  const mul = u64(k2 + BigInt(s.byteLength) * 2n);
  const { y, z } = ends(s, k1, mul);
  return hash16(y, z, mul);
}

function hash33to64(s: DataView): bigint {
  const end = s.byteLength;
  const mul = u64(k2 + BigInt(end) * 2n);
  const head = ends(s, k2, mul);
  const z = hash16(head.y, head.z, mul);
  const e = u64(fetch64(s, 16) * mul);
  const f = fetch64(s, 24);
  const g = u64((head.y + fetch64(s, end - 32)) * mul);
  const h = u64((z + fetch64(s, end - 24)) * mul);
  return hash16(rotate(u64(e + f), 43n) + rotate(g, 30n) + h, e + rotate(u64(f + head.a), 18n) + g, mul);
}

type Pair = readonly [bigint, bigint];

function weakHash32(s: DataView, at: number, seedA: bigint, seedB: bigint): Pair {
  const z = fetch64(s, at + 24);
  const c = u64(seedA + fetch64(s, at));
  const a = u64(c + fetch64(s, at + 8) + fetch64(s, at + 16));
  const b = rotate(u64(seedB + c + z), 21n) + rotate(a, 44n);
  return [u64(a + z), u64(b + c)];
}

function hashLong(s: DataView): bigint {
  const tail = (s.byteLength - 1) & 63;
  const end = s.byteLength - 1 - tail;
  let x = u64(81n * k2 + fetch64(s, 0));
  let y = u64(81n * k1 + 113n);
  let z = u64(shiftMix(u64(y * k2 + 113n)) * k2);
  let v: Pair = [0n, 0n];
  let w: Pair = [0n, 0n];
  const round = (at: number, mul: bigint, ninefold: bigint) => {
    x = u64(rotate(u64(x + y + v[0] + fetch64(s, at + 8)), 37n) * mul) ^ u64(w[1] * ninefold);
    const turned = rotate(u64(y + v[1] + fetch64(s, at + 48)), 42n) * mul;
    y = u64(turned + v[0] * ninefold + fetch64(s, at + 40));
    z = u64(rotate(u64(z + w[0]), 33n) * mul);
    v = weakHash32(s, at, u64(v[1] * mul), u64(x + w[0]));
    w = weakHash32(s, at + 32, u64(z + w[1]), u64(y + fetch64(s, at + 16)));
    [z, x] = [x, z];
  };
  for (let at = 0; at < end; at += 64) round(at, k1, 1n);
  const mul = u64(k1 + ((z & 0xffn) << 1n));
  const w0 = u64(w[0] + BigInt(tail));
  v = [u64(v[0] + w0), v[1]];
  w = [u64(w0 + v[0]), w[1]];
  round(s.byteLength - 64, mul, 9n);
  return hash16(hash16(v[0], w[0], mul) + shiftMix(y) * k0 + z, hash16(v[1], w[1], mul) + x, mul);
}
