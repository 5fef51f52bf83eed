"""Makes test/fixtures/tabular/peers.json: files that TensorFlow, pandas and DuckDB wrote, and what is in them.

    uv venv --python 3.11 venv
    uv pip install --python venv/bin/python tensorflow-cpu==2.21.0 pandas==3.1.1 pyarrow==25.0.1 duckdb==2.0.1
    venv/bin/python test/parity/tabular.py

A file is written in base64. Whole numbers beyond 2^53 are written as {"$bigint": "…"}, bytes as {"$bytes": "…"}.
"""

import base64
import json
import math
import random
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import tensorflow as tf

random.seed(20)
FOLDER = Path(tempfile.mkdtemp())


def plain(value):
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, datetime):
        return {"$date": value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}Z"}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53 - 1:
        return {"$bigint": str(value)}
    if isinstance(value, float) and not math.isfinite(value):
        return {"$number": "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"}
    return value


def bytes_of(path):
    return base64.b64encode(Path(path).read_bytes()).decode()


def feature(value):
    if value is None:
        return tf.train.Feature()
    if all(isinstance(each, bytes) for each in value):
        return tf.train.Feature(bytes_list=tf.train.BytesList(value=value))
    if all(isinstance(each, int) for each in value):
        return tf.train.Feature(int64_list=tf.train.Int64List(value=value))
    return tf.train.Feature(float_list=tf.train.FloatList(value=value))


EXAMPLES = [
    {"s": ["Köln".encode()], "x": [0.1, -3.5], "n": [7]},
    {"s": [], "x": [math.inf, math.nan, -0.0], "n": [-1, 0, 2**63 - 1, -(2**63)]},
    {"none": None, "bytes": [b"\xff\x00", b""], "😀": [2**35, -(2**21)]},
    {},
    {"long": [float(i) / 7 for i in range(300)], "text": [("x" * 5000).encode()]},
]


def kinds(example):
    """What TensorFlow reads in a serialized example: for each feature its kind and values."""
    named = {"bytes_list": "bytes", "float_list": "float", "int64_list": "int64", None: "none"}
    found = {}
    for name, each in example.features.feature.items():
        kind = each.WhichOneof("kind")
        found[name] = {"kind": named[kind], "values": plain(list(getattr(each, kind).value)) if kind else []}
    return found


def records(compression):
    path = FOLDER / f"records-{compression}"
    serialized = [
        tf.train.Example(features=tf.train.Features(feature={k: feature(v) for k, v in each.items()})) for each in EXAMPLES
    ]
    with tf.io.TFRecordWriter(str(path), options=compression) as writer:
        for each in serialized:
            writer.write(each.SerializeToString())
    return {"compression": compression, "file": bytes_of(path), "examples": [kinds(each) for each in serialized]}


def frame():
    count = 40
    maybe = lambda value: None if random.random() < 0.3 else value
    return pa.table(
        {
            "id": pa.array(range(count), pa.int64()),
            "small": pa.array([i % 5 for i in range(count)], pa.int8()),
            "unsigned": pa.array([2**32 - 1 - i for i in range(count)], pa.uint32()),
            "large": pa.array([2**60 + i for i in range(count)], pa.int64()),
            "x": pa.array([maybe(random.gauss(0, 1)) for _ in range(count)], pa.float64()),
            "half": pa.array([maybe(i / 4) for i in range(count)], pa.float32()),
            "city": pa.array([maybe(random.choice(["Köln", "Oslo", "😀", ""])) for _ in range(count)], pa.string()),
            "raw": pa.array([bytes([255, i]) for i in range(count)], pa.binary()),
            "yes": pa.array([maybe(i % 3 == 0) for i in range(count)], pa.bool_()),
            "at": pa.array([maybe(datetime(2020, 1, 1, i % 24, 5, 6, 789000)) for i in range(count)], pa.timestamp("us")),
            "list": pa.array([maybe([j for j in range(i % 4)]) for i in range(count)], pa.list_(pa.int32())),
            "pair": pa.array([{"a": i, "b": maybe("b")} for i in range(count)]),
        }
    )


def parquet_cases():
    table = frame()
    pandas_frame = table.drop_columns(["list", "pair", "raw"]).to_pandas()
    writers = {
        "pandas, snappy": lambda path: pandas_frame.to_parquet(path),
        "pandas, gzip": lambda path: pandas_frame.to_parquet(path, compression="gzip"),
        "pandas, brotli": lambda path: pandas_frame.to_parquet(path, compression="brotli"),
        "pandas, not packed": lambda path: pandas_frame.to_parquet(path, compression=None),
        "pyarrow, zstd, nested, pages of version 2": lambda path: pq.write_table(
            table, path, compression="zstd", data_page_version="2.0", row_group_size=15
        ),
        "pyarrow as Spark writes": lambda path: pq.write_table(table, path, flavor="spark", version="1.0", row_group_size=7),
        "pyarrow, delta encodings": lambda path: pq.write_table(
            table,
            path,
            use_dictionary=False,
            column_encoding={"id": "DELTA_BINARY_PACKED", "city": "DELTA_BYTE_ARRAY", "x": "BYTE_STREAM_SPLIT"},
        ),
        "DuckDB": lambda path: duckdb.from_arrow(table).write_parquet(str(path)),
        "DuckDB, zstd": lambda path: duckdb.from_arrow(table).write_parquet(str(path), compression="zstd"),
        "no rows": lambda path: pq.write_table(table.slice(0, 0), path),
    }
    cases = []
    for name, write in writers.items():
        path = FOLDER / "table.parquet"
        write(path)
        read = pq.read_table(path)
        cases.append({"writer": name, "file": bytes_of(path), "rows": [plain(row) for row in read.to_pylist()]})
        print(name, path.stat().st_size, file=sys.stderr)
    return cases


if __name__ == "__main__":
    versions = f"tensorflow {tf.__version__}, pandas {pd.__version__}, pyarrow {pa.__version__}, duckdb {duckdb.__version__}"
    fixture = {"made_by": versions, "records": [records(each) for each in ("", "GZIP")], "parquet": parquet_cases()}
    path = Path(__file__).parent.parent / "fixtures" / "tabular" / "peers.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(fixture, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
