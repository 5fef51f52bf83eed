"""Makes test/fixtures/images/opencv.json: what cv2.resize makes of small pictures.

    uv venv --python 3.12 venv
    uv pip install --python venv/bin/python opencv-python-headless==5.0.0.93 numpy==2.5.5
    venv/bin/python test/parity/resize.py > test/fixtures/images/opencv.json
"""

import json

import cv2
import numpy

random = numpy.random.default_rng(20)


def case(width, height, new_width, new_height):
    before = random.integers(0, 256, (height, width, 3), dtype=numpy.uint8)
    after = cv2.resize(before, (new_width, new_height))
    return {
        "from": [width, height],
        "to": [new_width, new_height],
        "before": before.ravel().tolist(),
        "after": after.ravel().tolist(),
    }


cases = [(8, 6, 4, 3), (8, 6, 16, 12), (7, 5, 10, 3), (1, 4, 3, 2), (9, 9, 9, 9), (12, 10, 5, 4), (2, 2, 7, 7)]
print(
    json.dumps(
        {"versions": {"opencv": cv2.__version__, "numpy": numpy.__version__}, "cases": [case(*each) for each in cases]}
    )
)
