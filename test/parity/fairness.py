"""Makes test/fixtures/fairness/peers.json: rates by group of fairlearn, intervals of statsmodels, weights of AIF360.

    uv venv --python 3.11 venv
    uv pip install --python venv/bin/python fairlearn==0.15.0 statsmodels==0.15.0 aif360==0.6.1 scikit-learn==1.9.1
    venv/bin/python test/parity/fairness.py > test/fixtures/fairness/peers.json
"""

import json
import warnings
from importlib.metadata import version

warnings.filterwarnings("ignore")

import numpy as np
import pandas as pd
from aif360.algorithms.preprocessing import Reweighing
from aif360.datasets import BinaryLabelDataset
from fairlearn.metrics import (
    MetricFrame,
    false_negative_rate,
    false_positive_rate,
    selection_rate,
    true_negative_rate,
    true_positive_rate,
)
from sklearn.metrics import accuracy_score, precision_score
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

random = np.random.default_rng(4)
ROWS = 500
THRESHOLDS = [0.1, 0.22, 0.5, 0.75, 0.9]
RATES = {
    "false_positive_rate": false_positive_rate,
    "false_negative_rate": false_negative_rate,
    "true_positive_rate": true_positive_rate,
    "true_negative_rate": true_negative_rate,
    "positive_rate": selection_rate,
    "accuracy": accuracy_score,
    "precision": precision_score,
}

group = random.choice(["a", "b", "c"], ROWS, p=[0.7, 0.25, 0.05])
label = (random.random(ROWS) < np.where(group == "a", 0.6, 0.4)).astype(int)
noise = np.where(group == "a", 0.8, 1.6)
prediction = np.round(1 / (1 + np.exp(-(2 * label - 1 + random.normal(0, 1, ROWS) * noise) * 1.5)), 4)

rates = []
for threshold in THRESHOLDS:
    frame = MetricFrame(
        metrics=RATES, y_true=label, y_pred=(prediction > threshold).astype(int), sensitive_features=group
    )
    rates.append(
        {
            "threshold": threshold,
            "byGroup": frame.by_group.to_dict(orient="index"),
            "largestGap": frame.difference().to_dict(),
        }
    )

counts = [(0, 10), (3, 10), (10, 10), (45, 200), (1999, 2000), (1, 3)]
intervals = {
    "wilson": [[k, n, *map(float, proportion_confint(k, n, method="wilson"))] for k, n in counts],
    "newcombe": [
        [*one, *two, *map(float, confint_proportions_2indep(*one, *two, method="newcomb", compare="diff"))]
        for one in counts
        for two in counts
        if one != two
    ],
}

# AIF360 weighs two groups, those with privilege and those without.
two = pd.DataFrame({"g": (group == "a").astype(float), "y": label.astype(float)})
dataset = BinaryLabelDataset(df=two, label_names=["y"], protected_attribute_names=["g"])
weights = Reweighing([{"g": 0.0}], [{"g": 1.0}]).fit_transform(dataset).instance_weights

print(
    json.dumps(
        {
            "versions": {p: version(p) for p in ("fairlearn", "statsmodels", "aif360", "scikit-learn", "numpy")},
            "columns": {"group": group.tolist(), "label": label.tolist(), "prediction": prediction.tolist()},
            "rates": rates,
            "intervals": intervals,
            "reweighing": {"group": two["g"].tolist(), "label": two["y"].tolist(), "weights": weights.tolist()},
        }
    )
)
