// Values that only move: rows by index, and copies from and to any strides.
import { bytes, int, partsOf, pointer, startOf } from './record';

/** In place of `memory.copy`, whose call costs more than a short copy. */
function copyRow(from: usize, to: usize, count: i32): void {
  if (count > 64) {
    memory.copy(to, from, bytes(count));
    return;
  }
  let i: usize = 0;
  for (; i + 16 <= bytes(count); i += 16) v128.store(to + i, v128.load(from + i));
  for (; i < bytes(count); i += 4) store<u32>(to + i, load<u32>(from + i));
}

/**
 * out[o, i] = x[o, indices[i]]. Words: 2 x [outer, size, inner], 3 indices [count], 4 out [outer, count, inner], 5 outer, 6
 * size, 7 count, 8 inner. Four bytes a value. Parts of rows. The caller has seen to it that indices lie in [0, size).
 */
export function gather(record: usize, part: i32): void {
  const size = int(record, 6);
  const count = int(record, 7);
  const inner = int(record, 8);
  const rows = int(record, 5) * count;
  const end = startOf(rows, part + 1, partsOf(record), 1);
  for (let row = startOf(rows, part, partsOf(record), 1); row < end; row++) {
    const index = load<i32>(pointer(record, 3) + bytes(row % count));
    const from = (row / count) * size + index;
    copyRow(pointer(record, 2) + bytes(from * inner), pointer(record, 4) + bytes(row * inner), inner);
  }
}

/**
 * Words: 2 from, 3 to, 4-7 dims, 8-11 strides of `from`, 12-15 strides of `to`, in values of four bytes; a stride of 0
 * repeats. Parts of dims 0 and 1.
 */
export function copy(record: usize, part: i32): void {
  const d1 = int(record, 5);
  const rows = int(record, 4) * d1;
  const end = startOf(rows, part + 1, partsOf(record), 1);
  for (let row = startOf(rows, part, partsOf(record), 1); row < end; row++) {
    const i = row / d1;
    const j = row % d1;
    copyPlane(
      record,
      pointer(record, 2) + bytes(i * int(record, 8) + j * int(record, 9)),
      pointer(record, 3) + bytes(i * int(record, 12) + j * int(record, 13)),
    );
  }
}

/** Dims 2 and 3. */
function copyPlane(record: usize, from: usize, to: usize): void {
  const length = int(record, 7);
  const fromStep = bytes(int(record, 11));
  const toStep = bytes(int(record, 15));
  for (let k = 0; k < int(record, 6); k++) {
    if (fromStep == 4 && toStep == 4) copyRow(from, to, length);
    else if (fromStep == 0 && toStep == 4) repeat(from, to, bytes(length));
    else copyStrided(from, fromStep, to, toStep, length);
    from += bytes(int(record, 10));
    to += bytes(int(record, 14));
  }
}

function repeat(from: usize, to: usize, length: usize): void {
  const value = v128.load_splat<u32>(from);
  let i: usize = 0;
  for (; i + 16 <= length; i += 16) v128.store(to + i, value);
  for (; i < length; i += 4) store<u32>(to + i, load<u32>(from));
}

function copyStrided(from: usize, fromStep: usize, to: usize, toStep: usize, length: i32): void {
  for (let i = 0; i < length; i++, from += fromStep, to += toStep) store<u32>(to, load<u32>(from));
}

/**
 * out [segments, inner]: the sums of the rows of x with the same id; rows of other ids are left out. Words: 2 x [count,
 * inner], 3 ids [count], 4 out, 5 segments, 6 count, 7 inner. One part.
 */
export function sumSegments(record: usize): void {
  const segments = int(record, 5);
  const inner = int(record, 7);
  memory.fill(pointer(record, 4), 0, bytes(segments * inner));
  for (let row = 0; row < int(record, 6); row++) {
    const id = load<i32>(pointer(record, 3) + bytes(row));
    if (id < 0 || id >= segments) continue;
    const from = pointer(record, 2) + bytes(row * inner);
    const to = pointer(record, 4) + bytes(id * inner);
    for (let i: usize = 0; i < bytes(inner); i += 4) store<f32>(to + i, load<f32>(to + i) + load<f32>(from + i));
  }
}
