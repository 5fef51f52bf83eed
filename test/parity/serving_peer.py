"""What Python's clients make of our service: requests posts to it, openapi-spec-validator reads its description.

    python serving_peer.py http://127.0.0.1:8000
"""

import json
import sys
from importlib.metadata import version

import requests
from openapi_spec_validator import OpenAPIV31SpecValidator

url = sys.argv[1]
photo = bytes(range(256)) * 20


def post(path, **kwargs):
    answer = requests.post(url + path, timeout=30, **kwargs)
    return {"status": answer.status_code, "body": answer.json()}


description = requests.get(url + "/openapi.json", timeout=30).json()
session = requests.Session()
print(
    json.dumps(
        {
            "versions": {name: version(name) for name in ("requests", "openapi-spec-validator")},
            "posted": post("/predict?model=small", files={"file": ("tray.jpg", photo, "image/jpeg")}),
            "unknown": post("/predict", params={"model": "huge"}, files={"file": ("tray.jpg", photo)}),
            "order": post(
                "/orders", headers={"Idempotency-Key": "k"}, data={"note": "hi"}, files={"file": ("é.jpg", photo)}
            ),
            "same connection": [session.get(url, timeout=30).status_code for _ in range(3)],
            "faults of the description": [error.message for error in OpenAPIV31SpecValidator(description).iter_errors()],
            # Does the validator see anything at all?
            "faults of a broken one": len(
                list(OpenAPIV31SpecValidator({**description, "info": {}}).iter_errors())
            ),
            "description": description,
        }
    )
)
