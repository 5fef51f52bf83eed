"""Makes test/fixtures/serving/fastapi.json: what FastAPI answers to requests that are right, wrong and nonsense.

    uv venv --python 3.12 venv
    uv pip install --python venv/bin/python fastapi==0.165.0 starlette==1.10.0 pydantic==2.14.4 \
        python-multipart==0.0.34 httpx==0.28.1
    venv/bin/python test/parity/serving.py > test/fixtures/serving/fastapi.json

test/unit/mlops/serving/parity.test.ts has the same service in ours, and sends it the same requests.
"""

import json
from enum import Enum
from importlib.metadata import version
from typing import Annotated

from fastapi import FastAPI, File, Form, Header, HTTPException, Path, Query, Response, UploadFile
from fastapi.testclient import TestClient

app = FastAPI()


class Model(str, Enum):
    small = "small"
    large = "large"


@app.get("/")
def greet():
    return {"message": "Trays, please"}


@app.post("/predict")
def predict(
    model: Model, file: Annotated[UploadFile, File()], confidence: Annotated[float, Query(ge=0, le=1)] = 0.5
):
    return {
        "model": model,
        "confidence": confidence,
        "name": file.filename,
        "type": file.content_type,
        "size": len(file.file.read()),
    }


@app.get("/trays/{tray}")
def tray(
    tray: Annotated[int, Path(ge=1)],
    limit: Annotated[int, Query(gt=0, lt=100)] = 10,
    wide: bool = False,
    name: Annotated[str | None, Query(min_length=2, max_length=5)] = None,
):
    return {"tray": tray, "limit": limit, "wide": wide, "name": name}


@app.post("/orders")
def order(
    idempotency_key: Annotated[str, Header()],
    note: Annotated[str, Form()],
    pieces: Annotated[int, Form(ge=0)] = 0,
    file: Annotated[UploadFile | None, File()] = None,
):
    return {"key": idempotency_key, "note": note, "pieces": pieces, "name": file.filename if file else None}


@app.delete("/orders/{order}")
def cancel(order: str):
    return Response(status_code=204)


@app.get("/teapot")
def teapot():
    raise HTTPException(418, "short and stout", {"x-tea": "none"})


@app.get("/crash")
def crash():
    raise RuntimeError("a secret of the house")


@app.get("/text")
def text():
    return "plain words"


@app.get("/nothing")
def nothing():
    return None


client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
boundary = "b0undary"
multipart = {"content-type": f"multipart/form-data; boundary={boundary}"}


def part(name, value, filename=None, kind=None):
    lines = [f'content-disposition: form-data; name="{name}"']
    if filename is not None:
        lines[0] += f'; filename="{filename}"'
    if kind:
        lines.append(f"content-type: {kind}")
    return f"--{boundary}\r\n" + "\r\n".join(lines) + f"\r\n\r\n{value}\r\n"


def form(*parts):
    return "".join(parts) + f"--{boundary}--\r\n"


