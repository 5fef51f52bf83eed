/** The compression inside a GIF: LZW with codes that grow from `codeSize` + 1 to 12 bits. */
import { damaged } from './pixels.ts';

const maxBits = 12;

/**
 * @param codeSize bits of an index into the palette, 1 to 8
 * @param size how many indices must come out
 * @throws NodeError when fewer do, or a code means nothing
 */
export function decodeLzw(codes: Uint8Array, codeSize: number, size: number): Uint8Array {
  const out = new Uint8Array(size);
  const table = new CodeTable(codeSize);
  let at = 0;
  let buffer = 0;
  let held = 0;
  for (const byte of codes) {
    buffer |= byte << held;
    held += 8;
    while (held >= table.bits && at < size) {
      const code = buffer & (2 ** table.bits - 1);
      buffer >>>= table.bits;
      held -= table.bits;
      if (code === table.clear) table.reset();
      else if (code === table.clear + 1 || !table.learn(code)) return complete(out, at);
      else at = table.write(code, out, at);
    }
  }
  return complete(out, at);
}

/** The strings that codes stand for: each is a shorter one, its prefix, and one index more. */
class CodeTable {
  readonly clear: number;
  bits: number;
  private next: number;
  private previous = -1;
  private readonly prefix = new Uint16Array(2 ** maxBits);
  private readonly first = new Uint8Array(2 ** maxBits);
  private readonly last = new Uint8Array(2 ** maxBits);
  private readonly length = new Uint16Array(2 ** maxBits);

  constructor(codeSize: number) {
    this.clear = 2 ** codeSize;
    this.bits = codeSize + 1;
    this.next = this.clear + 2;
    for (let code = 0; code < this.clear; code++) {
      this.first[code] = code;
      this.last[code] = code;
      this.length[code] = 1;
    }
  }

  reset(): void {
    this.bits = Math.log2(this.clear) + 1;
    this.next = this.clear + 2;
    this.previous = -1;
  }

  /** Adds the string that `code` completes: the one before and the first index of this. False when `code` means nothing. */
  learn(code: number): boolean {
    const { previous, next } = this;
    const grows = previous >= 0 && next < 2 ** maxBits;
    // The code that is just being added may be used at once: its string then begins as the one before does.
    if (code > next || (code === next && !grows)) return false;
    if (grows) {
      this.prefix[next] = previous;
      this.first[next] = this.first[previous]!;
      this.last[next] = this.first[code === next ? previous : code]!;
      this.length[next] = this.length[previous]! + 1;
      this.next++;
      if (this.next === 2 ** this.bits && this.bits < maxBits) this.bits++;
    }
    this.previous = code;
    return true;
  }

  /** Writes the string of `code` from `at` on, as far as `out` reaches, and gives where it ends. */
  write(code: number, out: Uint8Array, at: number): number {
    const end = at + this.length[code]!;
    for (let i = end - 1, rest = code; i >= at; i--, rest = this.prefix[rest]!) {
      // Beyond its end a typed array takes no value.
      out[i] = this.last[rest]!;
    }
    return end;
  }
}

function complete(out: Uint8Array, written: number): Uint8Array {
  if (written >= out.length) return out;
  throw damaged('GIF', `a frame has ${written} of its ${out.length} pixels`);
}
