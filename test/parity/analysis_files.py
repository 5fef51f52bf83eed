"""Makes test/fixtures/analysis/ours.json: what TFMA reads from the files that mlops-lab/analysis has written.

    (venv as in test/parity/analysis.py)
    venv/bin/python test/parity/analysis_files.py test/fixtures/analysis/ours > test/fixtures/analysis/ours.json
"""

import json
import sys
from importlib.metadata import version

import tensorflow_model_analysis as tfma
from google.protobuf import json_format
from tensorflow_model_analysis.slicer import slicer_lib

folder = sys.argv[1]
result = lambda model: tfma.load_eval_result(folder, model_name=model)
models = {
    model: {
        slicer_lib.stringify_slice_key(key): outputs[""][""]
        for key, outputs in result(model).slicing_metrics
        if "" in outputs
    }
    for model in ("candidate", "baseline")
}
plots = {
    model: {
        slicer_lib.stringify_slice_key(key): outputs[""][""]["calibrationHistogramBuckets"]["buckets"]
        for key, outputs in result(model).plots
        if "" in outputs
    }
    for model in ("candidate", "baseline")
}
json.dump(
    {
        "version": version("tensorflow-model-analysis"),
        "config": json_format.MessageToDict(result("candidate").config),
        "models": models,
        "plots": plots,
        "validation": json_format.MessageToDict(tfma.load_validation_result(folder)),
    },
    sys.stdout,
)
