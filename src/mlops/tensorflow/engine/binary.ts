/**
 * Small edits of WebAssembly binaries: sections are copied, one or two are written anew.
 * https://webassembly.github.io/spec/core/binary/modules.html
 */

/** Sections by the number that the format gives them. */
export const sectionIds = { imports: 2, memory: 5, globals: 6, start: 8, data: 11, dataCount: 12 };

/** The most that a memory of 32-bit addresses can have, in pages of 64 KiB. */
export const mostPages = 65536;

const preamble = 8;
const memoryKind = 2;

export interface Section {
  readonly id: number;
  readonly body: Uint8Array;
}

/** How large a memory is and may become, in pages of 64 KiB. */
export interface Limits {
  readonly initial: number;
  readonly maximum: number | undefined;
  readonly shared: boolean;
}

/** Reads bytes and numbers (LEB128, unsigned) one behind the other. */
class Reader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const value = this.#bytes[this.at++];
    if (value === undefined) throw new RangeError('The WebAssembly binary ends too early.');
    return value;
  }

  number(): number {
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      result += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return result;
    }
  }

  /** Jumps over a name. */
  skipName(): void {
    const length = this.number();
    this.at += length;
  }
}

function encoded(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

export function sectionsOf(binary: Uint8Array): Section[] {
  const reader = new Reader(binary, preamble);
  const sections: Section[] = [];
  while (reader.at < binary.length) {
    const id = reader.byte();
    const size = reader.number();
    sections.push({ id, body: binary.subarray(reader.at, reader.at + size) });
    reader.at += size;
  }
  return sections;
}

function join(binary: Uint8Array, sections: readonly Section[]): Uint8Array<ArrayBuffer> {
  const parts = sections.flatMap(({ id, body }) => [Uint8Array.of(id, ...encoded(body.length)), body]);
  const all = [binary.subarray(0, preamble), ...parts];
  const joined = new Uint8Array(all.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of all) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function readLimits(reader: Reader): Limits {
  const flags = reader.number();
  const initial = reader.number();
  return { initial, maximum: flags & 1 ? reader.number() : undefined, shared: (flags & 2) !== 0 };
}

function encodeLimits({ initial, maximum, shared }: Limits): number[] {
  const flags = (maximum === undefined ? 0 : 1) | (shared ? 2 : 0);
  return [flags, ...encoded(initial), ...(maximum === undefined ? [] : encoded(maximum))];
}

/**
 * The binary with the limits of its only import, a memory, replaced. A module must declare the memory it gets: shared
 * or not, and with a maximum that is at least the memory's own.
 * @throws {RangeError} when the binary imports anything else
 */
export function withMemory(binary: Uint8Array, memory: Pick<Limits, 'maximum' | 'shared'>): Uint8Array<ArrayBuffer> {
  const sections = sectionsOf(binary);
  return join(
    binary,
    sections.map((section) => {
      if (section.id !== sectionIds.imports) return section;
      const reader = new Reader(section.body);
      const count = reader.number();
      reader.skipName();
      reader.skipName();
      if (count !== 1 || reader.byte() !== memoryKind)
        throw new RangeError('The engine must import a memory and nothing else: build it again.');
      const head = section.body.subarray(0, reader.at);
      const { initial } = readLimits(reader);
      return { id: section.id, body: Uint8Array.of(...head, ...encodeLimits({ initial, ...memory })) };
    }),
  );
}

/**
 * The binary with its own memory turned into the import `env.memory`, shared; its export, code and data stay.
 * Nothing when the binary has not just one memory of its own.
 */
export function importingMemory(binary: Uint8Array): { binary: Uint8Array<ArrayBuffer>; limits: Limits } | undefined {
  const sections = sectionsOf(binary);
  const memory = sections.find(({ id }) => id === sectionIds.memory);
  const imports = sections.find(({ id }) => id === sectionIds.imports);
  if (!memory || !imports) return undefined;
  const reader = new Reader(memory.body);
  if (reader.number() !== 1) return undefined;
  const limits = { initial: readLimits(reader).initial, maximum: mostPages, shared: true };
  const list = new Reader(imports.body);
  const count = list.number();
  const name = (text: string) => [text.length, ...new TextEncoder().encode(text)];
  const entry = [...name('env'), ...name('memory'), memoryKind, ...encodeLimits(limits)];
  const body = Uint8Array.of(...encoded(count + 1), ...imports.body.subarray(list.at), ...entry);
  const edited = sections
    .filter((section) => section !== memory)
    .map((section) => (section === imports ? { id: section.id, body } : section));
  return { binary: join(binary, edited), limits };
}
