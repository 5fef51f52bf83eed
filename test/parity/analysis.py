"""Makes test/fixtures/analysis/tfma.json: what TensorFlow Model Analysis finds in a table, and whom it lets pass.

    uv venv --python 3.10 venv
    uv pip install --python venv/bin/python tensorflow-model-analysis==0.47.1 tf-keras==2.16.0 pandas==1.5.3 dill "setuptools<80"
    venv/bin/python test/parity/analysis.py test/fixtures/analysis/tfma.json

Takes some minutes; what a run that was broken off had found is kept.
"""

import json
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import tensorflow_model_analysis as tfma
from google.protobuf import json_format, text_format
from tensorflow_model_analysis.api import model_eval_lib
from tensorflow_model_analysis.evaluators import confidence_intervals_util, jackknife, poisson_bootstrap
from tensorflow_model_analysis.slicer import slicer_lib
from tensorflow_model_analysis.utils import config_util, math_util

random = np.random.default_rng(47)
ROWS = 600


def table():
    x = random.normal(size=ROWS)
    chance = lambda noise: 1 / (1 + np.exp(-2 * x + random.normal(0, noise, ROWS)))
    a = np.round(chance(1.0), 4)
    # Predictions on both ends, and some that equal the threshold.
    a[:6] = [0, 1, 0.5, 0.5, 0.0001, 0.9999]
    return pd.DataFrame(
        {
            "label": (random.random(ROWS) < chance(0)).astype(float),
            "a": a,
            "b": np.round(chance(1.4), 4),
            # TFMA slices by whole numbers and texts alone.
            "age": random.integers(1, 4, ROWS),
            "sex": random.choice(["F", "M"], ROWS),
            "land": random.choice(["Peru", "Côte d’Ivoire", "Laos"], ROWS, p=[0.9, 0.07, 0.03]),
            "weight": np.round(random.random(ROWS) + 0.25, 3),
        }
    )


FAMILY = """TruePositives TP TrueNegatives TN FalsePositives FP FalseNegatives FN BinaryAccuracy Precision PPV Recall TPR
Specificity TNR FallOut FPR MissRate FNR NegativePredictiveValue NPV FalseDiscoveryRate FalseOmissionRate Prevalence
PrevalenceThreshold ThreatScore BalancedAccuracy F1Score MatthewsCorrelationCoefficient FowlkesMallowsIndex Informedness
Markedness PositiveLikelihoodRatio NegativeLikelihoodRatio DiagnosticOddsRatio PredictedPositiveRate""".split()
OTHERS = "ExampleCount AUC AUCPrecisionRecall MeanLabel MeanPrediction Calibration SquaredPearsonCorrelation".split()
SLICES = """slicing_specs {} slicing_specs { feature_keys: "sex" } slicing_specs { feature_keys: ["sex", "age"] }
slicing_specs { feature_keys: "age" feature_values { key: "land" value: "Laos" } }
slicing_specs { feature_values { key: "land" value: "Côte d’Ivoire" } }
slicing_specs { feature_values { key: "sex" value: "X" } }"""
metrics = lambda names: "metrics_specs { %s }" % " ".join('metrics { class_name: "%s" }' % name for name in names)

CALIBRATION = '''model_specs { label_key: "label" prediction_key: "a" example_weight_key: "weight" }
slicing_specs {} slicing_specs { feature_keys: "sex" }
metrics_specs { metrics { class_name: "CalibrationPlot" config: '"num_buckets": 7' } }'''

