// The body of a form: multipart/form-data after RFC 7578 and RFC 2046, 5.1, and the form of a plain page.
import { CodedError } from '../codedError.ts';

/** A file as a caller sent it. Name and type are what the caller says; only the bytes are sure. */
export interface UploadedFile {
  readonly name: string;
  /** The media type that was named; nothing where none was. */
  readonly type: string | null;
  readonly bytes: Uint8Array;
}

/** The fields of a form. Of several with one name the last counts, as in FastAPI. */
export type Fields = ReadonlyMap<string, string | UploadedFile>;

/** What of a body is no form; the caller gets it with status 400. */
export class MalformedForm extends CodedError<'malformed-form'> {
  override readonly name = 'MalformedForm';

  constructor(message: string) {
    super('malformed-form', message);
  }
}

/**
 * The fields of a body.
 * @param type its `content-type`; a body of another type than a form's has no fields
 * @throws {MalformedForm}
 */
export function fieldsOf(body: Buffer, type: string): Fields {
  const [essence = '', ...attributes] = type.split(';').map((part) => part.trim());
  switch (essence.toLowerCase()) {
    case 'application/x-www-form-urlencoded':
      // A field that was left empty counts as not sent.
      return new Map([...new URLSearchParams(body.toString('utf8'))].filter(([, value]) => value !== ''));
    case 'multipart/form-data': {
      const boundary = attributes
        .map((each) => /^boundary=(?:"([^"]{1,70})"|([^\s"]{1,70}))$/i.exec(each))
        .find(Boolean);
      if (!boundary) throw new MalformedForm('Missing boundary in multipart.');
      return new Map(partsOf(body, `--${boundary[1] ?? boundary[2]}`));
    }
    default:
      return new Map();
  }
}

const newline = Buffer.from('\r\n');
const blankLine = Buffer.from('\r\n\r\n');

/** What precedes the first delimiter and what follows the last is for programs that know no MIME: it is skipped. */
function* partsOf(body: Buffer, dashed: string): Generator<[string, string | UploadedFile]> {
  const delimiter = Buffer.from(`\r\n${dashed}`);
  let at = body.subarray(0, dashed.length).equals(Buffer.from(dashed)) ? dashed.length : after(body, delimiter, 0);
  while (!startsWith(body, at, Buffer.from('--'))) {
    const line = body.indexOf(newline, at);
    // Spaces may stand behind a delimiter.
    if (line < 0 || body.subarray(at, line).toString('latin1').trim() !== '') throw malformed();
    const head = body.indexOf(blankLine, line);
    const start = head + blankLine.length;
    const end = body.indexOf(delimiter, start);
    if (head < 0 || end < 0) throw malformed();
    const field = fieldOf(body.subarray(line, head).toString('utf8'), body.subarray(start, end));
    if (field) yield field;
    at = end + delimiter.length;
  }
}

function fieldOf(head: string, content: Buffer): [string, string | UploadedFile] | undefined {
  const headers = new Map(
    head.split('\r\n').flatMap((line) => {
      const [, name, value] = /^([^\s:]+):\s*(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name.toLowerCase(), value ?? '']];
    }),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = attribute(disposition, 'name');
  if (name === undefined) throw new MalformedForm('The Content-Disposition header field "name" must be provided.');
  const file = attribute(disposition, 'filename');
  if (file === undefined) return [name, content.toString('utf8')];
  // So a page sends a file that nobody has chosen.
  if (file === '' && content.length === 0) return undefined;
  return [name, { name: file, type: headers.get('content-type') ?? null, bytes: new Uint8Array(content) }];
}

/** A quote in a name stands behind a backslash (RFC 2183); `%22`, which browsers send, is left as it is, as in FastAPI. */
function attribute(disposition: string, name: string): string | undefined {
  const pattern = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i');
  const [, quoted, plain] = pattern.exec(disposition) ?? [];
  return quoted === undefined ? plain : quoted.replaceAll(/\\(["\\])/g, '$1');
}

const startsWith = (body: Buffer, at: number, bytes: Buffer) => body.subarray(at, at + bytes.length).equals(bytes);

function after(body: Buffer, bytes: Buffer, from: number): number {
  const at = body.indexOf(bytes, from);
  if (at < 0) throw malformed();
  return at + bytes.length;
}

const malformed = () => new MalformedForm('Invalid multipart data.');
