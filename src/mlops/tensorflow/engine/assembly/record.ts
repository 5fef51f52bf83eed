// A record is one call of a kernel: 32 words in memory. Word 0 is the kernel's number, word 1 the number of parts that
// its work is divided into, the rest are the kernel's arguments: an i32, an f32, or the byte offset of values.

export function int(record: usize, word: i32): i32 {
  return load<i32>(record + ((<usize>word) << 2));
}

export function float(record: usize, word: i32): f32 {
  return load<f32>(record + ((<usize>word) << 2));
}

export function pointer(record: usize, word: i32): usize {
  return <usize>load<u32>(record + ((<usize>word) << 2));
}

/** The number of parts of a record. */
export function partsOf(record: usize): i32 {
  return load<i32>(record, 4);
}

/** Where part `part` of `parts` begins among `count` units, in multiples of `step`. Part `parts` begins at the end. */
export function startOf(count: i32, part: i32, parts: i32, step: i32): i32 {
  const steps = (count + step - 1) / step;
  return min(count, <i32>((<i64>steps * part) / parts) * step);
}

/** The bytes of `count` floats. */
export function bytes(count: i32): usize {
  return (<usize>count) << 2;
}