CONFIGS = {
    "all metrics": 'model_specs { label_key: "label" prediction_key: "a" }'
    + SLICES
    + metrics(FAMILY + OTHERS)
    + """metrics_specs {
      metrics { class_name: "Recall" config: '"name": "recall_at_30", "thresholds": 0.3' }
      metrics { class_name: "Precision" config: '{"name": "precision_at_90", "thresholds": [0.9]}' }
    }""",
    "weighted": 'model_specs { label_key: "label" prediction_key: "b" example_weight_key: "weight" }'
    + SLICES
    + metrics(["ExampleCount", "WeightedExampleCount", "BinaryAccuracy", "AUC", "Calibration", "F1Score"]),
    "cross-entropy": 'model_specs { label_key: "label" prediction_key: "b" }' + SLICES + metrics(["BinaryCrossEntropy"]),
    "two models": """
model_specs { name: "candidate" label_key: "label" prediction_key: "a" }
model_specs { name: "baseline" label_key: "label" prediction_key: "b" is_baseline: true }
"""
    + SLICES
    + """
metrics_specs {
  metrics { class_name: "ExampleCount" }
  metrics {
    class_name: "BinaryAccuracy"
    threshold {
      value_threshold { lower_bound { value: 0.75 } }
      change_threshold { absolute { value: -1e-10 } direction: HIGHER_IS_BETTER }
    }
  }
  metrics {
    class_name: "FPR"
    threshold { change_threshold { relative { value: 0.05 } direction: LOWER_IS_BETTER } }
  }
  metrics {
    class_name: "AUC"
    per_slice_thresholds {
      slicing_specs { feature_values { key: "sex" value: "X" } }
      slicing_specs { feature_keys: ["age", "sex"] }
      threshold { value_threshold { lower_bound { value: 0.8 } upper_bound { value: 0.9 } } }
    }
  }
}
options { min_slice_size { value: 30 } }
""",
    "passes": 'model_specs { label_key: "label" prediction_key: "a" } slicing_specs {} '
    + 'metrics_specs { metrics { class_name: "AUC" threshold { value_threshold { lower_bound { value: 0.6 } } } } }',
    "no thresholds": 'model_specs { label_key: "label" prediction_key: "a" }' + metrics(["AUC"]),
}


# Read and written, and not computed here.
TEXT = """
model_specs {
  name: "candidate" signature_name: "s" label_keys { key: "out" value: "label" } padding_options { label_int_padding: -1 }
  inference_batch_size: 32 preprocessing_function_names: "a" preprocessing_function_names: "b"
}
slicing_specs { slice_keys_sql: "SELECT 'x'" }
cross_slicing_specs { baseline_spec {} slicing_specs { feature_keys: "sex" } }
metrics_specs {
  metrics { class_name: "AUC" module: "m" config: "{\\"name\\": \\"a\\"}" }
  binarize { class_ids { values: [0, 2] } } aggregate { macro_average: true class_weights { key: 2 value: 0.25 } }
  thresholds { key: "fpr" value { value_threshold { upper_bound { value: 0.2 } } } }
  per_slice_thresholds { key: "fpr" value { thresholds { slicing_specs {} threshold { value_threshold {} } } } }
  output_weights { key: "out" value: 0.1 } example_weights { unweighted: true }
}
options { include_default_metrics { value: false } disabled_outputs { values: "plots" } }
"""


def keep_baseline(config, *_args, **_kwargs):
    """Answers of two models are in the table, so that there is a baseline without a model."""
    return config_util.update_eval_config_with_defaults(config, has_baseline=len(config.model_specs) > 1 or None)


model_eval_lib._update_eval_config_with_defaults = keep_baseline


def slice_key(key):
    return [[feature, value] for feature, value in key]


def written(text):
    config = text_format.Parse(text, tfma.EvalConfig())
    canonical = text_format.MessageToString(config, as_utf8=False)
    return {"text": text, "canonical": canonical, "json": json_format.MessageToDict(config)}


def analyzed(rows, text):
    config = text_format.Parse(text, tfma.EvalConfig())
    folder = tempfile.mkdtemp()
    tfma.analyze_raw_data(rows, config, output_path=folder)
    slices = []
    names = [spec.name for spec in config.model_specs]
    for name in names:
        for key, outputs in tfma.load_eval_result(folder, model_name=name or None).slicing_metrics:
            found = {metric: value.get("doubleValue", value) for metric, value in outputs[""][""].items()}
            slices.append({"model": name, "key": slice_key(key), "name": slicer_lib.stringify_slice_key(key), "metrics": found})
    validation = tfma.load_validation_result(folder)
    return {
        **written(text),
        "slices": slices,
        "validation": json_format.MessageToDict(validation),
    }


