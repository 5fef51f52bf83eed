"""Makes test/fixtures/transform/tft.json: what TensorFlow Transform itself answers.

    uv venv --python 3.11 venv
    uv pip install --python venv/bin/python tensorflow-transform==1.21.0 tensorflow==2.21.0 dill==0.4.1 'setuptools<81'
    venv/bin/python test/parity/transform.py

Each case is a data set, a preprocessing function (the test has the same one, under the same name, in TypeScript)
and rows to serve. A value that a row lacks is missing in TFT's sense (VarLenFeature).
"""

import json
import math
import random
import sys
import tempfile
from pathlib import Path

import tensorflow as tf
import tensorflow_transform as tft
import tensorflow_transform.beam as tft_beam

FLOAT, INT, TEXT = (tf.io.FixedLenFeature([], t) for t in (tf.float32, tf.int64, tf.string))
SPARSE_FLOAT, SPARSE_TEXT = (tf.io.VarLenFeature(t) for t in (tf.float32, tf.string))

random.seed(20)
MEASUREMENTS = [{"x": random.gauss(50, 12), "y": random.uniform(0.1, 9)} for _ in range(200)]
# Lengths on both sides of each branch of the fingerprint (16, 32, 64), and text beyond ASCII.
UNSEEN = [{"s": ("x1y2z3-Ärger-😀-" * 20)[:n]} for n in [*range(0, 36), 47, 63, 64, 65, 100, 127, 128, 129, 200]]


def course(i):
    x_centered = i["x"] - tft.mean(i["x"])
    y_normalized = tft.scale_to_0_1(i["y"])
    return {
        "x_centered": x_centered,
        "y_normalized": y_normalized,
        "s_integerized": tft.compute_and_apply_vocabulary(i["s"]),
        "product": x_centered * y_normalized,
    }


def statistics(i):
    zeros = tf.zeros_like(i["x"])
    return {
        "mean": zeros + tft.mean(i["x"]),
        "min": zeros + tft.min(i["x"]),
        "max": zeros + tft.max(i["x"]),
        "variance": zeros + tft.var(i["x"]),
        "size": zeros + tf.cast(tft.size(i["x"]), tf.float32),
    }


def arithmetic(i):
    x, y = i["x"], i["y"]
    return {"add": x + y, "sub": x - y, "mul": x * y, "div": x / y, "sqrt": tf.sqrt(x), "log": tf.math.log(y)}


def scaling(i):
    x = i["x"]
    return {
        "scale_to_0_1": tft.scale_to_0_1(x),
        "scale_by_min_max": tft.scale_by_min_max(x, -1.0, 3.0),
        "scale_to_z_score": tft.scale_to_z_score(x),
    }


def signs(i):
    return {"product": i["x"] * tft.min(i["x"])}


def sparse(i):
    return {**scaling(i), "s": tft.compute_and_apply_vocabulary(i["s"])}


def two_phases(i):
    scaled = tft.scale_to_0_1(i["x"])
    return {"centered": scaled - tft.mean(scaled), "z": tft.scale_to_z_score(scaled * i["y"])}


def vocabularies(i):
    apply, s = tft.compute_and_apply_vocabulary, i["s"]
    return {
        "plain": apply(s),
        "top_3": apply(s, top_k=3),
        "at_least_2": apply(s, frequency_threshold=2, default_value=-2),
        "oov": apply(s, top_k=2, num_oov_buckets=1000),
    }


def integers(i):
    return {"n": tft.compute_and_apply_vocabulary(i["n"]), "z": tft.scale_to_z_score(i["n"])}


def buckets(i):
    x = i["x"]
    return {f"of_{n}": tft.bucketize(x, n) for n in (2, 3, 4, 10)}


def sparse_buckets(i):
    return {"of_2": tft.bucketize(i["x"], 2)}


def sums(i):
    return {"sum": tf.zeros_like(i["x"]) + tft.sum(i["x"])}


def comparisons(i):
    x, y, mean = i["x"], i["y"], tft.mean(i["x"])
    greater = lambda a, b: tf.cast(a > b, tf.float32)
    return {
        "minimum": tf.minimum(x, mean),
        "maximum": tf.maximum(x, 50.0),
        "greater": greater(x, mean),
        "pair": greater(y, x / 10.0),
    }


def by_key(i):
    x, key = i["x"], i["s"]
    return {
        "scale_to_0_1": tft.scale_to_0_1_per_key(x, key),
        "scale_by_min_max": tft.scale_by_min_max_per_key(x, key, -1.0, 3.0),
        "scale_to_z_score": tft.scale_to_z_score_per_key(x, key),
        "of_3": tft.bucketize_per_key(x, key, 3),
    }


