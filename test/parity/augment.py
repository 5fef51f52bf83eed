"""Makes test/fixtures/images/augment.json: what TensorFlow and Pillow make of small pictures.

    uv venv --python 3.11 venv
    uv pip install --python venv/bin/python tensorflow-cpu==2.21.0 pillow==13.0.0 numpy==2.4.6
    venv/bin/python test/parity/augment.py > test/fixtures/images/augment.json
"""

import base64
import io
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy
import PIL
import tensorflow as tf
from PIL import Image, ImageOps

random = numpy.random.default_rng(21)
width, height = 5, 3
picture = random.integers(0, 256, (height, width, 3), dtype=numpy.uint8)
every = numpy.arange(256, dtype=numpy.uint8).repeat(3).reshape(16, 16, 3)


def plain(tensor):
    array = numpy.asarray(tensor)
    return {"width": array.shape[1], "height": array.shape[0], "data": array.ravel().tolist()}


def moved(right, down):
    """Padded by 2 on each side, and cropped to the old size."""
    padded = tf.image.pad_to_bounding_box(picture, 2, 2, height + 4, width + 4)
    return tf.image.crop_to_bounding_box(padded, 2 - down, 2 - right, height, width)


def jpeg(orientation):
    """A file of 16 by 8 pixels, as Pillow writes it; turned by Pillow, its parts are told apart by their means."""
    drawn = numpy.zeros((8, 16, 3), dtype=numpy.uint8)
    drawn[:4, :8], drawn[:4, 8:], drawn[4:, :8] = (250, 20, 20), (20, 250, 20), (20, 20, 250)
    image = Image.fromarray(drawn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95, exif=exif)
    return base64.b64encode(file.getvalue()).decode()


def transposed(orientation):
    image = Image.fromarray(picture)
    exif = image.getexif()
    exif[0x0112] = orientation
    return plain(ImageOps.exif_transpose(image))


print(
    json.dumps(
        {
            "versions": {"tensorflow": tf.__version__, "pillow": PIL.__version__, "numpy": numpy.__version__},
            "picture": plain(picture),
            "flipLeftRight": plain(tf.image.flip_left_right(picture)),
            "flipUpDown": plain(tf.image.flip_up_down(picture)),
            "rotate90": [{"quarters": k, "after": plain(tf.image.rot90(picture, k % 4))} for k in (-1, 0, 1, 2, 3)],
            "padAndCrop": [
                {"right": right, "down": down, "after": plain(moved(right, down))}
                for right, down in ((0, 0), (2, -1), (-2, 2), (1, 0))
            ],
            "every": plain(every),
            "adjustBrightness": [
                {"delta": delta, "after": plain(tf.image.adjust_brightness(every, delta))}
                for delta in (-1, -0.3, -0.05, 0, 0.05, 0.1, 0.5, 1)
            ],
            "orientations": [
                {"orientation": n, "jpeg": jpeg(n), "after": transposed(n)} for n in range(1, 9)
            ],
        }
    )
)
