import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fieldsOf, MalformedForm, type UploadedFile } from '../../../../src/mlops/serving/multipart.ts';

const type = 'multipart/form-data; boundary=b';
const body = (...lines: string[]) => Buffer.from(lines.join('\r\n'));

describe('the body of a form', () => {
  it('may have a preamble, an epilogue, quotes around its boundary and spaces behind a delimiter', () => {
    const fields = fieldsOf(
      body('for old programs', '--b  ', 'Content-Disposition: form-data; name="a"', '', '1', '--b--', 'the end'),
      'Multipart/Form-Data; charset=utf-8; Boundary="b"',
    );
    assert.deepEqual([...fields], [['a', '1']]);
  });

  it('has names with quotes, and files without a type', () => {
    const fields = fieldsOf(
      body('--b', 'content-disposition: form-data; filename="a \\"b\\" c.jpg"; name=file', '', 'x', '--b--'),
      type,
    );
    const file = fields.get('file') as UploadedFile;
    assert.deepEqual([file.name, file.type, Buffer.from(file.bytes).toString()], ['a "b" c.jpg', null, 'x']);
  });

  for (const [what, bytes] of Object.entries({
    'without a delimiter': body('words'),
    'that is cut off in a part': body('--b', 'content-disposition: form-data; name="a"', '', '1'),
    'that is cut off in a head': body('--b', 'content-disposition: form-data; name="a"'),
    'whose part has no name': body('--b', 'content-type: text/plain', '', '1', '--b--'),
    'whose delimiter goes on': body('--bb', 'content-disposition: form-data; name="a"', '', '1', '--b--'),
    'that is empty': Buffer.alloc(0),
  }))
    it(`${what} is malformed`, () => assert.throws(() => fieldsOf(bytes, type), MalformedForm));

  it('gives back what was put in, or is malformed: whatever comes', () => {
    const piece = fc.constantFrom(
      '--b',
      '--b--',
      '\r\n',
      'content-disposition: form-data; name="a"',
      'filename="f"',
      ';',
      '\0',
      'é',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (pieces) => {
        try {
          fieldsOf(Buffer.from(pieces.join('')), type);
        } catch (error) {
          assert.ok(error instanceof MalformedForm);
        }
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const head = body('--b', 'content-disposition: form-data; name="f"; filename="x"', '', '');
        const whole = Buffer.concat([head, bytes, body('', '--b--')]);
        if (whole.indexOf('\r\n--b') !== whole.length - '\r\n--b--'.length) return;
        assert.deepEqual((fieldsOf(whole, type).get('f') as UploadedFile).bytes, bytes);
      }),
    );
  });
});
