"""Makes test/fixtures/data-validation/slices.json: what TensorFlow Data Validation says of slices.

    uv venv --python 3.10 venv
    uv pip install --python venv/bin/python tensorflow-data-validation==1.16.1 dill
    node test/fixtures/data-validation/sliceCases.ts > cases.json
    venv/bin/python test/parity/data_validation_slices.py cases.json > test/fixtures/data-validation/slices.json
"""

import importlib.metadata
import json
import os
import sys
import tempfile

import apache_beam as beam
import pyarrow
import tensorflow_data_validation as tfdv
from tensorflow_data_validation.utils import slicing_util

cases = json.load(open(sys.argv[1]))
stays = cases["stays"]


def arrow(name):
    values = [row[name] for row in stays]
    is_number = all(isinstance(value, int) for value in values if value is not None)
    lists = [None if value is None else [value if is_number else value.encode()] for value in values]
    return pyarrow.array(lists, type=pyarrow.list_(pyarrow.int64() if is_number else pyarrow.binary()))


def wanted(value):
    return value if isinstance(value, int) else value.encode()


def statistics(slices):
    names = list(stays[0])
    batch = pyarrow.RecordBatch.from_arrays([arrow(name) for name in names], names)
    functions = [
        slicing_util.get_feature_value_slicer(
            {name: None if values is None else {wanted(each) for each in values} for name, values in slice.items()}
        )
        for slice in slices
    ]
    options = tfdv.StatsOptions(experimental_slice_functions=functions)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "statistics.tfrecord")
        with beam.Pipeline() as pipeline:
            generated = pipeline | beam.Create([batch]) | tfdv.GenerateStatistics(options)
            _ = generated | tfdv.WriteStatisticsToTFRecord(path)
        return tfdv.load_statistics(path)


def feature(message):
    """Of each column what tells slices apart: how many rows, and what is in them."""
    name = message.path.step[0]
    stats = message.num_stats if message.HasField("num_stats") else message.string_stats
    common = {"numNonMissing": stats.common_stats.num_non_missing, "numMissing": stats.common_stats.num_missing}
    if message.HasField("num_stats"):
        return {"name": name, **common, "mean": stats.mean, "stdDev": stats.std_dev, "min": stats.min, "max": stats.max}
    return {"name": name, **common, "ranks": [[each.label, each.sample_count] for each in stats.rank_histogram.buckets]}


def dataset(message):
    features = sorted((feature(each) for each in message.features), key=lambda each: each["name"])
    return {"numExamples": message.num_examples, "features": features}


json.dump(
    {
        "versions": {
            name: importlib.metadata.version(name)
            for name in ("tensorflow-data-validation", "tfx-bsl", "tensorflow-metadata", "apache-beam", "pyarrow", "protobuf")
        },
        "slices": {
            name: {each.name: dataset(each) for each in sorted(statistics(slices).datasets, key=lambda each: each.name)}
            for name, slices in cases["slices"].items()
        },
    },
    sys.stdout,
)
