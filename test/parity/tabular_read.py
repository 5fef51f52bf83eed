"""Prints as JSON what TensorFlow, pandas or DuckDB reads in a file.

    python tabular_read.py records none|gzip PATH
    python tabular_read.py pandas|duckdb PATH
"""

import json
import sys


def records(compression, path):
    import tensorflow as tf

    def value(example, name):
        feature = example.features.feature[name]
        values = list(getattr(feature, feature.WhichOneof("kind")).value)
        return values[0] if values else None

    for raw in tf.data.TFRecordDataset(path, compression_type="GZIP" if compression == "gzip" else ""):
        example = tf.train.Example.FromString(raw.numpy())
        row = {name: value(example, name) for name in ("id", "x", "city", "large")}
        yield {**row, "city": row["city"].decode() if row["city"] is not None else None}


def pandas(path):
    import pandas as pd

    table = pd.read_parquet(path, dtype_backend="pyarrow")
    return table.astype(object).where(table.notna(), None).to_dict("records")


def duckdb(path):
    import duckdb as db

    found = db.read_parquet(path)
    return [dict(zip(found.columns, row)) for row in found.fetchall()]


if __name__ == "__main__":
    what, *args = sys.argv[1:]
    rows = {"records": records, "pandas": pandas, "duckdb": duckdb}[what](*args)
    print(json.dumps([{**row, "large": str(row["large"])} for row in rows]))
