"""Makes test/fixtures/tfjs-node/images.json: images of every kind, and what TensorFlow itself decodes them to.

    python3.11 -m venv venv
    venv/bin/pip install tensorflow-cpu==2.21.0 pillow==13.0.0
    venv/bin/python test/parity/images.py > test/fixtures/tfjs-node/images.json
"""
import base64, io, json, os, random, struct, zlib

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import numpy as np
import tensorflow as tf
from PIL import Image

random.seed(7)
noise = np.random.default_rng(7)
W, H = 17, 11
cases, images = [], {}


def b64(data):
    return base64.b64encode(bytes(data)).decode()


def smooth(channels, top=255):
    y, x = np.mgrid[0:H, 0:W]
    planes = [(np.sin(x / (2 + c) + c) + np.cos(y / (3 - c * 0.4)) + 2) / 4 for c in range(channels)]
    grain = noise.random((H, W, channels)) * 0.1
    return np.clip((np.stack(planes, -1) * 0.9 + grain) * top, 0, top).astype(np.uint16)


def chunk(kind, content):
    return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))


def pack(row, depth):
    bits = ''.join(f'{int(v):0{depth}b}' for v in row.flatten())
    bits += '0' * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def filtered(rows, bpp):
    out, above = b'', None
    for row in rows:
        kind = random.randrange(5)
        line = bytearray()
        for i, value in enumerate(row):
            a = row[i - bpp] if i >= bpp else 0
            b = above[i] if above else 0
            c = above[i - bpp] if above and i >= bpp else 0
            p = a + b - c
            paeth = min(((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c)))[2]
            line.append((value - (0, a, b, (a + b) // 2, paeth)[kind]) & 255)
        out += bytes([kind]) + bytes(line)
        above = row
    return out


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(samples, depth, color, palette=None, transparency=None, interlaced=False, extra=b''):
    bpp = max(1, samples.shape[2] * depth // 8)
    raw = b''
    for x, y, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        part = samples[y::dy, x::dx]
        if part.size:
            raw += filtered([pack(row, depth) for row in part], bpp)
    body = zlib.compress(raw)
    chunks = [chunk(b'IHDR', struct.pack('>IIBBBBB', samples.shape[1], samples.shape[0], depth, color, 0, 0, int(interlaced)))]
    chunks += [chunk(b'tEXt', b'Comment\0a test'), extra]
    chunks += [chunk(b'PLTE', palette)] if palette else []
    chunks += [chunk(b'tRNS', transparency)] if transparency else []
    chunks += [chunk(b'IDAT', body[:20]), chunk(b'IDAT', body[20:]), chunk(b'IEND', b'')]
    return b'\x89PNG\r\n\x1a\n' + b''.join(chunks)


def expect(name, op, args, decode):
    case = {'image': name, 'op': op, 'args': args}
    try:
        value = decode(tf.constant(images[name])).numpy()
        case.update(shape=list(value.shape), values=b64(value.astype(np.uint8).tobytes()))
    except (tf.errors.InvalidArgumentError, ValueError) as error:
        case.update(error=str(error).split('\n')[0][:160])
    cases.append(case)


def add(name, data, channels=(0, 1, 3, 4)):
    images[name] = bytes(data)
    kind = name.split('-')[0]
    for c in channels:
        if kind == 'png':
            expect(name, 'decodePng', [c], lambda x: tf.io.decode_png(x, channels=c))
        if kind == 'jpeg':
            expect(name, 'decodeJpeg', [c], lambda x: tf.io.decode_jpeg(x, channels=c))
        if kind == 'bmp':
            expect(name, 'decodeBmp', [c], lambda x: tf.io.decode_bmp(x, channels=c))
    if kind == 'gif':
        expect(name, 'decodeGif', [], tf.io.decode_gif)
        expect(name, 'decodeImage', [0, 'int32', False], lambda x: tf.io.decode_image(x, expand_animations=False))
        expect(name, 'decodePng', [3], lambda x: tf.io.decode_png(x, channels=3))


for interlaced in (False, True):
    tag = '-interlaced' if interlaced else ''
    for depth in (1, 2, 4, 8, 16):
        gray = smooth(1, 2**depth - 1)
        add(f'png-gray{depth}{tag}', png(gray, depth, 0, interlaced=interlaced))
    add(f'png-gray8-key{tag}', png(smooth(1), 8, 0, transparency=struct.pack('>H', 128), interlaced=interlaced))
    for depth in (1, 2, 4, 8):
        palette = bytes(noise.integers(0, 256, 3 * 2**depth, dtype=np.uint8))
        add(f'png-palette{depth}{tag}', png(smooth(1, 2**depth - 1), depth, 3, palette, interlaced=interlaced))
    add(f'png-palette4-alpha{tag}', png(smooth(1, 15), 4, 3, palette[:48], bytes([0, 128, 255, 7]), interlaced))
    for depth in (8, 16):
        top = 2**depth - 1
        add(f'png-rgb{depth}{tag}', png(smooth(3, top), depth, 2, interlaced=interlaced))
        add(f'png-grayalpha{depth}{tag}', png(smooth(2, top), depth, 4, interlaced=interlaced))
        add(f'png-rgba{depth}{tag}', png(smooth(4, top), depth, 6, interlaced=interlaced))
rgb = smooth(3)
key = struct.pack('>HHH', *map(int, rgb[3, 4]))
add('png-rgb8-key', png(rgb, 8, 2, transparency=key))
add('png-one-pixel-interlaced', png(smooth(3)[:1, :1], 8, 2, interlaced=True))
gamma = chunk(b'gAMA', struct.pack('>I', 45455))
add('png-rgb8-gamma', png(rgb, 8, 2, extra=gamma))
add('png-rgb8-gamma1', png(rgb, 8, 2, extra=chunk(b'gAMA', struct.pack('>I', 100000))))
add('png-rgba8-srgb', png(smooth(4), 8, 6, extra=chunk(b'sRGB', b'\0')))
add('png-palette8-gamma', png(smooth(1), 8, 3, palette, extra=gamma))
add('png-rgb16-gamma', png(smooth(3, 65535), 16, 2, extra=gamma))
expect('png-rgb8', 'decodeGif', [], tf.io.decode_gif)
expect('png-rgb8', 'decodeJpeg', [0], tf.io.decode_jpeg)
expect('png-rgb8', 'decodeBmp', [0], tf.io.decode_bmp)
images['png-cut'] = images['png-rgb8'][:-40]
expect('png-cut', 'decodePng', [0], tf.io.decode_png)


def pil(mode, kind, **options):
    channels = {'L': 1, 'RGB': 3, 'RGBA': 4, 'CMYK': 4}[mode]
    array = smooth(channels).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(array[..., 0] if channels == 1 else array, mode).save(file, kind, **options)
    return file.getvalue()


add('jpeg-420', pil('RGB', 'JPEG', quality=75, subsampling=2))
add('jpeg-422', pil('RGB', 'JPEG', quality=90, subsampling=1))
add('jpeg-444', pil('RGB', 'JPEG', quality=95, subsampling=0))
add('jpeg-gray', pil('L', 'JPEG'))
add('jpeg-progressive', pil('RGB', 'JPEG', progressive=True, restart_marker_blocks=1))
add('jpeg-cmyk', pil('CMYK', 'JPEG'), channels=(0, 3))
for ratio in (2, 4, 8):
    expect('jpeg-420', 'decodeJpeg', [0, ratio], lambda x: tf.io.decode_jpeg(x, ratio=ratio))
expect('jpeg-420', 'decodeJpeg', [0, 1, False], lambda x: tf.io.decode_jpeg(x, fancy_upscaling=False))
expect('jpeg-420', 'decodeJpeg', [0, 1, True, False, 1, 'INTEGER_ACCURATE'],
       lambda x: tf.io.decode_jpeg(x, dct_method='INTEGER_ACCURATE'))
expect('jpeg-420', 'decodePng', [1], lambda x: tf.io.decode_png(x, channels=1))
images['jpeg-cut'] = images['jpeg-444'][:-200]
images['jpeg-no-end'] = images['jpeg-444'][:-2]
images['jpeg-progressive-cut'] = images['jpeg-progressive'][:-150]
for name in ('jpeg-cut', 'jpeg-no-end', 'jpeg-progressive-cut'):
    expect(name, 'decodeJpeg', [0], tf.io.decode_jpeg)

add('bmp-24', pil('RGB', 'BMP'))
add('bmp-32', pil('RGBA', 'BMP'))
top_down = bytearray(images['bmp-24'])
top_down[22:26] = struct.pack('<i', -H)
add('bmp-top-down', top_down)
add('bmp-8', pil('L', 'BMP'))


def gif(frames, **options):
    file = io.BytesIO()
    frames[0].save(file, 'GIF', save_all=True, append_images=frames[1:], **options)
    return file.getvalue()


still = [Image.fromarray(smooth(3).astype(np.uint8)).quantize(n) for n in (256, 16, 3)]
add('gif-still', gif(still[:1]))
add('gif-frames', gif(still, duration=100))
moving = []
for i in range(3):
    frame = Image.new('RGB', (W, H), (10, 200, 30))
    frame.paste((255, 0, 0), (2 + i * 3, 2, 6 + i * 3, 7))
    moving.append(frame.quantize(4))
add('gif-moving', gif(moving, optimize=True, disposal=1))
add('gif-transparent', gif(moving, transparency=0, disposal=2))
add('gif-interlaced', gif([Image.fromarray(noise.integers(0, 256, (40, 61), dtype=np.uint8), 'L')], interlace=1))
images['gif-cut'] = images['gif-still'][:-60]
expect('gif-cut', 'decodeGif', [], tf.io.decode_gif)

print(json.dumps({'tensorflow': tf.__version__, 'images': {k: b64(v) for k, v in images.items()}, 'cases': cases}, indent=1))
