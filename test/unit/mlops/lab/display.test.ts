import assert from 'node:assert/strict';
import { type LabHost, setHost } from '../../../../src/mlops/host.ts';
import { display, html, ImageError, image, json, svg } from '../../../../src/mlops/lab.ts';
import { type MimeBundle, mime } from '../../../../src/mlops/payloads/mime.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** A PNG up to its size, and no more of it. */
const png = Uint8Array.from([...signature, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 2, 128, 0, 0, 1, 224]);
const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc2, 0, 11, 8, 0, 20, 0, 30, 1, 1, 0x11, 0]);
const latin = (text: string) => Buffer.from(text, 'latin1');

describe('display', () => {
  let shown: MimeBundle[];
  beforeEach(() => {
    shown = [];
    setHost({ display: (bundle) => void shown.push(bundle), checked: () => {} } satisfies LabHost);
  });
  const bundleOf = (value: unknown) => {
    display(value);
    return shown.at(-1)!;
  };

  it('shows the bytes of a picture as the picture, with kind and size in words', () => {
    assert.deepEqual(bundleOf(png), {
      [mime.png]: Buffer.from(png).toString('base64'),
      [mime.text]: 'PNG image, 640 × 480, 24 bytes',
    });
    assert.equal(bundleOf(jpeg)[mime.text], 'JPEG image, 30 × 20, 21 bytes');
    assert.equal(bundleOf(latin('GIF89a\u0003\u0000\u0002\u0000'))[mime.text], 'GIF image, 3 × 2, 10 bytes');
    assert.ok(mime.webp in bundleOf(latin('RIFF\u0000\u0000\u0000\u0000WEBPVP8 ')));
    assert.equal(
      bundleOf(latin('<?xml version="1.0"?>\n<!-- x -->\n<svg/>'))[mime.svg],
      '<?xml version="1.0"?>\n<!-- x -->\n<svg/>',
    );
  });

  it('shows a part of a bigger buffer as what it is itself', () => {
    const part = new Uint8Array([...new Uint8Array(7), ...png]).subarray(7);
    assert.equal(bundleOf(part)[mime.png], Buffer.from(png).toString('base64'));
  });

  it('shows other bytes, and pictures cut short, without falling over', () => {
    assert.deepEqual(Object.keys(bundleOf(new Uint8Array([1, 2, 3]))), [mime.tensor, mime.text]);
    assert.equal(bundleOf(png.subarray(0, 8))[mime.text], 'PNG image, 8 bytes');
    for (let length = 3; length < jpeg.length; length++) assert.ok(mime.jpeg in bundleOf(jpeg.subarray(0, length)));
  });

  it('gives a picture the words it is told', () => {
    assert.equal(bundleOf(image(png, { alt: 'A cat' }))[mime.text], 'A cat');
    assert.throws(() => image(new Uint8Array(3)), ImageError);
  });

  it('gives HTML, SVG and JSON words for the terminal', () => {
    const table = '<style>p{}</style><table><tr><th>a</th><th>b</th></tr><tr><td>1 &lt; 2</td><td>x</td></tr></table>';
    assert.equal(bundleOf(html(table))[mime.text], 'a\tb\n1 < 2\tx');
    assert.equal(bundleOf(svg('<svg><title>Loss</title></svg>'))[mime.text], 'Loss');
    assert.deepEqual(bundleOf(json({ at: new Date(0), no: undefined })), {
      [mime.json]: { at: '1970-01-01T00:00:00.000Z' },
      [mime.text]: '{\n  "at": "1970-01-01T00:00:00.000Z"\n}',
    });
    assert.throws(() => json(() => 1), /JSON cannot hold/);
    assert.throws(() => json(1n), TypeError);
  });
});
