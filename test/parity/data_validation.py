"""Makes test/fixtures/data-validation/tfdv.json: what TensorFlow Data Validation says of the data of cases.ts.

    uv venv --python 3.10 venv
    uv pip install --python venv/bin/python tensorflow-data-validation==1.16.1 dill
    node test/fixtures/data-validation/cases.ts > cases.json
    venv/bin/python test/parity/data_validation.py cases.json > test/fixtures/data-validation/tfdv.json
"""

import importlib.metadata
import json
import math
import os
import sys
import tempfile

import apache_beam as beam
import pyarrow
import tensorflow_data_validation as tfdv
from google.protobuf import text_format
from tensorflow_data_validation.statistics import stats_impl
from tensorflow_metadata.proto.v0 import anomalies_pb2, schema_pb2, statistics_pb2
from tfx_bsl.coders import csv_decoder

arrow_types = {"int": pyarrow.int64(), "float": pyarrow.float64(), "bytes": pyarrow.binary()}


def plain(value):
    """JSON has no word for what is not finite: it stands as text."""
    if math.isnan(value):
        return "NaN"
    return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")


def arrow(column):
    if column["type"] == "none":
        return pyarrow.nulls(len(column["values"]))
    convert = {"int": int, "float": float, "bytes": lambda text: text.encode()}[column["type"]]
    values = [
        None if value is None else [convert(each) for each in (value if isinstance(value, list) else [value])]
        for value in column["values"]
    ]
    return pyarrow.array(values, type=pyarrow.list_(arrow_types[column["type"]]))


def statistics(data):
    batch = pyarrow.RecordBatch.from_arrays([arrow(column) for column in data.values()], list(data))
    if batch.num_rows == 0:
        empty = statistics_pb2.DatasetFeatureStatisticsList()
        empty.datasets.add()
        return empty
    if batch.num_rows > 100_000:
        return stats_impl.generate_statistics_in_memory(batch, tfdv.StatsOptions())
    # In memory TFDV counts texts by a sketch; a pipeline counts them all.
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "statistics.tfrecord")
        with beam.Pipeline() as pipeline:
            generated = pipeline | beam.Create([batch]) | tfdv.GenerateStatistics(tfdv.StatsOptions())
            _ = generated | tfdv.WriteStatisticsToTFRecord(path)
        return tfdv.load_statistics(path)


def histogram(message):
    return {
        "type": statistics_pb2.Histogram.HistogramType.Name(message.type),
        "numNan": message.num_nan,
        "buckets": [[plain(b.low_value), plain(b.high_value), plain(b.sample_count)] for b in message.buckets],
    }


def common(message):
    return {
        "numNonMissing": message.num_non_missing,
        "numMissing": message.num_missing,
        "minNumValues": message.min_num_values,
        "maxNumValues": message.max_num_values,
        "avgNumValues": message.avg_num_values,
        "totNumValues": message.tot_num_values,
        "numValuesHistogram": histogram(message.num_values_histogram) if message.HasField("num_values_histogram") else None,
    }


def feature(message):
    result = {
        "name": message.path.step[0],
        "type": statistics_pb2.FeatureNameStatistics.Type.Name(message.type),
    }
    if message.HasField("num_stats"):
        stats = message.num_stats
        result["numStats"] = {
            "commonStats": common(stats.common_stats),
            **{
                ours: plain(getattr(stats, theirs))
                for ours, theirs in [
                    ("mean", "mean"),
                    ("stdDev", "std_dev"),
                    ("numZeros", "num_zeros"),
                    ("min", "min"),
                    ("median", "median"),
                    ("max", "max"),
                ]
            },
            "histograms": [histogram(each) for each in stats.histograms],
        }
    if message.HasField("string_stats"):
        stats = message.string_stats
        result["stringStats"] = {
            "commonStats": common(stats.common_stats),
            "unique": stats.unique,
            "topValues": [[each.value, each.frequency] for each in stats.top_values],
            "avgLength": stats.avg_length,
            "ranks": [[each.label, each.sample_count] for each in stats.rank_histogram.buckets],
        }
    return result


def described(info):
    return {
        "shortDescription": info.short_description,
        "description": info.description,
        "severity": anomalies_pb2.AnomalyInfo.Severity.Name(info.severity),
        "reason": [
            {
                "type": anomalies_pb2.AnomalyInfo.Type.Name(each.type),
                "shortDescription": each.short_description,
                "description": each.description,
            }
            for each in info.reason
        ],
    }


def measured(measurements):
    names = anomalies_pb2.DriftSkewInfo.Measurement.Type
    return [{"type": names.Name(each.type), "value": each.value, "threshold": each.threshold} for each in measurements]


def anomalies(message):
    return {
        "anomalyInfo": {name: described(info) for name, info in sorted(message.anomaly_info.items())},
        "datasetAnomalyInfo": described(message.dataset_anomaly_info) if message.HasField("dataset_anomaly_info") else None,
        "driftSkewInfo": [
            {
                "feature": info.path.step[0],
                "driftMeasurements": measured(info.drift_measurements),
                "skewMeasurements": measured(info.skew_measurements),
            }
            for info in message.drift_skew_info
        ],
        "dataMissing": message.data_missing,
    }


def parsed(text):
    return text_format.Parse(text, schema_pb2.Schema())


cases = json.load(open(sys.argv[1]))
found = {name: statistics(data) for name, data in cases["data"].items()}
checked = {
    name: tfdv.validate_statistics(
        found[check["data"]],
        parsed(check["schema"]),
        environment=check.get("environment"),
        previous_statistics=found.get(check.get("previous")),
        serving_statistics=found.get(check.get("serving")),
    )
    for name, check in cases["checks"].items()
}

json.dump(
    {
        "versions": {
            name: importlib.metadata.version(name)
            for name in ("tensorflow-data-validation", "tfx-bsl", "tensorflow-metadata", "apache-beam", "pyarrow", "protobuf")
        },
        "statistics": {
            name: {
                "numExamples": each.datasets[0].num_examples,
                "features": [feature(one) for one in each.datasets[0].features],
            }
            for name, each in found.items()
        },
        "inferred": {
            name: [
                text_format.MessageToString(tfdv.infer_schema(each, infer_feature_shape=shape)) for shape in (True, False)
            ]
            for name, each in found.items()
        },
        "checks": {name: anomalies(each) for name, each in checked.items()},
        "updates": {
            name: text_format.MessageToString(tfdv.update_schema(parsed(each["schema"]), found[each["data"]]))
            for name, each in cases["updates"].items()
        },
        "words": [csv_decoder._InferValueType(word.encode()).name for word in cases["words"]],
        # Our texts, read and written by TensorFlow Metadata.
        "schemas": [text_format.MessageToString(parsed(text)) for text in cases["schemas"]],
    },
    sys.stdout,
)
