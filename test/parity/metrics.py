"""Makes test/fixtures/metrics/scikit-learn.json: what scikit-learn answers about predicted classes.

    uv venv --python 3.13 venv
    uv pip install --python venv/bin/python scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
    venv/bin/python test/parity/metrics.py > test/fixtures/metrics/scikit-learn.json
"""

import json
import random
import warnings

import numpy
import scipy
import sklearn
from sklearn import metrics

warnings.filterwarnings("ignore")
random.seed(20)


def plain(value):
    """JSON has no word for what is not finite: it stands as text."""
    if isinstance(value, (list, tuple, numpy.ndarray)):
        return [plain(each) for each in value]
    value = float(value)
    if numpy.isnan(value):
        return "NaN"
    return value if numpy.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")


def drawn(classes, weights, n, right):
    y_true = random.choices(classes, weights, k=n)
    return y_true, [y if random.random() < right else random.choice(classes) for y in y_true]


def case(name, y_true, y_pred, labels=None, pos_label=None):
    both = {"labels": labels}
    classes = labels or sorted(set(y_true) | set(y_pred))
    per_class = metrics.precision_recall_fscore_support(y_true, y_pred, labels=classes, zero_division=0)
    nan_free = metrics.precision_recall_fscore_support(y_true, y_pred, labels=classes, zero_division=1)
    scores = {}
    for score in ("precision", "recall", "f1"):
        function = getattr(metrics, f"{score}_score")
        for average in ("macro", "weighted", "micro"):
            for zero in (0, 1):
                scores[f"{score} {average} {zero}"] = plain(
                    function(y_true, y_pred, average=average, zero_division=zero, **both)
                )
            scores[f"{score} {average} nan"] = plain(
                function(y_true, y_pred, average=average, zero_division=numpy.nan, **both)
            )
        if pos_label is not None:
            scores[f"{score} binary 0"] = plain(function(y_true, y_pred, pos_label=pos_label, zero_division=0))
    return {
        "name": name,
        "yTrue": y_true,
        "yPred": y_pred,
        "labels": labels,
        "posLabel": pos_label,
        "confusion": metrics.confusion_matrix(y_true, y_pred, **both).tolist(),
        "normalized": {
            by: plain(metrics.confusion_matrix(y_true, y_pred, normalize=by, **both)) for by in ("true", "pred", "all")
        },
        "accuracy": plain(metrics.accuracy_score(y_true, y_pred)),
        "balanced": plain(metrics.balanced_accuracy_score(y_true, y_pred)),
        "adjusted": plain(metrics.balanced_accuracy_score(y_true, y_pred, adjusted=True)),
        "kappa": {
            str(weights): plain(metrics.cohen_kappa_score(y_true, y_pred, weights=weights, **both))
            for weights in (None, "linear", "quadratic")
        },
        "classes": [plain(part) for part in per_class],
        "classesOne": [plain(part) for part in nan_free],
        "scores": scores,
    }


bakery = ["roll", "ring", "mini roll"]
cases = [
    case("three classes, 600 : 120 : 60", *drawn(bakery, [600, 120, 60], 780, 0.7)),
    case("always the big class", ["roll"] * 60 + ["ring"] * 12 + ["mini roll"] * 6, ["roll"] * 78),
    case("ten digits", *drawn(list(range(10)), [1] * 10, 200, 0.6)),
    case("two classes", *drawn([0, 1], [9, 1], 300, 0.8), pos_label=1),
    case("two names", *drawn(["no", "yes"], [3, 1], 50, 0.8), pos_label="yes"),
    case("booleans", *drawn([False, True], [1, 1], 40, 0.8), pos_label=True),
    case("a class that never occurs", ["a", "a", "b", "b", "b"], ["a", "c", "b", "c", "b"]),
    case("a class never predicted", ["a", "b", "c", "c"], ["a", "a", "c", "c"]),
    case("one class", ["a"] * 4, ["a"] * 4),
    case("all wrong", [0, 1, 2, 0], [1, 2, 0, 2]),
    case("some of the classes, in another order", *drawn([1, 2, 3, 4], [4, 3, 2, 1], 100, 0.6), labels=[4, 2]),
    case("a class asked for that is nowhere", [1, 2, 2, 1], [1, 2, 1, 1], labels=[1, 2, 7]),
    case("numbers by size, not by text", [10, 9, 2, -1, 2], [9, 9, 2, -1, 10]),
    case("letters by code point", ["Z", "a", "é", "z", "\U0001f956", "\uff5e"], ["Z", "a", "z", "z", "\U0001f956", "a"]),
    case("one row", ["x"], ["y"]),
]
versions = {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__}
print(json.dumps({"versions": versions, "cases": cases}, separators=(",", ":")))