def words(i):
    tokens = tf.strings.split(i["s"]).to_sparse()
    return {
        "bigrams": tft.ngrams(tokens, (1, 2), " "),
        "longer": tft.ngrams(tokens, (2, 3), "_"),
        "bag": tft.bag_of_words(tokens, (1, 2), " "),
        "count": tft.word_count(tokens),
        "ids": tft.compute_and_apply_vocabulary(tokens, top_k=3, num_oov_buckets=2),
        "commas": tf.strings.split(i["s"], ",").to_sparse(),
    }


def weights(i):
    ids = tft.compute_and_apply_vocabulary(tf.strings.split(i["s"]).to_sparse(), top_k=4)
    smooth, rough = tft.tfidf(ids, 5), tft.tfidf(ids, 5, smooth=False)
    return {"indices": smooth[0], "weights": smooth[1], "rough": rough[1]}


def hashes(i):
    return {f"of_{n}": tft.hash_strings(i["s"], n) for n in (1, 10, 1000003)}


def spread(i):
    x = tf.stack([i["x"], i["y"], i["x"] * i["y"]], axis=1)
    covariance = tft.covariance(x, tf.float32)
    components = tft.pca(x, 2, tf.float32)
    rows = tf.argmax(tf.abs(components), axis=0)
    components *= tf.sign(tf.gather_nd(components, tf.stack([rows, tf.range(2, dtype=tf.int64)], axis=1)))
    by, along = tf.matmul(x, covariance), tf.matmul(x, components)
    return {**{f"by_{k}": by[:, k] for k in range(3)}, **{f"along_{k}": along[:, k] for k in range(2)}}


def interpolation(i):
    x = i["x"]
    return {f"of_{n}": tft.apply_buckets_with_interpolation(x, tft.quantiles(x, n, 0.0001)) for n in (2, 4, 10)}


def traffic(i):
    vocabulary = lambda name: tft.compute_and_apply_vocabulary(i[name], top_k=1000, num_oov_buckets=10)
    volume = tf.cast(i["volume"], tf.float32)
    return {
        "temp": tft.scale_to_z_score(i["temp"]),
        "snow": tft.scale_to_z_score(i["snow"]),
        "clouds": tft.scale_to_0_1(i["clouds"]),
        "holiday": vocabulary("holiday"),
        "weather": vocabulary("weather"),
        "rain": tft.bucketize(i["rain"], 3),
        "label": tf.cast(volume > tft.mean(volume), tf.int64),
    }


