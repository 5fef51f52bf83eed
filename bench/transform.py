"""Times TensorFlow and TensorFlow Transform; prints one line of JSON, in seconds.

    python transform.py records FOLDER   writes and reads the TFRecords of rows.json there, plain and with gzip
    python transform.py transform ROWS   analyzes and transforms rows on Beam's DirectRunner
"""

import json
import random
import sys
import tempfile
import time
from pathlib import Path


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def records(folder):
    import tensorflow as tf

    found = {}
    examples = [bytes(each, "latin-1") for each in json.loads((folder / "records.json").read_text())]

    def write(path, compression):
        with tf.io.TFRecordWriter(str(path), options=compression) as writer:
            for each in examples:
                writer.write(each)

    def read(path, compression):
        data = tf.data.TFRecordDataset(str(path), compression_type=compression, buffer_size=1 << 20)
        return sum(1 for _ in data.as_numpy_iterator())

    def count(path, compression):
        """Without a step into Python for each record."""
        data = tf.data.TFRecordDataset(str(path), compression_type=compression, buffer_size=1 << 20)
        return int(data.batch(1024).reduce(0, lambda n, batch: n + tf.shape(batch)[0]))

    def decode():
        for each in examples:
            tf.train.Example.FromString(each)

    for name, compression in (("plain", ""), ("gzip", "GZIP")):
        path = folder / f"python-{name}"
        found[f"write {name}"], _ = timed(lambda: write(path, compression))
        found[f"read {name}"], total = timed(lambda: read(path, compression))
        found[f"count {name}"], again = timed(lambda: count(path, compression))
        assert total == again == len(examples)
    found["decode"], _ = timed(decode)
    return found


def transform(count):
    import apache_beam as beam
    import pyarrow as pa
    import tensorflow as tf
    import tensorflow_transform as tft
    import tensorflow_transform.beam as tft_beam
    from tensorflow_transform.tf_metadata import schema_utils
    from tfx_bsl.tfxio import tensor_adapter

    spec = {name: tf.io.FixedLenFeature([], kind) for name, kind in (("x", tf.float32), ("y", tf.float32), ("city", tf.string))}
    schema = schema_utils.schema_from_feature_spec(spec)
    random.seed(1)
    cities = [b"city %d" % i for i in range(50)]
    lists = lambda values, kind: pa.array([[value] for value in values], pa.list_(kind))

    def batch(size):
        return pa.RecordBatch.from_arrays(
            [
                lists([random.choice(cities) for _ in range(size)], pa.binary()),
                lists([random.gauss(50, 12) for _ in range(size)], pa.float32()),
                lists([random.random() for _ in range(size)], pa.float32()),
            ],
            ["city", "x", "y"],
        )

    batches = [batch(10_000) for _ in range(count // 10_000)]
    config = tensor_adapter.TensorAdapterConfig(batches[0].schema, _representations(schema))

    def preprocessing_fn(inputs):
        return {
            "z": tft.scale_to_z_score(inputs["x"]),
            "unit": tft.scale_to_0_1(inputs["y"]),
            "bucket": tft.bucketize(inputs["x"], 10),
            "city": tft.compute_and_apply_vocabulary(inputs["city"]),
        }

    def run():
        with beam.Pipeline() as pipeline, tft_beam.Context(temp_dir=tempfile.mkdtemp()):
            (data, _), _ = (pipeline | beam.Create(batches), config) | tft_beam.AnalyzeAndTransformDataset(
                preprocessing_fn, output_record_batches=True
            )
            data | beam.Map(lambda batch: batch[0].num_rows) | beam.CombineGlobally(sum)

    return {"transform": timed(run)[0]}


def _representations(schema):
    from tfx_bsl.tfxio import tensor_representation_util

    return tensor_representation_util.InferTensorRepresentationsFromMixedSchema(schema)


if __name__ == "__main__":
    what, argument = sys.argv[1:]
    if what == "records":
        # The second time is told: by then TensorFlow has started its threads.
        records(Path(argument))
        found = records(Path(argument))
    else:
        found = transform(int(argument))
    print(json.dumps(found))
