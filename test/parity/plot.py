"""Makes test/fixtures/plot/scikit-learn.json: what scikit-learn, SciPy, NumPy and Matplotlib's definitions answer.

    python3 -m venv venv
    venv/bin/pip install scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
    venv/bin/python test/parity/plot.py > test/fixtures/plot/scikit-learn.json
"""

import json
import random

import numpy as np
from scipy.stats import gaussian_kde
from sklearn.calibration import calibration_curve
from sklearn.metrics import auc, average_precision_score, confusion_matrix, precision_recall_curve, roc_curve

random.seed(11)


def rounded(values):
    return [None if not np.isfinite(v) else round(float(v), 12) for v in np.ravel(values)]


def binary(n, digits):
    """Rounding makes ties, which is where implementations differ."""
    y = [int(random.random() < 0.4) for _ in range(n)]
    score = [round(min(1, max(0, random.gauss(0.35 + 0.3 * label, 0.2))), digits) for label in y]
    fpr, tpr, thresholds = roc_curve(y, score)
    all_fpr, all_tpr, _ = roc_curve(y, score, drop_intermediate=False)
    precision, recall, pr_thresholds = precision_recall_curve(y, score)
    calibrated = {
        strategy: [rounded(part) for part in calibration_curve(y, score, n_bins=6, strategy=strategy)]
        for strategy in ("uniform", "quantile")
    }
    return {
        "yTrue": y,
        "yScore": score,
        "roc": {"fpr": rounded(fpr), "tpr": rounded(tpr), "thresholds": rounded(thresholds), "auc": auc(fpr, tpr)},
        "rocAll": {"fpr": rounded(all_fpr), "tpr": rounded(all_tpr)},
        "pr": {
            "precision": rounded(precision[::-1]),
            "recall": rounded(recall[::-1]),
            "thresholds": rounded(pr_thresholds[::-1]),
            "averagePrecision": average_precision_score(y, score),
        },
        "calibration": calibrated,
    }


def sample(values):
    x = np.array(values, dtype=float)
    kde = {}
    for rule in ("scott", "silverman"):
        estimate = gaussian_kde(x, bw_method=rule)
        places = np.linspace(x.min() - 1, x.max() + 1, 9)
        kde[rule] = {
            "bandwidth": float(np.sqrt(estimate.covariance[0, 0])),
            "from": float(places[0]),
            "to": float(places[-1]),
            "density": rounded(estimate(places)),
        }
    histograms = {}
    for rule in ("auto", "fd", "sturges", 7):
        counts, edges = np.histogram(x, bins=rule)
        histograms[str(rule)] = {"counts": counts.tolist(), "edges": rounded(edges)}
    q1, median, q3 = np.percentile(x, [25, 50, 75])
    inside = x[(x >= q1 - 1.5 * (q3 - q1)) & (x <= q3 + 1.5 * (q3 - q1))]
    box = {"q1": q1, "median": median, "q3": q3, "low": inside.min(), "high": inside.max()}
    return {
        "values": rounded(x),
        "kde": kde,
        "histograms": histograms,
        "box": {name: round(float(value), 12) for name, value in box.items()},
        "outliers": rounded(sorted(x[(x < inside.min()) | (x > inside.max())])),
    }


def classes():
    labels = ["ant", "bee", "cat"]
    y_true = [random.choice(labels) for _ in range(60)]
    y_pred = [label if random.random() < 0.7 else random.choice(labels) for label in y_true]
    matrices = {
        str(normalize): confusion_matrix(y_true, y_pred, labels=labels, normalize=normalize).tolist()
        for normalize in (None, "true", "pred", "all")
    }
    return {"yTrue": y_true, "yPred": y_pred, "labels": labels, "matrices": matrices}


print(
    json.dumps(
        {
            "binary": [binary(60, 1), binary(80, 2), binary(50, 9)],
            "samples": [
                sample([round(random.gauss(50, 12), 3) for _ in range(200)]),
                sample([round(random.expovariate(0.2), 3) for _ in range(90)]),
                sample([random.randint(0, 9) for _ in range(120)]),
            ],
            "classes": classes(),
        },
        indent=1,
    )
)
