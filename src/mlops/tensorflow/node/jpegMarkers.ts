/** What a JPEG says of itself, read before libjpeg sees it (ITU-T T.81, annex B). */
import { NodeError } from './errors.ts';
import { damaged, viewOf } from './pixels.ts';

export interface JpegFile {
  readonly width: number;
  readonly height: number;
  /** 1 for gray, 3 for colour, 4 for CMYK. */
  readonly components: number;
  /** Whether Adobe's marker is there. */
  readonly adobe: boolean;
  /** Whether the end mark is there. */
  readonly complete: boolean;
}

/** Each scan of a progressive file goes over the whole image: a small file of many takes hours. Real ones have ten. */
const maxScans = 100;
const marks = { end: 0xd9, scan: 0xda, app14: 0xee } as const;
/** Frame headers; beyond 0xc2 they are arithmetic, lossless or hierarchical, which neither libjpeg here nor TensorFlow decodes. */
const frameMarks = { first: 0xc0, last: 0xc2 } as const;

/** @throws NodeError when there is no frame header, or a segment is cut short before it */
export function readJpeg(bytes: Uint8Array): JpegFile {
  const view = viewOf(bytes);
  let frame: Omit<JpegFile, 'adobe' | 'complete'> | undefined;
  let adobe = false;
  let complete = false;
  let scans = 0;
  for (let at = nextMark(bytes, 2); at + 1 < bytes.length; ) {
    const mark = bytes[at + 1]!;
    if (mark === marks.end) {
      complete = true;
      break;
    }
    const length = at + 4 <= bytes.length ? view.getUint16(at + 2) : Number.POSITIVE_INFINITY;
    if (at + 2 + length > bytes.length) break;
    // libjpeg begins to decode at the first scan: what comes later does not change the frame.
    if (!frame && !scans && mark >= frameMarks.first && mark <= frameMarks.last && length >= 8) {
      frame = {
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: bytes[at + 9]!,
      };
    }
    if (mark === marks.app14 && length >= 7)
      adobe ||= String.fromCharCode(...bytes.subarray(at + 4, at + 9)) === 'Adobe';
    if (mark === marks.scan) scans += 1;
    at = nextMark(bytes, at + 2 + length);
  }
  if (!frame) throw damaged('JPEG', 'it has no frame header that libjpeg knows');
  if (scans > maxScans) throw damaged('JPEG', `it has ${scans} scans`);
  if (![1, 3, 4].includes(frame.components)) {
    throw new NodeError(
      'unsupported-image',
      `This JPEG image has ${frame.components} components; 1, 3 and 4 are read.`,
    );
  }
  return { ...frame, adobe, complete };
}

/** The next marker that begins a segment or ends the file; within a scan, stuffed bytes and restart marks are data. */
function nextMark(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && at + 1 < bytes.length) {
    const mark = bytes[at + 1]!;
    const isData = mark === 0 || mark === 1 || mark === 0xff || (mark >= 0xd0 && mark <= 0xd7);
    if (!isData) return at;
    at = bytes.indexOf(0xff, at + 1);
  }
  return bytes.length;
}