photo = form(part("file", "a photo", "tray.jpg", "image/jpeg"))
urlencoded = {"content-type": "application/x-www-form-urlencoded"}
requests = [
    ("GET", "/", {}, None),
    ("GET", "/text", {}, None),
    ("GET", "/nothing", {}, None),
    ("GET", "/nowhere", {}, None),
    ("GET", "/trays", {}, None),
    ("GET", "/trays/3/", {}, None),
    ("POST", "/", {}, None),
    ("HEAD", "/", {}, None),
    ("OPTIONS", "/predict", {}, None),
    ("DELETE", "/predict?model=small", {}, None),
    ("GET", "/teapot", {}, None),
    ("GET", "/crash", {}, None),
    ("DELETE", "/orders/7", {}, None),
    ("DELETE", "/orders/a%20b", {}, None),
    # The till's request, right and wrong.
    ("POST", "/predict?model=small", multipart, photo),
    ("POST", "/predict?model=large&confidence=0.2", multipart, photo),
    ("POST", "/predict?model=small&confidence=1", multipart, photo),
    ("POST", "/predict?model=huge", multipart, photo),
    ("POST", "/predict?model=Small", multipart, photo),
    ("POST", "/predict?model=", multipart, photo),
    ("POST", "/predict", multipart, photo),
    ("POST", "/predict?model=small&model=large", multipart, photo),
    ("POST", "/predict?model=small&confidence=sure", multipart, photo),
    ("POST", "/predict?model=small&confidence=", multipart, photo),
    ("POST", "/predict?model=small&confidence=1.01", multipart, photo),
    ("POST", "/predict?model=small&confidence=-0.5", multipart, photo),
    ("POST", "/predict?model=small&confidence=nan", multipart, photo),
    ("POST", "/predict?model=small&confidence=inf", multipart, photo),
    ("POST", "/predict?model=small&confidence=1e-1", multipart, photo),
    ("POST", "/predict?model=small&confidence=%20.5%20", multipart, photo),
    ("POST", "/predict?model=small&confidence=0x1", multipart, photo),
    ("POST", "/predict?model=small&confidence=1_0", multipart, photo),
    ("POST", "/predict?model=huge&confidence=2", multipart, form(part("photo", "x", "a.jpg"))),
    ("POST", "/predict?model=small", {}, None),
    ("POST", "/predict?model=huge", {}, None),
    ("POST", "/predict?model=small", {"content-type": "application/json"}, '{"file": 1}'),
    ("POST", "/predict?model=small", {"content-type": "text/plain"}, "a photo"),
    ("POST", "/predict?model=small", urlencoded, "file=tray.jpg"),
    ("POST", "/predict?model=small", multipart, form(part("file", "no file, but words"))),
    ("POST", "/predict?model=small", multipart, form(part("file", "", "", "image/jpeg"))),
    ("POST", "/predict?model=small", multipart, form(part("file", "", "empty.jpg", "image/jpeg"))),
    ("POST", "/predict?model=small", multipart, form(part("file", "one", "1.jpg"), part("file", "twice", "2.jpg", "image/jpeg"))),
    ("POST", "/predict?model=small", multipart, form(part("extra", "x"), part("file", "f", "é.jpg", "image/png"))),
    ("POST", "/predict?model=small", multipart, form(part("file", "no type", "1.jpg"))),
    ("POST", "/predict?model=small", multipart, form(part("file", "--b0undar\r\n--b0und", '%22a%22 b.jpg', "image/png"))),
    ("POST", "/predict?model=small", multipart, "--b0undary nonsense"),
    ("POST", "/predict?model=huge", multipart, "--b0undary nonsense"),
    ("POST", "/predict?model=small", {"content-type": "multipart/form-data"}, photo),
    # Whole numbers, truth values and words.
    *[
        ("GET", f"/trays/{tray}", {}, None)
        for tray in ("1", "0", "-3", "07", "+7", "1.0", "1.5", "1e2", "one", "%201%20", "1_000", "NaN", "1" + "0" * 15)
    ],
    *[
        ("GET", f"/trays/1?wide={wide}", {}, None)
        for wide in ("1", "0", "true", "True", "TRUE", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "2", "", "maybe")
    ],
    *[("GET", f"/trays/1?limit={limit}", {}, None) for limit in ("1", "99", "0", "100", "", "many")],
    *[("GET", f"/trays/1?name={name}", {}, None) for name in ("ab", "a", "abcde", "abcdef", "", "%F0%9F%A5%90%F0%9F%A5%90", "a+b", "a%2Bb")],
    ("GET", "/trays/0?limit=0&wide=maybe&name=a", {}, None),
    # Header and form.
    ("POST", "/orders", {**multipart, "idempotency-key": "k1"}, form(part("note", "hello"), part("pieces", "4"))),
    ("POST", "/orders", {**multipart, "idempotency-key": "k1"}, form(part("note", "hi"), part("file", "f", "a.png"))),
    ("POST", "/orders", {**urlencoded, "idempotency-key": "k1"}, "note=a+b%26c&pieces=2"),
    ("POST", "/orders", {**urlencoded, "idempotency-key": ""}, "note="),
    ("POST", "/orders", urlencoded, "note=x&pieces=-1"),
    ("POST", "/orders", urlencoded, "pieces=many"),
    ("POST", "/orders", {}, None),
]


def answer(method, url, headers, body):
    # Without `content` the client would name a type of its own.
    got = client.request(method, url, headers=headers, content=body.encode() if body is not None else None)
    kept = {name: got.headers[name] for name in ("content-type", "allow", "location", "x-tea") if name in got.headers}
    is_json = kept.get("content-type") == "application/json"
    return {
        "request": {"method": method, "url": url, "headers": headers, "body": body},
        "status": got.status_code,
        "headers": kept,
        "body": got.json() if is_json and got.content else got.text,
    }


packages = ("fastapi", "starlette", "pydantic", "python-multipart")
print(
    json.dumps(
        {
            "versions": {name: version(name) for name in packages},
            "answers": [answer(*request) for request in requests],
            "openapi": app.openapi(),
        },
        indent=1,
        ensure_ascii=True,
    )
)