SENTENCES = ["the cat saw the dog", "a  dog", "", " the ", "cat,dog, the,", "the the the", "Ärger \t😀 dog cat"]
GROUPS = [{"x": random.gauss(5, 2), "s": random.choice("ab")} for _ in range(60)] + [{"x": 0.7, "s": "one"}] * 2
HOUR = {"temp": 281.0, "snow": 0.0, "clouds": 90, "holiday": "None", "weather": "Clouds", "rain": 0.0, "volume": 5545}
OTHER_HOUR = {"temp": 290.5, "snow": 0.5, "clouds": 10, "holiday": "New Year", "weather": "Sandstorm", "rain": 2.5, "volume": 6000}
# Outputs with any number of values a row.
LISTS = {"bigrams", "longer", "bag", "ids", "commas", "indices", "weights", "rough"}
TOKENS = ["b", "a", "b", "a", "c", "C", "é", "z", "\ue000", "\ufffd", "😀", "", "two\nlines", "Zebra", "b ", "10", "9", "9"]
CASES = [
    (
        course,
        {"x": FLOAT, "y": FLOAT, "s": TEXT},
        [{"x": 1, "y": 1, "s": "hello"}, {"x": 2, "y": 2, "s": "world"}, {"x": 3, "y": 3, "s": "hello"}],
        [{"x": 5, "y": 5, "s": "new"}],
    ),
    (statistics, {"x": FLOAT, "y": FLOAT}, MEASUREMENTS, []),
    (arithmetic, {"x": FLOAT, "y": FLOAT}, MEASUREMENTS, []),
    (scaling, {"x": FLOAT, "y": FLOAT}, MEASUREMENTS, [{"x": x, "y": 0.0} for x in (-1e6, 0.0, 50.0, 1e6)]),
    (scaling, {"x": FLOAT}, [{"x": 0.7}] * 3, [{"x": x} for x in (-100.0, -2.5, 0.0, 0.7, 3.0, 90.0)]),
    (scaling, {"x": FLOAT}, [{"x": x} for x in (1.0, math.nan, 3.0)], []),
    (scaling, {"x": FLOAT}, [{"x": x} for x in (1.0, math.inf, 3.0)], []),
    (signs, {"x": FLOAT}, [{"x": 0.0}, {"x": 1.0}, {"x": 2.0}], []),
    (
        sparse,
        {"x": SPARSE_FLOAT, "s": SPARSE_TEXT},
        [{"x": [1.5], "s": ["a"]}, {"x": [], "s": ["b"]}, {"x": [4.25], "s": []}, {"x": [2.0], "s": ["b"]}],
        [{"x": [], "s": []}],
    ),
    (two_phases, {"x": FLOAT, "y": FLOAT}, MEASUREMENTS, [{"x": 1.0, "y": 2.0}]),
    (vocabularies, {"s": TEXT}, [{"s": token} for token in TOKENS], UNSEEN),
    (vocabularies, {"s": TEXT}, [{"s": ""}], [{"s": "a"}]),
    (buckets, {"x": FLOAT}, MEASUREMENTS, [{"x": x} for x in (-1e6, 0.0, 50.0, 1e6, math.inf, -math.inf, math.nan)]),
    (buckets, {"x": FLOAT}, [{"x": float(x % 11)} for x in range(50)], [{"x": x} for x in (4.0, 4.5, 8.0)]),
    (buckets, {"x": FLOAT}, [{"x": max(0.0, x - 92.0)} for x in range(100)], [{"x": -1.0}]),
    (buckets, {"x": FLOAT}, [{"x": x} for x in (1.0, math.nan, 3.0, 4.0)], []),
    (buckets, {"x": FLOAT}, [{"x": 5.0}] * 4, [{"x": 4.0}, {"x": 6.0}]),
    (sparse_buckets, {"x": SPARSE_FLOAT}, [{"x": [1.0]}, {"x": []}, {"x": [2.0]}, {"x": [3.0]}], [{"x": []}]),
    (sums, {"x": FLOAT}, MEASUREMENTS, []),
    (comparisons, {"x": FLOAT, "y": FLOAT}, MEASUREMENTS, []),
    (by_key, {"x": FLOAT, "s": TEXT}, GROUPS, [{"x": x, "s": s} for s in ("a", "one", "new") for x in (-2.5, 0.7, 9.0)]),
    (words, {"s": TEXT}, [{"s": s} for s in SENTENCES], [{"s": "dog eats dog"}]),
    (weights, {"s": TEXT}, [{"s": s} for s in SENTENCES], [{"s": "the dog eats"}, {"s": ""}]),
    (hashes, {"s": TEXT}, [{"s": token} for token in TOKENS] + [{"s": f"C{n}"} for n in range(2700, 2760)], UNSEEN),
    (spread, {"x": FLOAT, "y": FLOAT}, MEASUREMENTS, [{"x": 1.0, "y": 2.0}]),
    (
        interpolation,
        {"x": FLOAT},
        [{"x": float(x % 11)} for x in range(55)],
        [{"x": x} for x in (-1.0, 0.5, 4.0, 4.75, 10.0, 99.0, math.nan)],
    ),
    (
        traffic,
        {"temp": FLOAT, "snow": FLOAT, "clouds": INT, "holiday": TEXT, "weather": TEXT, "rain": FLOAT, "volume": INT},
        [HOUR],
        [OTHER_HOUR],
    ),
    (integers, {"n": INT}, [{"n": n} for n in (10, 9, 9, 100, 10, -3, 7)], [{"n": 9}, {"n": 11}]),
]


def plain(value):
    """One value of a transformed row as JSON holds it; an empty sparse value becomes null."""
    if hasattr(value, "shape") and value.shape:
        return plain(value[0]) if len(value) else None
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def rows_as_json(rows):
    unwrap = lambda value: (plain(value[0]) if value else None) if isinstance(value, list) else plain(value)
    return [{name: unwrap(value) for name, value in row.items()} for row in rows]


def columns(rows, names):
    whole = lambda value: [plain(each) for each in value]
    text = lambda value: value.decode() if isinstance(value, bytes) else value
    read = lambda name, value: [text(each) for each in whole(value)] if name in LISTS else plain(value)
    return {name: [read(name, row[name]) for row in rows] for name in names}


def run(function, spec, rows, serve):
    metadata = tft.DatasetMetadata.from_feature_spec(spec)
    with tft_beam.Context(temp_dir=tempfile.mkdtemp()):
        (data, _), transform_fn = (rows, metadata) | tft_beam.AnalyzeAndTransformDataset(function)
        served = (((serve, metadata), transform_fn) | tft_beam.TransformDataset())[0] if serve else []
    names = sorted(data[0])
    print(function.__name__, len(rows), len(serve), file=sys.stderr)
    return {
        "function": function.__name__,
        "rows": rows_as_json(rows),
        "data": columns(data, names),
        "serve": rows_as_json(serve),
        "served": columns(served, names),
    }


if __name__ == "__main__":
    fixture = {
        "made_by": f"tensorflow-transform {tft.__version__}, tensorflow {tf.__version__}",
        "cases": [run(*case) for case in CASES],
    }
    path = Path(__file__).parent.parent / "fixtures" / "transform" / "tft.json"
    path.write_text(json.dumps(fixture, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