def calibration(rows, text):
    folder = tempfile.mkdtemp()
    tfma.analyze_raw_data(rows, text_format.Parse(text, tfma.EvalConfig()), output_path=folder)
    return {
        "text": text,
        "slices": [
            {"name": slicer_lib.stringify_slice_key(key), **outputs[""][""]["calibrationHistogramBuckets"]}
            for key, outputs in tfma.load_eval_result(folder).plots
        ],
    }


def intervals():
    """The formulas, on given samples; and the standard errors of whole runs, whose samples are random."""
    cases = []
    for _ in range(3):
        value = float(random.random())
        samples = [float(value + random.normal(0, 0.02)) for _ in range(20)]
        found = {"value": value, "samples": samples}
        for name, combine in [
            ("jackknife", jackknife._JackknifeSampleCombineFn(20)),
            ("bootstrap", poisson_bootstrap._BootstrapSampleCombineFn(20)),
        ]:
            key = tfma.metrics.MetricKey("m")
            accumulator = combine.create_accumulator()
            for sample_id, held in enumerate([*samples, value]):
                whole = sample_id == len(samples)
                full = jackknife._FULL_SAMPLE_ID if name == "jackknife" else poisson_bootstrap._FULL_SAMPLE_ID
                sample = confidence_intervals_util.SampleMetrics(metrics={key: held}, sample_id=full if whole else sample_id)
                accumulator = combine.add_input(accumulator, sample)
            t = combine.extract_output(accumulator)[key]
            mean, low, high = math_util.calculate_confidence_interval(t)
            found[name] = {
                "mean": float(mean),
                "standardError": float(t.sample_standard_deviation),
                "degreesOfFreedom": int(t.sample_degrees_of_freedom),
                "low": float(low),
                "high": float(high),
            }
        cases.append(found)
    return cases


def errors(rows, method, times):
    """Half widths of intervals, drawn several times: in one run, as slices of the same rows."""
    text = (
        """model_specs { name: "candidate" label_key: "label" prediction_key: "a" }
model_specs { name: "baseline" label_key: "label" prediction_key: "b" is_baseline: true }
slicing_specs { feature_keys: "copy" } """
        + metrics(["ExampleCount", "BinaryAccuracy", "AUC", "Calibration"])
        + " options { compute_confidence_intervals { value: true } confidence_intervals { method: %s } }" % method
    )
    copies = pd.concat([rows.assign(copy=copy) for copy in range(times)], ignore_index=True)
    folder = tempfile.mkdtemp()
    tfma.analyze_raw_data(copies, text_format.Parse(text, tfma.EvalConfig()), output_path=folder)
    found = {}
    for _, outputs in tfma.load_eval_result(folder, model_name="candidate").slicing_metrics:
        for metric, value in outputs[""][""].items():
            bounded = value.get("boundedValue")
            half = (bounded["upperBound"] - bounded["lowerBound"]) / 2 if bounded else None
            found.setdefault(metric, []).append(half)
    return {"text": text, "halfWidths": found}


rows = table()
path = Path(sys.argv[1])
found = json.loads(path.read_text()) if path.exists() and path.stat().st_size else {}


def part(group, name, make):
    if name not in found.setdefault(group, {}):
        found[group][name] = make()
        path.write_text(json.dumps(found))


found["versions"] = {p: version(p) for p in ("tensorflow-model-analysis", "tf-keras", "numpy", "pandas")}
found["columns"] = {name: rows[name].tolist() for name in rows}
found["intervals"] = intervals()
found["text"] = written(TEXT)
for name, text in CONFIGS.items():
    part("runs", name, lambda: analyzed(rows, text))
part("plots", "calibration", lambda: calibration(rows, CALIBRATION))
for method in ("JACKKNIFE", "POISSON_BOOTSTRAP"):
    part("errors", method, lambda: errors(rows, method, 12))
